namespace NanoOta
{
    /// <content>Power-on: which slot is started.</content>
    public sealed partial class AppSlots
    {
        /// <summary>
        /// Power-on, and again after <see cref="Skip"/>: reads the record and gives the slot to start, 1 or 2, having spent a trial boot if it is
        /// not confirmed; 0 when there is none.
        /// </summary>
        internal int Choose()
        {
            _record = BootRecord.Read(_store);
            _running = Resident;
            int firmware = RunningFirmware;
            int candidate = _record.Candidate;
            if (candidate != 0 && SpendTrial(candidate, firmware) == OtaResult.Ok)
            {
                _running = candidate;
            }
            else
            {
                for (int slot = 1; slot <= 2; slot++)
                {
                    if (IsBootable(slot) && _record.FirmwareOf(slot) == firmware && (_running == Resident || slot == _record.Active))
                    {
                        _running = slot;
                    }
                }
            }

            if (_running == Resident && firmware != 0 && (IsBootable(1) || IsBootable(2)))
            {
                // There is an image, for the other firmware: they belong together. Comes back only where it cannot be had.
                _firmware.RollBack();
            }

            return _running == Resident ? 0 : _running;
        }

        /// <summary>The image in a slot does not verify: it is not chosen again at this power-on, nor at another if it was on trial.</summary>
        internal void Skip(int slot)
        {
            _skipped |= slot;
            if (GetTrial(slot) == SlotTrial.OnTrial)
            {
                Condemn(slot);
            }
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
        private OtaResult SpendTrial(int slot, int firmware)
        {
            SlotTrial state = _record.StateOf(slot);
            int bound = _record.FirmwareOf(slot);
            if (bound != firmware)
            {
                // Undone by the firmware's own bootloader, or never started: then nothing is known against it.
                bool tried = state == SlotTrial.OnTrial || _firmware == null || _firmware.GetTrial(bound) == SlotTrial.Failed;
                Drop(slot, tried ? SlotTrial.Failed : SlotTrial.None, OtaResult.StateWriteFailed);
                return OtaResult.FirmwareMismatch;
            }

            if (_record.IsPaired(slot) && state == SlotTrial.OnTrial && _firmware.GetTrial(firmware) == SlotTrial.Confirmed)
            {
                return WriteConfirmed(slot);
            }

            if (_record.TrialBoots == 0)
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
