using System;

namespace NanoOta
{
    /// <summary>What has to survive a restart. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    /// <remarks>The parts live in the record's own bytes, so that there is one copy of them and nothing to convert.</remarks>
    public sealed class DeviceRecord
    {
        /// <summary>Bytes of the record: small enough to lie in LittleFS's directory, where a write costs no block of its own.</summary>
        public const int Length = FailedAt + FailedReleases.Length;

        private const int Magic = 0x324F544E;
        private const int StateAt = 4;
        private const int AnsweredAt = 5;
        private const int IdleAttemptsAt = 6;
        private const int RollBacksAt = 7;
        private const int LastResultAt = 8;
        private const int IdleDayAt = 10;
        private const int LastAnsweredAt = 12;
        private const int FirstServedAt = 16;
        private const int TargetAt = 20;
        private const int InstalledAt = TargetAt + KnownRelease.Length;
        private const int FormerAt = InstalledAt + KnownRelease.Length;
        private const int SeenAt = FormerAt + KnownRelease.Length;
        private const int FailedAt = SeenAt + SeenRevisions.Length;

        private readonly byte[] _bytes = new byte[Length];

        /// <summary>An empty record.</summary>
        public DeviceRecord()
        {
            Target = new KnownRelease(_bytes, TargetAt);
            Installed = new KnownRelease(_bytes, InstalledAt);
            Former = new KnownRelease(_bytes, FormerAt);
            Seen = new SeenRevisions(_bytes, SeenAt);
            Failed = new FailedReleases(_bytes, FailedAt);
        }

        /// <summary>The last state that mattered over a restart: Idle, or one from Activating on.</summary>
        public OtaState State;

        /// <summary>How the last update ended.</summary>
        public OtaResult LastResult;

        /// <summary>Whether the server has answered in the trial what the next update would ask.</summary>
        public bool IsAnswered;

        /// <summary>How often a rejected release was brought back by the boot side and rolled back again, at most 255.</summary>
        public int RollBacks;

        /// <summary>Attempts in a row at the update that is offered which brought no new chunk, at most 255.</summary>
        public int IdleAttempts;

        /// <summary>The day of the last of these attempts, in days since 1970 UTC; 0 if unknown.</summary>
        public int IdleDay;

        /// <summary>The last answered check, seconds since 1970 UTC, written once a day; 0 if unknown.</summary>
        public long LastAnswered;

        /// <summary>When the first address last served a usable manifest, likewise.</summary>
        public long FirstServed;

        /// <summary>The release that is being activated or on trial.</summary>
        internal readonly KnownRelease Target;

        /// <summary>The confirmed release that runs, or ran before the trial.</summary>
        internal readonly KnownRelease Installed;

        /// <summary>The release that was confirmed before that one.</summary>
        internal readonly KnownRelease Former;

        /// <summary>The revisions that were seen.</summary>
        internal readonly SeenRevisions Seen;

        /// <summary>The releases that were not confirmed or did not live.</summary>
        internal readonly FailedReleases Failed;

        /// <summary>The lowest version that this device may go back to: the highest such number of its two releases.</summary>
        internal long NotBelow => Installed.NotBelow > Former.NotBelow ? Installed.NotBelow : Former.NotBelow;

        /// <summary>Writes the record into the first <see cref="Length"/> bytes of a buffer.</summary>
        public void Encode(byte[] target)
        {
            Array.Copy(Encode(), 0, target, 0, Length);
        }

        /// <summary>The record as <see cref="Length"/> bytes, which are the record's own: not to be changed or kept.</summary>
        internal byte[] Encode()
        {
            LittleEndian.WriteInt32(_bytes, 0, Magic);
            _bytes[StateAt] = (byte)State;
            _bytes[AnsweredAt] = (byte)(IsAnswered ? 1 : 0);
            _bytes[IdleAttemptsAt] = (byte)IdleAttempts;
            _bytes[RollBacksAt] = (byte)RollBacks;
            LittleEndian.WriteInt16(_bytes, LastResultAt, (int)LastResult);
            LittleEndian.WriteInt16(_bytes, IdleDayAt, IdleDay);
            LittleEndian.WriteInt32(_bytes, LastAnsweredAt, (int)LastAnswered);
            LittleEndian.WriteInt32(_bytes, FirstServedAt, (int)FirstServed);
            return _bytes;
        }

        /// <summary>Reads a record that a store gave back whole.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, or <see cref="OtaResult.StateCorrupt"/> for other bytes. Then nothing is changed.</returns>
        public OtaResult Decode(byte[] source, int count)
        {
            int state = count == Length ? source[StateAt] : -1;
            bool persistent = state == (int)OtaState.Idle || (state >= (int)OtaState.Activating && state <= (int)OtaState.RolledBack);
            if (!persistent || LittleEndian.ReadInt32(source, 0) != Magic || source[AnsweredAt] > 1)
            {
                return OtaResult.StateCorrupt;
            }

            Array.Copy(source, 0, _bytes, 0, Length);
            State = (OtaState)state;
            IsAnswered = source[AnsweredAt] == 1;
            IdleAttempts = source[IdleAttemptsAt];
            RollBacks = source[RollBacksAt];
            LastResult = (OtaResult)LittleEndian.ReadUInt16(source, LastResultAt);
            IdleDay = LittleEndian.ReadUInt16(source, IdleDayAt);
            LastAnswered = LittleEndian.ReadInt32(source, LastAnsweredAt) & 0xFFFFFFFFL;
            FirstServed = LittleEndian.ReadInt32(source, FirstServedAt) & 0xFFFFFFFFL;
            return OtaResult.Ok;
        }

        /// <summary>There is no target any more.</summary>
        public void ForgetTarget()
        {
            Target.Clear();
            IsAnswered = false;
            RollBacks = 0;
        }
    }
}
