namespace NanoOta
{
    /// <summary>The last eight releases that were not confirmed or did not live, with cause and counts. Not thread-safe.</summary>
    /// <remarks>
    /// A row stays over the release's own confirmation: one that passes its trial and then dies is not new. The images name the release,
    /// so publishing them again changes nothing.
    /// </remarks>
    internal sealed class FailedReleases
    {
        /// <summary>Releases that are remembered.</summary>
        public const int Releases = 8;

        /// <summary>Bytes in the record.</summary>
        public const int Length = Releases * RowLength;

        private const int KeyLength = 8;
        private const int SinceAt = 8;
        private const int WaitedAt = 12;
        private const int RetryAt = 16;
        private const int CauseAt = 18;
        private const int FaultsAt = 20;
        private const int StepsAt = 21;
        private const int RowLength = 22;
        private const long MaxWaited = int.MaxValue;

        private readonly byte[] _bytes;
        private readonly RecentRows _rows;

        /// <summary>The list at an offset of a record.</summary>
        public FailedReleases(byte[] bytes, int at)
        {
            _bytes = bytes;
            _rows = new RecentRows(bytes, at, RowLength, Releases, KeyLength);
        }

        /// <summary>Notes an end. The row becomes the most recent one.</summary>
        /// <param name="images">Digest of the images.</param>
        /// <param name="retry">The manifest's retry number, 0 to 65535.</param>
        /// <param name="cause">Why the release ended.</param>
        /// <param name="blame">Whose fault the end was.</param>
        /// <param name="steps">How many steps the pause grows by.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        public void Note(byte[] images, int retry, OtaResult cause, Blame blame, int steps, long now)
        {
            int row = _rows.Touch(images);
            if (retry > RetryOf(row))
            {
                LittleEndian.WriteInt16(_bytes, row + RetryAt, retry);
                _bytes[row + FaultsAt] = 0;
                _bytes[row + StepsAt] = 0;
            }

            LittleEndian.WriteInt32(_bytes, row + SinceAt, (int)now);
            LittleEndian.WriteInt32(_bytes, row + WaitedAt, 0);
            LittleEndian.WriteInt16(_bytes, row + CauseAt, (int)cause);
            Add(row + FaultsAt, blame == Blame.Release ? 1 : 0, byte.MaxValue);
            Add(row + StepsAt, steps, PauseRules.MaxSteps);
        }

        /// <summary>
        /// <see cref="OtaResult.Ok"/> for a release that may be tried now; <see cref="OtaResult.ReleaseFailedBefore"/> for a condemned one;
        /// <see cref="OtaResult.ReleasePaused"/> until its pause is over. A manifest that raises retry ends both. A new manifest alone ends neither.
        /// A publisher may sign anew every night, and that must not bring a bad release back every night.
        /// </summary>
        /// <param name="images">Digest of the images.</param>
        /// <param name="retry">The manifest's retry number.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        /// <param name="uptime">Seconds since this start, which count while the clock is unset.</param>
        /// <param name="firstPause">Seconds of the first pause.</param>
        public OtaResult Judge(byte[] images, int retry, long now, long uptime, int firstPause)
        {
            int row = _rows.Find(images);
            if (row < 0 || retry > RetryOf(row))
            {
                return OtaResult.Ok;
            }

            if (_bytes[row + FaultsAt] >= TrialRules.CondemningFaults)
            {
                return OtaResult.ReleaseFailedBefore;
            }

            long since = LittleEndian.ReadInt32(_bytes, row + SinceAt) & 0xFFFFFFFFL;
            long waited = LittleEndian.ReadInt32(_bytes, row + WaitedAt) & 0xFFFFFFFFL;
            return PauseRules.IsOver(firstPause, _bytes[row + StepsAt], since, waited + (now == 0 ? uptime : 0), now) ? OtaResult.Ok : OtaResult.ReleasePaused;
        }

        /// <summary>Whether images are condemned, whatever a manifest says of them by now.</summary>
        public bool IsCondemned(byte[] images)
        {
            int row = _rows.Find(images);
            return row >= 0 && _bytes[row + FaultsAt] >= TrialRules.CondemningFaults;
        }

        /// <summary>Faults of a release.</summary>
        public int FaultsOf(byte[] images)
        {
            int row = _rows.Find(images);
            return row < 0 ? 0 : _bytes[row + FaultsAt];
        }

        /// <summary>Whether a release ended badly here before. Such a release is tried only close to an answered check.</summary>
        public bool Contains(byte[] images)
        {
            return _rows.Find(images) >= 0;
        }

        /// <summary>Why a release ended last.</summary>
        /// <returns>The cause, or <see cref="OtaResult.Ok"/> for a release that is not in the list.</returns>
        public OtaResult CauseOf(byte[] images)
        {
            int row = _rows.Find(images);
            return row < 0 ? OtaResult.Ok : (OtaResult)LittleEndian.ReadUInt16(_bytes, row + CauseAt);
        }

        /// <summary>
        /// Notes that a paused release was offered. With the clock unset the start counts for an hour. A clock that was set or put back must not make
        /// a pause endless. So a pause with an unknown beginning, or one in the future, begins now.
        /// </summary>
        /// <param name="images">Digest of the images.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        /// <param name="isNewStart">Whether nothing was counted since the start.</param>
        /// <returns>Whether a row has changed.</returns>
        public bool Wait(byte[] images, long now, bool isNewStart)
        {
            int row = _rows.Find(images);
            if (row < 0)
            {
                return false;
            }

            if (now != 0)
            {
                long since = LittleEndian.ReadInt32(_bytes, row + SinceAt) & 0xFFFFFFFFL;
                if (since != 0 && since <= now)
                {
                    return false;
                }

                LittleEndian.WriteInt32(_bytes, row + SinceAt, (int)now);
                return true;
            }

            long waited = LittleEndian.ReadInt32(_bytes, row + WaitedAt);
            if (!isNewStart || waited > MaxWaited - PauseRules.StartWorth)
            {
                return false;
            }

            LittleEndian.WriteInt32(_bytes, row + WaitedAt, (int)(waited + PauseRules.StartWorth));
            return true;
        }

        private int RetryOf(int row)
        {
            return LittleEndian.ReadUInt16(_bytes, row + RetryAt);
        }

        private void Add(int at, int count, int limit)
        {
            int sum = _bytes[at] + count;
            _bytes[at] = (byte)(sum < limit ? sum : limit);
        }
    }
}
