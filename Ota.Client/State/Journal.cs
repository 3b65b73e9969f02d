using System;

namespace NanoOta
{
    /// <summary>
    /// The state record and the boot choice, kept in step: every method here that changes both says what is on flash between.
    /// </summary>
    internal sealed class Journal
    {
        private readonly UpdateRun _run;
        private byte[] _buffer;

        public Journal(UpdateRun run)
        {
            _run = run;
        }

        public DeviceRecord Record { get; private set; } = new DeviceRecord();

        public OtaResult RejectReason { get; set; }

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
                    return targetRuns ? Enter(OtaEvent.TrialBegins, OtaResult.TrialContinues) : SettleLostActivation(boot);

                case OtaState.OnTrial:
                    if (!targetRuns)
                    {
                        return Fail(OtaEvent.TrialLost, OtaResult.TrialFailed);
                    }

                    if (running == SlotTrial.None)
                    {
                        // A second start, and the boot side does not count them (its entry was torn): it gets no third.
                        RejectReason = OtaResult.TrialFailed;
                        return RollBack();
                    }

                    // Cut between the two steps of Confirm: the boot side has it already.
                    return running == SlotTrial.Confirmed ? WriteConfirmed() : OtaResult.TrialContinues;

                case OtaState.RolledBack:
                    // Cut between the two steps of RollBack, on a slot that grants more than one trial boot: do the second.
                    return targetRuns && running == SlotTrial.OnTrial ? FinishRollBack() : Record.LastResult;

                default:
                    if (running != SlotTrial.OnTrial)
                    {
                        return OtaResult.Ok;
                    }

                    // On trial by someone else's hand, or the record was lost: it has to prove itself all the same.
                    ForgetTarget();
                    Record.TargetSlot = boot.RunningSlot;
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
        /// On flash: (1) the record says OnTrial, the boot side too; (2) the boot side says confirmed: a cut here, and Settle finds
        /// OnTrial with a confirmed slot and does the rest; (3) the record says Confirmed. The other order could lose a release that
        /// the record had already counted as the highest.
        /// </remarks>
        public OtaResult Confirm()
        {
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
                return Fail(OtaEvent.TrialLost, OtaResult.TrialFailed);
            }

            if (Record.Activations >= _run.Options.MaxActivations)
            {
                return Fail(OtaEvent.TrialLost, OtaResult.ActivationsSpent);
            }

            // The power went before the boot choice was made, or took it with it: nothing is known against the release.
            return Enter(OtaEvent.ActivationFails, OtaResult.ActivateFailed);
        }

        private OtaResult FinishRollBack()
        {
            OtaResult result = _run.Ports.Boot.RollBack();
            if (result != OtaResult.Ok)
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
