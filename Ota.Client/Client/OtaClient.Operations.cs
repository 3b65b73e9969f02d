using System;

namespace NanoOta
{
    /// <content>What each operation does, between the state before and the state after.</content>
    public sealed partial class OtaClient
    {
        private OtaOutcome DoStart()
        {
            if (_started)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            OtaOutcome outcome = OptionsCheck.Check(_options, _ports);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            _loaded = _journal.Load();
            OtaResult settled = Settle();

            // Not before: a client that has not read its record would take any revision.
            _started = true;
            if (State != OtaState.Idle)
            {
                Tell(State);
            }

            return OtaOutcome.Of(settled != OtaResult.Ok ? settled : _loaded);
        }

        private OtaResult Settle()
        {
            OtaResult settled = _journal.Settle();
            _mayStage = _isAlive || _ports.Starts == null || (!IsOnTrial && _ports.Starts.Starts == 0);
            _journal.TellWayBack();
            return settled;
        }

        // A record that could not be read may be readable by now. Then everything that Start does with the record is done here.
        private void ReadAgain()
        {
            if (_journal.IsUnreadable && _journal.Reload() == OtaResult.Ok)
            {
                _loaded = OtaResult.Ok;
                Settle();
            }
        }

        private OtaOutcome DoCheck()
        {
            ReadAgain();
            if (_journal.Move(OtaEvent.CheckBegins) != OtaResult.Ok)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            // Without its record the device would take an old release. So a check without a record finds nothing.
            Release release = null;
            OtaOutcome outcome = _journal.IsUnreadable ? OtaOutcome.Of(_loaded) : new ReleaseFinder(_run, _journal, _memory, _journal.Now).Find(out release);
            _hasChecked = true;
            if (_ports.Network != null && AskRules.IsAnswer(outcome.Code))
            {
                _ports.Network.Keep();
            }

            _release = release;
            _journal.Move(release != null ? OtaEvent.OfferFound : OtaEvent.CheckEnds);
            return outcome;
        }

        private OtaOutcome DoStage()
        {
            if (!_mayStage)
            {
                // The other slot is the way back of a release that did not live, or has only just been confirmed.
                return OtaOutcome.Of(OtaResult.LifePending);
            }

            if (_journal.Move(OtaEvent.StageBegins) != OtaResult.Ok)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            OtaOutcome outcome = OtaOutcome.Of(OtaResult.UpdatePaused);
            int size = _release.Image.Image.Size;
            if (_run.Attempts.Begin(_ports.Clock.TickMilliseconds, _journal.Now, _run.Counters.BytesFetched, size, _run.Counters.ChunksWritten, _isAsking))
            {
                _run.Attempt = _run.Attempts;
                outcome = FillAndKeep();
                _run.Attempt = null;
                if (outcome.Code != OtaResult.Ok && outcome.Code != OtaResult.Cancelled)
                {
                    _run.Attempts.End(_ports.Clock.TickMilliseconds, _journal.Now, _run.Counters.ChunksWritten);
                    _isStuck |= _ports.Starts != null && !_isAsking && _run.Attempts.IsStuck(outcome.Code);
                    _journal.NoteAttempt(_release, outcome.Code);
                }
            }

            _journal.Move(outcome.Code == OtaResult.Ok ? OtaEvent.StageEnds : OtaEvent.StageFails);
            return outcome;
        }

        private OtaOutcome FillAndKeep()
        {
            try
            {
                OtaOutcome outcome = FillSlot(_release.Image);
                if (outcome.Code == OtaResult.Ok && _ports.Keeper != null)
                {
                    outcome = _ports.Keeper.Keep(_release.Envelope, _release.Image.Image.Size, _release.Signed.Manifest.Revision);
                }

                return outcome;
            }
            catch (OutOfMemoryException)
            {
                // An attempt like any other: such attempts pause the update, and tell that this application leaves no memory for updates.
                return OtaOutcome.Of(OtaResult.OutOfMemory);
            }
        }

        // Into the slot, or with none into the session.
        private OtaOutcome FillSlot(RemoteImage image)
        {
            ChunkTable table = image.NewTable();
            Stager stager = _ports.Slot != null ? new SlotStager(_run, _ports.Slot, image, table) : new SessionStager(_run, _ports.Session, image, table);
            return stager.Stage(Progress);
        }

        private OtaOutcome DoActivate()
        {
            if (State != OtaState.Staged)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            // A switch is never left half made. So this is the last moment for a cancellation.
            if (_run.IsCancelled)
            {
                return OtaOutcome.Of(OtaResult.Cancelled);
            }

            OtaOutcome asked = AskBeforeRetrial();
            if (asked.Code != OtaResult.Ok)
            {
                return asked;
            }

            OtaResult result = OtaResult.ActivateFailed;
            try
            {
                result = _journal.Activate(_release);
            }
            finally
            {
                // Nothing to do for a code. Whether the switch was made before something was thrown, the next start finds out.
                if (result != OtaResult.Ok)
                {
                    _release = null;
                    _journal.Move(OtaEvent.ActivationBreaks);
                }
            }

            if (result == OtaResult.Ok)
            {
                _ports.Restart.Restart();
            }

            return OtaOutcome.Of(result);
        }

        // An outage must not fail a release once more. So a release that failed here is tried again only while the server answers.
        private OtaOutcome AskBeforeRetrial()
        {
            byte[] images = _release.Image.Image.TableDigest;
            return !_journal.Record.Failed.Contains(images) || _journal.Unanswered < PauseRules.AnswerAge
                ? OtaOutcome.Ok
                : DoAsk();
        }

        private OtaOutcome DoAsk()
        {
            // The updater has the stored configuration alone. So a trial must not pass on a connection from before the change.
            if (IsOnTrial && _ports.Network != null && _ports.Network.IsChanged)
            {
                return OtaOutcome.Of(OtaResult.NetworkChanged);
            }

            return new ReleaseFinder(_run, _journal, _memory, 0).Probe();
        }

        private OtaOutcome DoUpdate()
        {
            OtaOutcome outcome = DoCheck();
            if (State != OtaState.Offered)
            {
                return outcome;
            }

            outcome = DoStage();
            return outcome.Code == OtaResult.Ok ? DoActivate() : outcome;
        }

        private OtaOutcome DoConfirm()
        {
            ReadAgain();
            OtaResult result = IsOnTrial ? _journal.Confirm() : OtaResult.WrongState;
            if (result == OtaResult.Ok && _ports.Network != null)
            {
                _ports.Network.Keep();
            }

            return OtaOutcome.Of(result);
        }

        private OtaOutcome DoReject(OtaResult reason, string subject)
        {
            if (!IsOnTrial)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            OtaResult result = OtaResult.RollBackImpossible;
            _journal.Subject = subject;
            try
            {
                result = _journal.RollBack(reason);
            }
            finally
            {
                if (result != OtaResult.Ok)
                {
                    _journal.Move(OtaEvent.RollBackBreaks);
                }
            }

            if (result == OtaResult.Ok)
            {
                // Where a restart returns (on a host), the outcome is told. Memory may run out, and words must not prevent the rollback, so the
                // rollback comes first.
                LastOutcome = OtaOutcome.About(reason, subject);
            }

            return OtaOutcome.Of(result);
        }

        private OtaOutcome DoOpen(out ImageReader reader)
        {
            reader = null;
            if (_release == null)
            {
                return OtaOutcome.Of(OtaResult.WrongState);
            }

            ImageReader opened = new ImageReader(_run, _release.Image);
            OtaOutcome outcome = opened.Open();
            if (outcome.Code == OtaResult.Ok)
            {
                reader = opened;
            }
            else
            {
                opened.Close();
            }

            return outcome;
        }
    }
}
