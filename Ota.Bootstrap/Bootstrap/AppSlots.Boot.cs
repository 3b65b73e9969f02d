namespace NanoOta
{
    /// <content>Power-on: which slot is started.</content>
    public sealed partial class AppSlots
    {
        /// <summary>Power-on: reads the record and chooses the slot to start. The choice of an unconfirmed slot costs a trial boot.</summary>
        /// <param name="rotten">
        /// 0, or the slot of the choice before, whose image does not verify. A rotten slot is not chosen again at this power-on. If the slot is on
        /// trial, the trial is over.
        /// </param>
        /// <returns>The slot, 1 or 2; 0 when there is none.</returns>
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

        /// <summary>Notes that the image in a slot verifies and cannot be started. Such an image is not chosen again.</summary>
        /// <returns><see cref="OtaResult.ActivateFailed"/>.</returns>
        internal OtaResult Condemn(int slot)
        {
            return Drop(slot, SlotTrial.Failed, OtaResult.ActivateFailed);
        }

        /// <summary>The revision that was installed into a slot.</summary>
        internal long RevisionOf(int slot)
        {
            return _record.RevisionOf(slot);
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
