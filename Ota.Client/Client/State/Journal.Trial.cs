namespace NanoOta
{
    internal sealed partial class Journal
    {
        /// <summary>Makes the staged release the one that the next start boots.</summary>
        /// <remarks>
        /// On flash:
        /// (1) Record and boot choice say the old release.
        /// (2) The record says Activating, and the boot choice is old. After a cut the old release boots, and Settle notes a failed activation.
        /// (3) The boot choice is new. After a cut the new release boots on trial, as the restart would have done.
        /// </remarks>
        /// <returns><see cref="OtaResult.Ok"/>, or the code of the record's write or of <see cref="IBootControl.Activate"/>.</returns>
        public OtaResult Activate(Release release)
        {
            Manifest manifest = release.Signed.Manifest;
            Record.ForgetTarget();
            _run.Attempts.Clear();
            Record.Target.Set(manifest, manifest.Find(_run.Options.Component), _run.Ports.Boot.StagedSlot);
            OtaResult result = Move(OtaEvent.ActivationBegins);
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Activate();
            }

            if (result != OtaResult.Ok)
            {
                // The write of this failure can fail too. Then Settle finds an activation that did not come up.
                NoteFailure(result);
                Enter(OtaEvent.ActivationFails, result);
            }

            return result;
        }

        /// <summary>Makes the running release stay.</summary>
        /// <remarks>
        /// On flash:
        /// (1) The record and the boot side say OnTrial.
        /// (2) The record says Confirming. After a cut Settle does the rest. If the cut took the boot side's entry too, Settle notes a lost trial.
        /// (3) The boot side says confirmed. After a cut Settle confirms again, which changes nothing.
        /// (4) The record says Confirmed.
        /// Without (2) a torn entry that reads confirmed would pass for a confirmation. With (4) before (3) the trial could still be lost, after the
        /// record had counted the release as installed.
        ///
        /// With a guard (<see cref="OtaPorts.Starts"/>) the record skips (2), and one write is saved. On OTA slots the guard notes the intent in its own
        /// sector before the entry changes. A torn entry bears the mark of a trial, and the guard repairs the entry before managed code runs. On stock
        /// firmware the boot record has a CRC and two copies, so no entry is torn. Settle then finds OnTrial in the record:
        /// - The boot side says OnTrial: a cut before (3). The trial goes on or is lost, as after any cut in a trial.
        /// - The boot side says confirmed: a cut between (3) and (4). Settle does the rest.
        /// - The release does not run: a cut tore (3). Where the guard had noted the intent, the guard has finished (3). Else the trial is lost.
        /// </remarks>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.WrongState"/> without a trial, or the code of a write.</returns>
        public OtaResult Confirm()
        {
            OtaResult result = State == OtaState.Confirming ? OtaResult.Ok : Move(OtaEvent.ConfirmBegins);
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Confirm();
            }

            return result == OtaResult.Ok ? WriteConfirmed() : result;
        }

        private OtaResult WriteConfirmed()
        {
            if (Record.Installed.Slot != Record.Target.Slot)
            {
                Record.Former.Take(Record.Installed);
            }

            if (Record.Target.HasImages)
            {
                Record.Installed.Take(Record.Target);
            }
            else
            {
                BeginAnew();
            }

            Record.ForgetTarget();
            Record.LastResult = OtaResult.Ok;
            TellWayBack();
            return Move(OtaEvent.Confirms);
        }

        /// <summary>Rolls back to the release before. The device restarts, so the method returns only after an error.</summary>
        /// <remarks>
        /// On flash:
        /// (1) The record and the boot side say OnTrial.
        /// (2) The record says RolledBack. After a cut the boot side rolls back by itself, or Settle does.
        /// (3) The boot side says failed, and the device restarts.
        /// The other order would lose the reason. The kept network configuration is put back before (2). A cut behind that leaves a trial, whose end
        /// puts the configuration back again.
        /// </remarks>
        /// <returns>The code of <see cref="IBootControl.RollBack"/>.</returns>
        public OtaResult RollBack(OtaResult reason)
        {
            PutNetworkBack();
            Fail(OtaEvent.Rejects, reason);
            return FinishRollBack();
        }

        // Whatever the release that goes has made of the stored configuration.
        private void PutNetworkBack()
        {
            if (_run.Ports.Network != null)
            {
                _run.Ports.Network.PutBack();
            }
        }

        private OtaResult FinishRollBack()
        {
            IBootControl boot = _run.Ports.Boot;
            OtaResult result = boot.RollBack();

            // Where the boot side knows of no trial, OnTrial would never end. So the record stays RolledBack, and another release can come.
            if (result != OtaResult.Ok && boot.GetTrial(boot.RunningSlot) == SlotTrial.OnTrial)
            {
                Enter(OtaEvent.RollBackFails, result);
            }

            return result;
        }
    }
}
