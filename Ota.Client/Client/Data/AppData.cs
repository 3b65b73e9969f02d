using System;

namespace NanoOta
{
    /// <summary>Brings the data of an older release into the form of the running one.</summary>
    /// <param name="fromVersion">The data's version: what the release that wrote the data gave to <see cref="AppData"/>.</param>
    /// <param name="data">The old data; not to be changed.</param>
    /// <returns>The new data; null for data that the release cannot use. Then the release begins without data.</returns>
    public delegate byte[] DataMigration(int fromVersion, byte[] data);

    /// <summary>
    /// The application's own small data, one copy for each slot. A new release gets the data of the release before at its first start, and may change
    /// their form. A release that is rolled back leaves the data of the release before as they were. Not thread-safe.
    /// </summary>
    /// <remarks>
    /// On flash, for a release in slot B after one in slot A:
    /// <list type="number">
    /// <item>Before: A's data whole, B's of an older release, or none.</item>
    /// <item>The first start of B's release writes B's data, made of A's. A is not touched. After a cut the next start writes them again.</item>
    /// <item>B's release writes B's data alone. After a rollback A's release finds A's data.</item>
    /// </list>
    /// Each copy has two places of its own (<see cref="TwoCopyStateStore"/>). So a cut in a write leaves the data before the write or after. Each
    /// write has a turn that is higher than every one before. Each copy names the turn that the copy was made of.
    /// </remarks>
    public sealed class AppData
    {
        /// <summary>Bytes before the data in a record.</summary>
        public const int HeaderLength = 28;

        private const int Magic = 0x3144414E;
        private const int VersionAt = 4;
        private const int TurnAt = 8;
        private const int BaseAt = 12;
        private const int ReleaseAt = 16;
        private const int LengthAt = 24;

        private readonly IStateStore[] _stores = new IStateStore[2];
        private readonly byte[] _record;
        private readonly int _slot;
        private readonly long _release;
        private readonly int _version;
        private readonly DataMigration _migration;
        private int _turn;
        private int _base;

        /// <summary>The data of the running release. Reads and writes nothing.</summary>
        /// <param name="first">Two places for the data of one slot, each of <see cref="HeaderLength"/>, 16 and <paramref name="maxLength"/> bytes.</param>
        /// <param name="second">The same for the other slot.</param>
        /// <param name="boot">Tells which slot runs.</param>
        /// <param name="release">The running release's version, such as "1.2".</param>
        /// <param name="version">The version of the data's form, 0 or more.</param>
        /// <param name="migration">Called once for data of another version; null for a release that takes any.</param>
        /// <param name="maxLength">Bytes of data at most, 0 or more.</param>
        public AppData(IRecordMedium first, IRecordMedium second, IBootControl boot, string release, int version, DataMigration migration, int maxLength)
        {
            _record = new byte[HeaderLength + maxLength];
            _stores[0] = new TwoCopyStateStore(first, _record.Length);
            _stores[1] = new TwoCopyStateStore(second, _record.Length);
            _slot = boot.RunningSlot & 1;
            _release = ReleaseVersion.Parse(release);
            _version = version;
            _migration = migration;
        }

        /// <summary>Reads the data. The first start of a release takes over the data of the release before, and writes them for this slot.</summary>
        /// <param name="data">The data; null where there are none.</param>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>, also without data.
        /// - <see cref="OtaResult.StateReadFailed"/>, <see cref="OtaResult.StateCorrupt"/>: the data cannot be read, and nothing is written over.
        /// - <see cref="OtaResult.StateWriteFailed"/>: the data are there. The next start takes them over again.
        /// </returns>
        public OtaResult Read(out byte[] data)
        {
            byte[] mine;
            byte[] theirs;
            int myTurn;
            int myBase;
            int myVersion;
            long myRelease;
            OtaResult result = Load(_slot, out mine, out myTurn, out myBase, out myVersion, out myRelease);
            int theirTurn;
            int theirBase;
            int theirVersion;
            OtaResult other = Load(1 - _slot, out theirs, out theirTurn, out theirBase, out theirVersion, out _);
            data = null;
            _base = theirTurn;
            _turn = myTurn > theirTurn ? myTurn : theirTurn;
            if (result != OtaResult.Ok || (other != OtaResult.Ok && mine == null))
            {
                return result != OtaResult.Ok ? result : other;
            }

            // Mine are those that were made of theirs. Mine are those that theirs were made of, after a rollback, and those written since then. A second
            // trial begins at what the release before has written since the first one.
            bool isMine = mine != null && myRelease == _release
                && (theirs == null || myBase == theirTurn || theirBase == myTurn || myTurn > theirTurn);
            byte[] taken = isMine || theirs == null ? mine : theirs;
            int version = isMine || theirs == null ? myVersion : theirVersion;
            _base = isMine ? myBase : theirTurn;
            data = taken != null && version != _version && _migration != null ? _migration(version, taken) : taken;
            return taken == null || (isMine && version == _version) ? OtaResult.Ok : Write(data == null ? new byte[0] : data);
        }

        /// <summary>Replaces the data of the running release. After a power cut the data are those before or after.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.ArgumentInvalid"/> for more bytes than allowed, <see cref="OtaResult.StateWriteFailed"/>.</returns>
        public OtaResult Write(byte[] data)
        {
            if (data == null || data.Length > _record.Length - HeaderLength)
            {
                return OtaResult.ArgumentInvalid;
            }

            LittleEndian.WriteInt32(_record, 0, Magic);
            LittleEndian.WriteInt32(_record, VersionAt, _version);
            LittleEndian.WriteInt32(_record, TurnAt, ++_turn);
            LittleEndian.WriteInt32(_record, BaseAt, _base);
            LittleEndian.WriteInt64(_record, ReleaseAt, _release);
            LittleEndian.WriteInt32(_record, LengthAt, data.Length);
            Array.Copy(data, 0, _record, HeaderLength, data.Length);
            return _stores[_slot].Write(_record, HeaderLength + data.Length);
        }

        private OtaResult Load(int slot, out byte[] data, out int turn, out int madeOf, out int version, out long release)
        {
            data = null;
            turn = 0;
            madeOf = 0;
            version = 0;
            release = 0;
            int count = _stores[slot].Read(_record);
            if (count <= 0)
            {
                return count == 0 ? OtaResult.Ok : (OtaResult)(-count);
            }

            int length = LittleEndian.ReadInt32(_record, LengthAt);
            if (count < HeaderLength || LittleEndian.ReadInt32(_record, 0) != Magic || length != count - HeaderLength)
            {
                return OtaResult.StateCorrupt;
            }

            turn = LittleEndian.ReadInt32(_record, TurnAt);
            madeOf = LittleEndian.ReadInt32(_record, BaseAt);
            version = LittleEndian.ReadInt32(_record, VersionAt);
            release = LittleEndian.ReadInt64(_record, ReleaseAt);
            data = new byte[length];
            Array.Copy(_record, HeaderLength, data, 0, length);
            return OtaResult.Ok;
        }
    }
}
