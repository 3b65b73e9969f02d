namespace NanoOta
{
    /// <content>What each operation does, between the state that it needs and the one that it leaves.</content>
    public sealed partial class OtaClient
    {
        private OtaResult DoStart()
        {
            if (_started)
            {
                return OtaResult.WrongState;
            }

            OtaResult result = OptionsCheck.Check(_options, _ports);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            result = _journal.Load();
            OtaResult settled = _journal.Settle();

            // Not before: a client that has not read its record would take any sequence.
            _started = true;
            if (State != _journal.Record.State)
            {
                Enter(_journal.Record.State);
            }

            return settled != OtaResult.Ok ? settled : result;
        }

        private OtaResult DoCheck()
        {
            if (!Move(OtaEvent.CheckBegins))
            {
                return OtaResult.WrongState;
            }

            ReleaseFinder finder = new ReleaseFinder(_run, _journal);
            OtaResult result = finder.Find();
            RefusedAssembly = finder.RefusedAssembly;
            bool offered = result == OtaResult.Ok || result == OtaResult.ClockUnset;
            _release = offered ? finder.Release : null;
            Move(offered ? OtaEvent.OfferFound : OtaEvent.CheckEnds);
            return result;
        }

        private OtaResult DoStage()
        {
            if (!Move(OtaEvent.StageBegins))
            {
                return OtaResult.WrongState;
            }

            ChunkTable table;
            Release firmware = _release.Firmware;
            OtaResult result = firmware == null ? OtaResult.Ok : _ports.Keeper.Prepare();
            if (result == OtaResult.Ok && firmware != null)
            {
                result = firmware.Stage(_run, _ports.FirmwareSlot, Progress, out table);
            }

            if (result == OtaResult.Ok)
            {
                result = _release.Stage(_run, _ports.Slot, Progress, out table);
                if (result == OtaResult.Ok && _ports.Keeper != null)
                {
                    ReleaseScope scope = firmware == null ? ReleaseScope.App : ReleaseScope.AppAndFirmware;
                    result = _ports.Keeper.Keep(_release.Envelope, table.Bytes, _release.Manifest.Sequence, scope);
                    RefusedAssembly = _ports.Keeper.RefusedAssembly;
                }
            }

            Move(result == OtaResult.Ok ? OtaEvent.StageEnds : OtaEvent.StageFails);
            return result;
        }

        private OtaResult DoActivate()
        {
            if (State != OtaState.Staged)
            {
                return OtaResult.WrongState;
            }

            // The last moment for it: from here on the switch is not left half made.
            if (_run.IsCancelled)
            {
                return OtaResult.Cancelled;
            }

            OtaResult result = OtaResult.ActivateFailed;
            try
            {
                Move(OtaEvent.ActivationBegins);
                result = _journal.Activate(_release);
            }
            finally
            {
                // Whether the switch was made before something was thrown, the next start finds out.
                if (result != OtaResult.Ok)
                {
                    _release = null;
                    Move(OtaEvent.ActivationFails);
                }
            }

            if (result == OtaResult.Ok)
            {
                _ports.Restart.Restart();
            }

            return result;
        }

        private OtaResult DoUpdate()
        {
            OtaResult result = DoCheck();
            if (result != OtaResult.Ok && result != OtaResult.ClockUnset)
            {
                return result;
            }

            result = DoStage();
            return result == OtaResult.Ok ? DoActivate() : result;
        }

        private OtaResult DoConfirm()
        {
            if (State != OtaState.OnTrial)
            {
                return OtaResult.WrongState;
            }

            OtaResult result = _journal.Confirm();
            if (result == OtaResult.Ok)
            {
                Move(OtaEvent.Confirms);
            }

            return result;
        }

        private OtaResult DoReject()
        {
            if (!Move(OtaEvent.Rejects))
            {
                return OtaResult.WrongState;
            }

            OtaResult result = OtaResult.RollBackImpossible;
            try
            {
                result = _journal.RollBack();
            }
            finally
            {
                if (result != OtaResult.Ok)
                {
                    Move(OtaEvent.RollBackFails);
                }
            }

            return result;
        }
    }
}
