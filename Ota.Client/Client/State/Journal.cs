using System;

namespace NanoOta
{
    /// <summary>
    /// The state record and the boot choice, kept in step: every method here that changes both says what is on flash between.
    /// </summary>
    internal sealed class Journal
    {
        private const int RollBacksAnActivation = 2;

        private readonly UpdateRun _run;
        private byte[] _buffer;

        public Journal(UpdateRun run)
        {
            _run = run;
        }

        public DeviceRecord Record = new DeviceRecord();

        public OtaResult RejectReason;

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
            switch (Record.State)
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

                    if (Record.LastResult == OtaResult.Ok)
                    {
                        // Cut within Confirm: every check had passed.
                        return Confirm();
                    }

                    if (running == SlotTrial.OnTrial)
                    {
                        return OtaResult.TrialContinues;
                    }

                    // A second start, and the boot side does not undo it: its entry was torn, and may read like any state, Confirmed too.
                    LoseTrial();
                    return FinishRollBack();

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
            bool again = Digests.AreEqual(Record.TargetDigest, release.Digest);
            if (!again)
            {
                Record.Activations = 0;
                Array.Copy(release.Digest, 0, Record.TargetDigest, 0, 32);
            }

            Record.Activations++;
            Record.TargetSequence = release.Manifest.Sequence;
            Record.TargetSlot = _run.Ports.Boot.StagedSlot;
            Record.State = OtaState.Activating;
            Record.ForgetVerdict();
            OtaResult result = Save();
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Activate();
            }

            if (result != OtaResult.Ok)
            {
                // If this cannot be written either, Settle finds an activation that did not come up.
                Record.State = OtaState.Idle;
                Record.LastResult = result;
                if (Record.Activations >= _run.Options.MaxActivations)
                {
                    Array.Copy(Record.TargetDigest, 0, Record.FailedDigest, 0, 32);
                }

                Save();
            }

            return result;
        }

        /// <summary>Makes the running release stay.</summary>
        /// <remarks>
        /// On flash: (1) the record says OnTrial and TrialContinues, the boot side OnTrial; (2) the record says OnTrial and Ok: from here
        /// on Settle does the rest, or counts a lost trial if the cut takes the boot side's entry with it; (3) the boot side says
        /// confirmed; (4) the record says Confirmed. Without (2) a torn entry that reads confirmed would pass for a confirmation; with
        /// (4) before (3) a release could be lost that the record had already counted as the highest.
        /// </remarks>
        public OtaResult Confirm()
        {
            if (Record.LastResult != OtaResult.Ok)
            {
                OtaResult before = Record.LastResult;
                Record.LastResult = OtaResult.Ok;
                OtaResult saved = Save();
                if (saved != OtaResult.Ok)
                {
                    Record.LastResult = before;
                    return saved;
                }
            }

            OtaResult result = _run.Ports.Boot.Confirm();
            return result == OtaResult.Ok ? WriteConfirmed() : result;
        }

        /// <summary>Goes back to the old release. Comes back only with an error.</summary>
        /// <remarks>
        /// On flash: (1) both sides say OnTrial; (2) the record says RolledBack: a cut here, and the bootloader goes back by itself,
        /// or Settle does; (3) the boot side says failed, and the device restarts. The other order would lose the reason.
        /// </remarks>
        public OtaResult RollBack()
        {
            Fail(OtaEvent.Rejects, RejectReason);
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

        public bool HasFailed(byte[] digest)
        {
            return Digests.AreEqual(Record.FailedDigest, digest);
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
            Record.State = OtaState.Confirmed;
            Record.LastResult = OtaResult.Ok;
            Record.ForgetVerdict();
            return Save();
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
            Record.State = (OtaState)StateTable.Next(Record.State, happened);
            Record.LastResult = reason;
            Save();
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
