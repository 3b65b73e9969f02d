namespace NanoOta
{
    internal sealed partial class Journal
    {
        /// <summary>
        /// Reads the record. Without a record the client would take any release. An error is not the same as no record, so after an error the client
        /// judges none.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/> if there is a record or never was one; else the error, also when the record counts as lost.</returns>
        public OtaResult Load()
        {
            _startTick = _run.Ports.Clock.TickMilliseconds;
            _answeredTick = _startTick;
            _servedTick = _startTick;
            int count;
            OtaResult result = Read(out count);
            RecordLoss loss = RecordLoss.Wait;
            if (_run.Ports.Starts != null)
            {
                loss = _run.Ports.Starts.NoteRead(result);
            }
            else if (result != OtaResult.Ok)
            {
                // Nobody counts reads over restarts. So a lost record is one that gives the same error three times at once.
                loss = Read(out count) == result && Read(out count) == result ? RecordLoss.Lost : RecordLoss.Wait;
            }

            IsUnreadable = result != OtaResult.Ok && loss == RecordLoss.Wait;
            Adopt(result, count);
            return result;
        }

        /// <summary>Reads a record again that could not be read. An error may pass, and no start has to wait for the next one.</summary>
        /// <returns><see cref="OtaResult.Ok"/> if the record is known now; else the error, and nothing has changed.</returns>
        public OtaResult Reload()
        {
            int count;
            OtaResult result = Read(out count);
            if (result == OtaResult.Ok)
            {
                IsUnreadable = false;
                if (_run.Ports.Starts != null)
                {
                    _run.Ports.Starts.NoteRead(result);
                }

                Adopt(result, count);
            }

            return result;
        }

        private void Adopt(OtaResult result, int count)
        {
            State = Record.State;
            _run.Attempts.Idle = Record.IdleAttempts;
            _run.Attempts.IdleDay = Record.IdleDay;
            if (!IsUnreadable && (result != OtaResult.Ok || count == 0) && _run.Ports.Boot.GetTrial(_run.Ports.Boot.RunningSlot) != SlotTrial.OnTrial)
            {
                BeginAnew();
            }

            FollowRunningImage();
        }

        /// <summary>
        /// Tells the boot side whether the other slot is a way back. A condemned release is none, nor one below what a kept manifest lets run.
        /// </summary>
        public void TellWayBack()
        {
            KnownRelease former = Record.Former;
            if (_run.Ports.Starts != null && former.Slot != 0 && former.Slot != _run.Ports.Boot.RunningSlot)
            {
                bool mayRun = former.Version >= Record.NotBelow && !Record.Failed.IsCondemned(former.GetImages());
                _run.Ports.Starts.Tell(GuardEvent.WayBack, mayRun ? 1 : 0);
            }
        }

        private OtaResult Read(out int count)
        {
            byte[] buffer = new byte[DeviceRecord.Length];
            count = _run.Ports.Store.Read(buffer);
            return count < 0 ? (OtaResult)(-count) : count > 0 ? Record.Decode(buffer, count) : OtaResult.Ok;
        }

        // A device without a record knows what its build says. The first write that something else needs writes this knowledge too.
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

        // The boot side may start another image than the record expects. The boot side went back, or the chosen slot has rotted.
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
                // The target runs, so Settle decides.
                return;
            }

            Manifest running = _run.Options.Running == RunningImage.ByManifest ? _run.Options.RunningManifest : null;
            if (slot != Record.Installed.Slot && Record.Installed.Slot != 0)
            {
                PutNetworkBack();
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
                Record.Failed.Note(Record.Installed.GetImages(), Record.Installed.Retry, OtaResult.WentBack, blame, PauseRules.GoingBackSteps, Now);
                Record.LastResult = OtaResult.WentBack;
            }
        }
    }
}
