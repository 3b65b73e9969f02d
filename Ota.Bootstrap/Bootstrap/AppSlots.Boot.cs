namespace NanoOta
{
    /// <content>Power-on: which slot is started.</content>
    public sealed partial class AppSlots
    {
        /// <summary>
        /// Power-on: reads the record and gives the slot to start, 1 or 2, having spent a trial boot if it is not confirmed; 0 when there is none.
        /// </summary>
        /// <param name="rotten">0; or the slot that it gave before, whose image does not verify. That one is not chosen at this power-on any more, nor
        /// at another if it is on trial.</param>
        internal int Choose(int rotten)
        {
            _skipped |= rotten;
            _record = BootRecord.Read(_store);
            _running = Resident;
            int candidate = _record.Candidate;
            if (candidate != 0 && SpendTrial(candidate) == OtaResult.Ok)
            {
                _running = candidate;
            }
            else
            {
                for (int slot = 1; slot <= 2; slot++)
                {
                    if (IsBootable(slot) && (_running == Resident || slot == _record.Active))
                    {
                        _running = slot;
                    }
                }
            }

            return _running == Resident ? 0 : _running;
        }

        /// <summary>The image in a slot verifies and cannot be started: it is not chosen again. <see cref="OtaResult.ActivateFailed"/>.</summary>
        internal OtaResult Condemn(int slot)
        {
            return Drop(slot, SlotTrial.Failed, OtaResult.ActivateFailed);
        }

        private bool IsBootable(int slot)
        {
            return (_skipped & slot) == 0 && _record.StateOf(slot) == SlotTrial.Confirmed;
        }

        // Ok when the candidate is to be started now, its boot being paid for.
        private OtaResult SpendTrial(int slot)
        {
            if ((_skipped & slot) != 0 || _record.TrialBoots == 0)
            {
                Condemn(slot);
                return OtaResult.TrialFailed;
            }

            _record.TrialBoots--;
            _record.SetState(slot, SlotTrial.OnTrial);
            return Save(OtaResult.StateWriteFailed);
        }
    }
}
