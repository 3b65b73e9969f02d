using System;

namespace NanoOta
{
    /// <summary>
    /// The state, the record of it and the boot choice, kept in step: every method here that changes both sides says what is on flash between.
    /// </summary>
    internal sealed class Journal
    {
        private const int RollBacksAnActivation = 2;

        private readonly UpdateRun _run;
        private readonly OtaStateHandler _changed;
        private byte[] _buffer;

        /// <summary>A journal; <paramref name="changed"/> is called after every change of the state.</summary>
        public Journal(UpdateRun run, OtaStateHandler changed)
        {
            _run = run;
            _changed = changed;
        }

        public readonly DeviceRecord Record = new DeviceRecord();

        /// <summary>Where the client is. The record has the last state of this that had to be on flash.</summary>
        public OtaState State { get; private set; }

        /// <summary>
        /// Takes a transition of the table. <see cref="OtaResult.WrongState"/> if there is none; what the write of the record said, if there had to be
        /// one.
        /// </summary>
        public OtaResult Move(OtaEvent happened)
        {
            int next = StateTable.Next(State, happened);
            if (next == StateTable.None)
            {
                return OtaResult.WrongState;
            }

            OtaResult result = OtaResult.Ok;
            OtaState before = State;
            StateWrite write = StateTable.WriteOf(before, happened);
            State = (OtaState)next;
            if (write != StateWrite.None)
            {
                // The state stands before the write: should that throw, the way back is the one from the new state.
                Record.State = State;
                result = Save();
                if (result != OtaResult.Ok && write == StateWrite.Intent)
                {
                    State = before;
                    Record.State = before;
                    return result;
                }
            }

            _changed(State);
            return result;
        }

        /// <summary>Reads the record. On an error the client goes on with an empty one: the running release is not in question.</summary>
        public OtaResult Load()
        {
            _buffer = new byte[DeviceRecord.Length];
            OtaResult result = OtaResult.Ok;
            int count = _run.Ports.Store.Read(_buffer);
            if (count < 0)
            {
                result = (OtaResult)(-count);
            }
            else if (count > 0)
            {
                result = Record.Decode(_buffer, count);
            }

            State = Record.State;

            long baseline = _run.Options.BaselineSequence;
            if (Record.InstalledSequence < baseline)
            {
                Record.InstalledSequence = baseline;
            }

            if (Record.HighestSequence < baseline)
            {
                Record.HighestSequence = baseline;
            }

            long running = _run.Options.RunningSequence;
            if (running >= 0 && running != Record.InstalledSequence)
            {
                Record.InstalledSequence = running;
                Record.ForgetVerdict();
            }

            return result;
        }

        /// <summary>
        /// After a restart: compares what was intended with what runs, and finishes what a power cut may have left half done. Doing it twice
        /// gives the same.
        /// </summary>
        public OtaResult Settle()
        {
            IBootControl boot = _run.Ports.Boot;
            bool targetRuns = Record.TargetSlot != 0 && boot.RunningSlot == Record.TargetSlot;
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
                        // The record is of another update than the boot side: an older copy, the newer one having rotted.
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
                        return OtaResult.TrialContinues;
                    }

                    // A second start, and the boot side does not undo it: its entry was torn, and may read like any state, Confirmed too.
                    LoseTrial();
                    return FinishRollBack();

                case OtaState.Confirming:
                    // Cut within Confirm: every check had passed.
                    return targetRuns ? Confirm() : LoseTrial();

                case OtaState.RolledBack:
                    // Cut between the two steps of RollBack, or a torn entry of the boot side has brought the release back.
                    return targetRuns ? RollBackAgain() : Record.LastResult;

                default:
                    if (!targetRuns && running != SlotTrial.OnTrial)
                    {
                        return OtaResult.Ok;
                    }

                    if (!targetRuns)
                    {
                        // On trial by someone else's hand, or the record was lost: it has to prove itself all the same.
                        ForgetTarget();
                        Record.TargetSlot = boot.RunningSlot;
                    }

                    return Enter(OtaEvent.TrialBegins, OtaResult.TrialContinues);
            }
        }

        /// <summary>Makes the staged release the next to boot.</summary>
        /// <remarks>
        /// On flash: (1) record and boot choice say the old release; (2) the record says Activating, the boot choice is old: a cut here boots
        /// the old release, Settle counts an activation that did not come up; (3) the boot choice is new: a cut here boots the new
        /// release on trial, as the restart would have.
        /// </remarks>
        public OtaResult Activate(Release release)
        {
            byte[] digest = release.Signed.Digest;
            bool again = Digests.AreEqual(Record.TargetDigest, digest);
            if (!again)
            {
                Record.Activations = 0;
                Array.Copy(digest, 0, Record.TargetDigest, 0, 32);
            }

            Record.Activations++;
            Record.TargetSequence = release.Signed.Manifest.Sequence;
            Record.TargetSlot = _run.Ports.Boot.StagedSlot;
            Record.ForgetVerdict();
            OtaResult result = Move(OtaEvent.ActivationBegins);
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Activate();
            }

            if (result != OtaResult.Ok)
            {
                if (Record.Activations >= _run.Options.MaxActivations)
                {
                    Array.Copy(Record.TargetDigest, 0, Record.FailedDigest, 0, 32);
                }

                // If this cannot be written either, Settle finds an activation that did not come up.
                Enter(OtaEvent.ActivationFails, result);
            }

            return result;
        }

        /// <summary>Makes the running release stay.</summary>
        /// <remarks>
        /// On flash: (1) the record and the boot side say OnTrial; (2) the record says Confirming: from here on Settle does the rest, or
        /// counts a lost trial if the cut takes the boot side's entry with it; (3) the boot side says confirmed; (4) the record says
        /// Confirmed. Without (2) a torn entry that reads confirmed would pass for a confirmation; with (4) before (3) a release could
        /// be lost that the record had already counted as the highest.
        /// </remarks>
        public OtaResult Confirm()
        {
            OtaResult result = State == OtaState.Confirming ? OtaResult.Ok : Move(OtaEvent.ConfirmBegins);
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Confirm();
            }

            return result == OtaResult.Ok ? WriteConfirmed() : result;
        }

        /// <summary>Goes back to the old release. Comes back only with an error.</summary>
        /// <remarks>
        /// On flash: (1) both sides say OnTrial; (2) the record says RolledBack: a cut here, and the bootloader goes back by itself,
        /// or Settle does; (3) the boot side says failed, and the device restarts. The other order would lose the reason.
        /// </remarks>
        public OtaResult RollBack(OtaResult reason)
        {
            Fail(OtaEvent.Rejects, reason);
            return FinishRollBack();
        }

        public void RememberVerdict(OtaResult verdict, string etag, long expires)
        {
            if (etag == null || etag.Length > DeviceRecord.MaxETag)
            {
                return;
            }

            Record.ETag = etag;
            Record.Verdict = verdict;
            Record.VerdictExpires = expires;

            // Not written, it costs one fetch after the next restart.
            Save();
        }

        private OtaResult SettleLostActivation(IBootControl boot)
        {
            if (Record.TargetSlot != 0 && boot.GetTrial(Record.TargetSlot) == SlotTrial.Failed)
            {
                return LoseTrial();
            }

            if (Record.Activations >= _run.Options.MaxActivations)
            {
                return Fail(OtaEvent.TrialLost, OtaResult.ActivationsSpent);
            }

            // The power went before the boot choice was made, or took it with it: nothing is known against the release.
            return Enter(OtaEvent.ActivationFails, OtaResult.ActivateFailed);
        }

        // It ran and is gone without a word: a crash, or the power went, which look the same. So it is tried again, but not for ever.
        private OtaResult LoseTrial()
        {
            if (Record.Activations >= _run.Options.MaxActivations)
            {
                return Fail(OtaEvent.TrialLost, OtaResult.TrialFailed);
            }

            Record.ForgetVerdict();
            return Enter(OtaEvent.TrialLost, OtaResult.TrialFailed);
        }

        // A boot entry that reads other bits than were written would bring the release back at every restart: that has an end too.
        private OtaResult RollBackAgain()
        {
            if (Record.Activations >= RollBacksAnActivation * _run.Options.MaxActivations)
            {
                return OtaResult.RollBackImpossible;
            }

            Record.Activations++;
            if (Record.Activations >= _run.Options.MaxActivations)
            {
                Array.Copy(Record.TargetDigest, 0, Record.FailedDigest, 0, 32);
            }

            Save();
            return FinishRollBack();
        }

        private OtaResult FinishRollBack()
        {
            IBootControl boot = _run.Ports.Boot;
            OtaResult result = boot.RollBack();

            // Where the boot side knows of no trial, OnTrial would be for ever: the record stays RolledBack, so that another release is taken.
            if (result != OtaResult.Ok && boot.GetTrial(boot.RunningSlot) == SlotTrial.OnTrial)
            {
                Enter(OtaEvent.RollBackFails, result);
            }

            return result;
        }

        private OtaResult WriteConfirmed()
        {
            if (Record.TargetSequence != 0)
            {
                Record.InstalledSequence = Record.TargetSequence;
                if (Record.HighestSequence < Record.TargetSequence)
                {
                    Record.HighestSequence = Record.TargetSequence;
                }
            }

            ForgetTarget();
            Record.LastResult = OtaResult.Ok;
            Record.ForgetVerdict();
            return Move(OtaEvent.Confirms);
        }

        // The release is left alone from now on, until its manifest changes.
        private OtaResult Fail(OtaEvent happened, OtaResult reason)
        {
            Array.Copy(Record.TargetDigest, 0, Record.FailedDigest, 0, 32);
            Record.ForgetVerdict();
            return Enter(happened, reason);
        }

        private OtaResult Enter(OtaEvent happened, OtaResult reason)
        {
            Record.LastResult = reason;
            Move(happened);
            return reason;
        }

        private void ForgetTarget()
        {
            Record.TargetSequence = 0;
            Record.TargetSlot = 0;
            Record.Activations = 0;
            Array.Clear(Record.TargetDigest, 0, 32);
        }

        private OtaResult Save()
        {
            Record.Encode(_buffer);
            _run.Counters.StateWrites++;
            return _run.Ports.Store.Write(_buffer, DeviceRecord.Length);
        }
    }
}
