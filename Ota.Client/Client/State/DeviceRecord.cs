using System;

namespace NanoOta
{
    /// <summary>What has to survive a restart. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    public sealed class DeviceRecord
    {
        /// <summary>Bytes of the record.</summary>
        public const int Length = 256;

        /// <summary>Characters that an entity tag may have to be remembered.</summary>
        public const int MaxETag = 128;

        private const int Magic = 0x314F544E;
        private const int StateAt = 4;
        private const int ETagLengthAt = 5;
        private const int ActivationsAt = 6;
        private const int LastResultAt = 8;
        private const int TargetSlotAt = 12;
        private const int HighestAt = 16;
        private const int InstalledAt = 24;
        private const int TargetSequenceAt = 32;
        private const int VerdictExpiresAt = 40;
        private const int VerdictAt = 48;
        private const int TargetDigestAt = 56;
        private const int FailedDigestAt = 88;
        private const int ETagAt = 120;

        /// <summary>The state that the last transition with a <see cref="StateWrite"/> led to: Idle, or Activating to RolledBack.</summary>
        public OtaState State;

        /// <summary>How the last update ended.</summary>
        public OtaResult LastResult;

        /// <summary>The highest sequence that was ever confirmed; it never goes down.</summary>
        public long HighestSequence;

        /// <summary>The sequence of the confirmed release that runs, or ran before the trial.</summary>
        public long InstalledSequence;

        /// <summary>The sequence of the release that is being activated or on trial; 0 if it is not known.</summary>
        public long TargetSequence;

        /// <summary>The slot that it is in; 0 if there is none.</summary>
        public int TargetSlot;

        /// <summary>How often the release of <see cref="TargetDigest"/> was started, or was to be, without being confirmed.</summary>
        public int Activations;

        /// <summary>SHA-256 of the target's manifest payload.</summary>
        public readonly byte[] TargetDigest = new byte[32];

        /// <summary>SHA-256 of the payload of the release that failed last; zeros for none.</summary>
        public readonly byte[] FailedDigest = new byte[32];

        /// <summary>Entity tag of the manifest of <see cref="Verdict"/>, ASCII; null for none. A longer one than <see cref="MaxETag"/> is not written.</summary>
        public string ETag;

        /// <summary>What the check of that manifest said: a 304 means the same again.</summary>
        public OtaResult Verdict;

        /// <summary>When that manifest expires, seconds since 1970 UTC.</summary>
        public long VerdictExpires;

        /// <summary>Writes the record into the first <see cref="Length"/> bytes of a buffer.</summary>
        public void Encode(byte[] target)
        {
            Array.Clear(target, 0, Length);
            int tag = ETag == null || ETag.Length > MaxETag ? 0 : ETag.Length;
            LittleEndian.WriteInt32(target, 0, Magic);
            target[StateAt] = (byte)State;
            target[ETagLengthAt] = (byte)tag;
            LittleEndian.WriteInt16(target, ActivationsAt, Activations);
            LittleEndian.WriteInt32(target, LastResultAt, (int)LastResult);
            LittleEndian.WriteInt32(target, TargetSlotAt, TargetSlot);
            LittleEndian.WriteInt64(target, HighestAt, HighestSequence);
            LittleEndian.WriteInt64(target, InstalledAt, InstalledSequence);
            LittleEndian.WriteInt64(target, TargetSequenceAt, TargetSequence);
            LittleEndian.WriteInt64(target, VerdictExpiresAt, VerdictExpires);
            LittleEndian.WriteInt32(target, VerdictAt, (int)Verdict);
            Array.Copy(TargetDigest, 0, target, TargetDigestAt, 32);
            Array.Copy(FailedDigest, 0, target, FailedDigestAt, 32);
            for (int i = 0; i < tag; i++)
            {
                target[ETagAt + i] = (byte)ETag[i];
            }
        }

        /// <summary>Reads a record that a store gave back whole. <see cref="OtaResult.StateCorrupt"/> if it is none.</summary>
        public OtaResult Decode(byte[] source, int count)
        {
            int state = count == Length ? source[StateAt] : -1;
            int tag = count == Length ? source[ETagLengthAt] : 0;
            bool persistent = state == (int)OtaState.Idle || (state >= (int)OtaState.Activating && state <= (int)OtaState.RolledBack);
            if (!persistent || tag > MaxETag || LittleEndian.ReadInt32(source, 0) != Magic)
            {
                return OtaResult.StateCorrupt;
            }

            State = (OtaState)state;
            Activations = LittleEndian.ReadUInt16(source, ActivationsAt);
            LastResult = (OtaResult)LittleEndian.ReadInt32(source, LastResultAt);
            TargetSlot = LittleEndian.ReadInt32(source, TargetSlotAt);
            HighestSequence = LittleEndian.ReadInt64(source, HighestAt);
            InstalledSequence = LittleEndian.ReadInt64(source, InstalledAt);
            TargetSequence = LittleEndian.ReadInt64(source, TargetSequenceAt);
            VerdictExpires = LittleEndian.ReadInt64(source, VerdictExpiresAt);
            Verdict = (OtaResult)LittleEndian.ReadInt32(source, VerdictAt);
            Array.Copy(source, TargetDigestAt, TargetDigest, 0, 32);
            Array.Copy(source, FailedDigestAt, FailedDigest, 0, 32);
            ETag = null;
            if (tag > 0)
            {
                char[] characters = new char[tag];
                for (int i = 0; i < tag; i++)
                {
                    characters[i] = (char)source[ETagAt + i];
                }

                ETag = new string(characters);
            }

            return OtaResult.Ok;
        }

        /// <summary>Forgets what the last check said, because the device is no longer the one that was judged.</summary>
        public void ForgetVerdict()
        {
            ETag = null;
            Verdict = OtaResult.Ok;
            VerdictExpires = 0;
        }
    }
}
