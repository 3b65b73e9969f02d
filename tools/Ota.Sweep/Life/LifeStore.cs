namespace NanoOta.Sweep.Life
{
    /// <summary>The store of the state record: unreadable at times, and forgetful where a defence is left out.</summary>
    internal sealed class LifeStore(LifeWorld world, IStateStore inner) : IStateStore
    {
        // Of a row of the failed releases (docs/FORMAT.md).
        private const int FaultsAt = 20;

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            if (!world.IsRecordUnreadable)
            {
                return inner.Read(buffer);
            }

            return world.Lacks(Defence.ReadErrorRule) ? 0 : -(int)OtaResult.StateReadFailed;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] record, int count)
        {
            if (world.IsRecordUnreadable && !world.Lacks(Defence.ReadErrorRule))
            {
                return OtaResult.StateWriteFailed;
            }

            if (!world.Lacks(Defence.FaultCounting) && !world.Lacks(Defence.AnswerBeforeBlame))
            {
                return inner.Write(record, count);
            }

            DeviceRecord changed = new();
            if (changed.Decode(record, count) == OtaResult.Ok)
            {
                changed.IsAnswered |= world.Lacks(Defence.AnswerBeforeBlame) && changed.State is OtaState.OnTrial;
                record = new byte[count];
                changed.Encode(record);
                for (int row = FailedReleases.Length; world.Lacks(Defence.FaultCounting) && row > 0; row -= FailedReleases.Length / FailedReleases.Releases)
                {
                    record[DeviceRecord.Length - row + FaultsAt] = 0;
                }
            }

            return inner.Write(record, count);
        }
    }
}
