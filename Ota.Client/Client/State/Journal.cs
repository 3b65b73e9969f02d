using System;
using System.Text;

namespace NanoOta
{
    /// <summary>
    /// The state, the record of it and the boot choice, kept in step: every method here that changes both sides says what is on flash between.
    /// </summary>
    internal sealed class Journal
    {
        private const int MaxRollBacks = 6;

        private readonly UpdateRun _run;
        private readonly OtaStateHandler _changed;
        private byte[] _buffer;
        private byte[] _channel;
        private long _startTick;
        private long _answeredTick;
        private long _servedTick;
        private long _pendingRevision;
        private byte[] _pendingPayload;
        private bool _isStartCounted;
        private bool _isChanged;

        /// <summary>A journal; <paramref name="changed"/> is called after every change of the state.</summary>
        public Journal(UpdateRun run, OtaStateHandler changed)
        {
            _run = run;
            _changed = changed;
        }

        public readonly DeviceRecord Record = new DeviceRecord();

        /// <summary>Where the client is. The record has the last state of this that had to be on flash.</summary>
        public OtaState State { get; private set; }

        /// <summary>Whether there is a record that could not be read; it is never written over.</summary>
        public bool IsUnreadable { get; private set; }

        /// <summary>SHA-256 of the channel's name.</summary>
        public byte[] Channel
        {
            get
            {
                if (_channel == null)
                {
                    byte[] name = Encoding.UTF8.GetBytes(_run.Options.Channel);
                    _channel = Digests.Hash(name, 0, name.Length);
                }

                return _channel;
            }
        }

        /// <summary>The release that runs: the target while it does, even a rejected one that the boot side has brought back.</summary>
        public KnownRelease Running => _run.Ports.Boot.RunningSlot == Record.Target.Slot ? Record.Target : Record.Installed;

        /// <summary>The time; 0 while the clock is unset or implausible.</summary>
        public long Now => TimeRules.Trust(_run.Ports.Clock.UtcSeconds, Record.Installed.Issued);

        /// <summary>Seconds since this start.</summary>
        public long Uptime => SecondsSince(_startTick);

        /// <summary>Seconds of this start without an answered check.</summary>
        public long Unanswered => SecondsSince(_answeredTick);

        /// <summary>Seconds of this start without a usable manifest from the first address.</summary>
        public long Unserved => SecondsSince(_servedTick);

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

        /// <summary>
        /// Reads the record. With <see cref="OtaResult.Ok"/> there is one, or there never was one, or the former counts as lost. An error is no
        /// absence: the client then judges no release, since it would take any.
        /// </summary>
        public OtaResult Load()
        {
            _startTick = _run.Ports.Clock.TickMilliseconds;
            _answeredTick = _startTick;
            _servedTick = _startTick;
            _buffer = new byte[DeviceRecord.Length];
            int count;
            OtaResult result = Read(out count);
            RecordLoss loss = RecordLoss.Wait;
            if (_run.Ports.Starts != null)
            {
                loss = _run.Ports.Starts.NoteRead(result);
            }
            else if (result != OtaResult.Ok)
            {
                // Nobody counts over restarts, so the same error must come at once again.
                loss = Read(out count) == result && Read(out count) == result ? RecordLoss.Lost : RecordLoss.Wait;
            }

            IsUnreadable = result != OtaResult.Ok && loss == RecordLoss.Wait;
            State = Record.State;
            if (!IsUnreadable && (result != OtaResult.Ok || count == 0) && _run.Ports.Boot.GetTrial(_run.Ports.Boot.RunningSlot) != SlotTrial.OnTrial)
            {
                BeginAnew();
            }

            FollowRunningImage();
            return result;
        }

        /// <summary>
        /// After a restart: compares what was intended with what runs, and finishes what a power cut may have left half done. Doing it twice
        /// gives the same.
        /// </summary>
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
                        // With trial starts left, a bad end is no end of the trial: the boot side counts.
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
                        Record.ForgetTarget();
                        Record.Target.Slot = boot.RunningSlot;
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
            Manifest manifest = release.Signed.Manifest;
            Record.ForgetTarget();
            Record.Target.Set(manifest, manifest.Find(_run.Options.Component), _run.Ports.Boot.StagedSlot);
            Array.Copy(release.Signed.Digest, 0, Record.TargetPayload, 0, DeviceRecord.PayloadLength);
            OtaResult result = Move(OtaEvent.ActivationBegins);
            if (result == OtaResult.Ok)
            {
                result = _run.Ports.Boot.Activate();
            }

            if (result != OtaResult.Ok)
            {
                // If this cannot be written either, Settle finds an activation that did not come up.
                NoteFailure(result);
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

        /// <summary>
        /// Keeps a revision that signature, product and channel hold of. On trial it is pending: a bad release must not take the way from the good one.
        /// </summary>
        public void KeepSeen(long revision, byte[] payload)
        {
            if (IsTrial)
            {
                if (revision > _pendingRevision)
                {
                    _pendingRevision = revision;
                    _pendingPayload = payload;
                }
            }
            else
            {
                _isChanged |= Record.Seen.Keep(Channel, revision, payload);
            }
        }

        /// <summary>
        /// After a check: what it taught is written down at once. Not written, it costs one look at a stale manifest after the next restart.
        /// </summary>
        public void Keep()
        {
            if (_isChanged)
            {
                Save();
            }
        }

        /// <summary>The server has answered a check; one write a day remembers when.</summary>
        public void NoteAnswer(bool isFirstAddress)
        {
            _answeredTick = _run.Ports.Clock.TickMilliseconds;
            _servedTick = isFirstAddress ? _answeredTick : _servedTick;
            long now = Now;
            if (!IsTrial && ServingRules.IsWriteDue(Record.LastAnswered, now))
            {
                Record.LastAnswered = now;
                Record.FirstServed = isFirstAddress || Record.FirstServed == 0 ? now : Record.FirstServed;
                _isChanged = true;
            }
        }

        /// <summary>A device that lives and was never answered: this is the moment that three days without an answer are counted from.</summary>
        public void NoteUnanswered()
        {
            long now = Now;
            if (Record.LastAnswered == 0 && now != 0 && !IsTrial && Unanswered >= _run.Options.LifeAfter)
            {
                Record.LastAnswered = now;
                Record.FirstServed = now;
                Save();
            }
        }

        /// <summary>The server has answered in the trial what the next update would ask.</summary>
        public void NoteTrialAnswer()
        {
            if (IsTrial && !Record.IsAnswered)
            {
                Record.IsAnswered = true;

                // Not written, a fault of this release counts as undecided.
                Save();
            }
        }

        /// <summary>A paused release was offered; see <see cref="FailedReleases.Wait"/>.</summary>
        public void WaitFor(byte[] images)
        {
            long now = Now;
            _isChanged |= Record.Failed.Wait(images, now, !_isStartCounted);
            _isStartCounted |= now == 0;
        }

        /// <summary>Before a declared restart or sleep. <see cref="OtaResult.SlotOnTrial"/> when the trial has had its number of them.</summary>
        public OtaResult Declare(NextStart next)
        {
            if (IsTrial)
            {
                if (Record.Declared >= TrialRules.MaxDeclared)
                {
                    return OtaResult.SlotOnTrial;
                }

                Record.Declared++;
                OtaResult result = Save();
                if (result == OtaResult.Ok)
                {
                    result = _run.Ports.Boot.AllowAnotherStart();
                }

                if (result != OtaResult.Ok)
                {
                    return result;
                }
            }

            return _run.Ports.Starts == null ? OtaResult.Ok : _run.Ports.Starts.SayDeclared(next);
        }

        private OtaResult Read(out int count)
        {
            count = _run.Ports.Store.Read(_buffer);
            return count < 0 ? (OtaResult)(-count) : count > 0 ? Record.Decode(_buffer, count) : OtaResult.Ok;
        }

        private bool IsTrial => State == OtaState.OnTrial || State == OtaState.Confirming;

        private long SecondsSince(long tick)
        {
            return (_run.Ports.Clock.TickMilliseconds - tick) / 1000;
        }

        // For a device without a record: what its build knows. Nothing of it is written before something else has to be.
        private void BeginAnew()
        {
            if (_run.Options.BaselineRevision > 0)
            {
                Record.Seen.Keep(Channel, _run.Options.BaselineRevision, null);
            }

            Manifest running = _run.Options.RunningManifest;
            if (running != null && _run.Options.Running == RunningImage.ByManifest && running.Channel == _run.Options.Channel)
            {
                Record.Seen.Keep(Channel, running.Revision, null);
            }

            long version = ReleaseVersion.Parse(_run.Options.Version);
            Record.Installed.Version = version == ReleaseVersion.Invalid ? 0 : version;
            Record.Installed.Slot = _run.Ports.Boot.RunningSlot;
        }

        // The boot side may start another image than the record expects: it went back, or the chosen slot has rotted.
        private void FollowRunningImage()
        {
            IBootControl boot = _run.Ports.Boot;
            if (_run.Options.Running == RunningImage.None)
            {
                Record.Installed.Version = 0;
                return;
            }

            int slot = boot.RunningSlot;
            if (slot == Record.Target.Slot)
            {
                // The target's turn: Settle sees to it.
                return;
            }

            Manifest running = _run.Options.Running == RunningImage.ByManifest ? _run.Options.RunningManifest : null;
            if (slot != Record.Installed.Slot && Record.Installed.Slot != 0)
            {
                NoteGoneBack();
                KnownRelease left = new KnownRelease(new byte[KnownRelease.Length], 0);
                left.Take(Record.Installed);
                if (slot == Record.Former.Slot)
                {
                    Record.Installed.Take(Record.Former);
                }
                else
                {
                    Record.Installed.Clear();
                    Record.Installed.Slot = slot;
                }

                Record.Former.Take(left);
                if (!IsUnreadable)
                {
                    Save();
                }
            }

            if (running != null)
            {
                // What the boot side has proven counts for more than what the record says.
                ManifestImage image = running.Find(_run.Options.Component);
                if (image != null && !Record.Installed.Is(ReleaseVersion.Parse(running.Version), image.TableDigest))
                {
                    Record.Installed.Set(running, image, slot);
                }
            }
        }

        private void NoteGoneBack()
        {
            IStartGuard starts = _run.Ports.Starts;
            GoneBack gone = starts == null ? GoneBack.No : starts.GoneBack;
            if (gone != GoneBack.No && Record.Installed.HasImages)
            {
                Blame blame = gone == GoneBack.BadEnd ? Blame.Release : Blame.Undecided;
                byte[] payload = Record.Seen.PayloadOf(Channel);
                Record.Failed.Note(Record.Installed.GetImages(), payload, Record.Installed.Retry, OtaResult.WentBack, blame, PauseRules.GoingBackSteps, Now);
                Record.LastResult = OtaResult.WentBack;
            }
        }

        private OtaResult SettleLostActivation(IBootControl boot)
        {
            if (Record.Target.Slot != 0 && boot.GetTrial(Record.Target.Slot) == SlotTrial.Failed)
            {
                return LoseTrial();
            }

            // The power went before the boot choice was made, or took it with it: nothing is known against the release.
            return Fail(OtaEvent.ActivationFails, OtaResult.ActivateFailed);
        }

        // It ran and is gone without a word: only the chip may know why.
        private OtaResult LoseTrial()
        {
            IStartGuard starts = _run.Ports.Starts;
            return Fail(OtaEvent.TrialLost, TrialRules.CauseOf(starts == null ? StartReason.Unknown : starts.Reason));
        }

        // A boot entry that reads other bits than were written would bring the release back at every restart: that has an end too.
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
            if (_pendingPayload != null)
            {
                Record.Seen.Keep(Channel, _pendingRevision, _pendingPayload);
            }

            return Move(OtaEvent.Confirms);
        }

        private OtaResult Fail(OtaEvent happened, OtaResult reason)
        {
            NoteFailure(reason);
            return Enter(happened, reason);
        }

        // The release comes again after its pause, unless this was its last fault.
        private void NoteFailure(OtaResult cause)
        {
            if (Record.Target.HasImages)
            {
                Blame blame = TrialRules.Judge(cause, Record.IsAnswered);
                Record.Failed.Note(Record.Target.GetImages(), Record.TargetPayload, Record.Target.Retry, cause, blame, 1, Now);
            }
        }

        private OtaResult Enter(OtaEvent happened, OtaResult reason)
        {
            Record.LastResult = reason;
            Move(happened);
            return reason;
        }

        private OtaResult Save()
        {
            if (IsUnreadable)
            {
                return OtaResult.StateWriteFailed;
            }

            _isChanged = false;
            Record.Encode(_buffer);
            _run.Counters.StateWrites++;
            return _run.Ports.Store.Write(_buffer, DeviceRecord.Length);
        }
    }
}
