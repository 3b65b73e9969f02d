namespace NanoOta
{
    internal sealed partial class Journal
    {
        private const int MaxRollBacks = 6;

        /// <summary>
        /// After a restart: compares the record with what runs, and finishes what a power cut may have left half done. A second call gives the same.
        /// </summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/> if nothing was open, or the confirmation is finished.
        /// - <see cref="OtaResult.TrialContinues"/>.
        /// - The code with which the release failed.
        /// - <see cref="OtaResult.RollBackImpossible"/>, or the code of a write.
        /// </returns>
        public OtaResult Settle()
        {
            IBootControl boot = _run.Ports.Boot;
            bool targetRuns = Record.Target.Slot != 0 && boot.RunningSlot == Record.Target.Slot;
            SlotTrial running = boot.GetTrial(boot.RunningSlot);
            switch (State)
            {
                case OtaState.Activating:
                    if (targetRuns)
                    {
                        return Enter(OtaEvent.TrialBegins, OtaResult.TrialContinues);
                    }

                    if (running == SlotTrial.OnTrial)
                    {
                        // The newer copy of the record has rotted. The older one is of another update than the boot side.
                        goto default;
                    }

                    return SettleLostActivation(boot);

                case OtaState.OnTrial:
                    if (!targetRuns)
                    {
                        return LoseTrial();
                    }

                    if (running == SlotTrial.OnTrial)
                    {
                        // The boot side counts the starts of a trial. While starts are left, a bad end does not end the trial.
                        return OtaResult.TrialContinues;
                    }

                    if (running == SlotTrial.Confirmed && _run.Ports.Starts != null)
                    {
                        // A guard has repaired torn entries by now. So the power went within Confirm, and every check had passed.
                        return Confirm();
                    }

                    // A torn entry of the boot side may read like any state, Confirmed too. So this second start was not undone.
                    LoseTrial();
                    return FinishRollBack();

                case OtaState.Confirming:
                    // The power went within Confirm, so every check had passed.
                    return targetRuns ? Confirm() : LoseTrial();

                case OtaState.RolledBack:
                    // The power went between the two steps of RollBack, or a torn boot entry has brought the release back.
                    return targetRuns ? RollBackAgain() : Record.LastResult;

                default:
                    if (!targetRuns && running != SlotTrial.OnTrial)
                    {
                        return OtaResult.Ok;
                    }

                    if (!targetRuns)
                    {
                        // Somebody else has started the trial, or the record was lost. The release has to prove itself all the same.
                        Record.ForgetTarget();
                        Record.Target.Slot = boot.RunningSlot;
                    }

                    return Enter(OtaEvent.TrialBegins, OtaResult.TrialContinues);
            }
        }

        private OtaResult SettleLostActivation(IBootControl boot)
        {
            if (Record.Target.Slot != 0 && boot.GetTrial(Record.Target.Slot) == SlotTrial.Failed)
            {
                return LoseTrial();
            }

            // The power went before or within the write of the boot choice. So nothing is known against the release.
            return Fail(OtaEvent.ActivationFails, OtaResult.ActivateFailed);
        }

        // The release ran and is gone without a word, so only the chip may know why.
        private OtaResult LoseTrial()
        {
            IStartGuard starts = _run.Ports.Starts;
            PutNetworkBack();
            return Fail(OtaEvent.TrialLost, TrialRules.CauseOf(starts == null ? StartReason.Unknown : starts.Reason));
        }

        // A boot entry with bits that do not hold would bring the release back at every restart. So there is a limit.
        private OtaResult RollBackAgain()
        {
            if (Record.RollBacks >= MaxRollBacks)
            {
                return OtaResult.RollBackImpossible;
            }

            Record.RollBacks++;
            Save();
            return FinishRollBack();
        }
    }
}
