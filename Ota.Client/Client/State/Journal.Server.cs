namespace NanoOta
{
    internal sealed partial class Journal
    {
        private long _startTick;
        private long _answeredTick;
        private long _servedTick;
        private bool _isStartCounted;
        private bool _isChanged;

        /// <summary>The time in seconds since 1970, or 0 while the clock is unset or implausible.</summary>
        public long Now => TimeRules.Trust(_run.Ports.Clock.UtcSeconds, Record.Installed.Issued);

        /// <summary>Seconds since this start.</summary>
        public long Uptime => SecondsSince(_startTick);

        /// <summary>Seconds of this start without an answered check.</summary>
        public long Unanswered => SecondsSince(_answeredTick);

        /// <summary>Seconds of this start without a usable manifest from the first address.</summary>
        public long Unserved => SecondsSince(_servedTick);

        private long SecondsSince(long tick)
        {
            return (_run.Ports.Clock.TickMilliseconds - tick) / 1000;
        }

        /// <summary>
        /// Keeps the revision of a manifest whose signature, product and channel are right. A bad release on trial must not bar the way of the good
        /// one. So a trial makes no checks, and its probe keeps nothing.
        /// </summary>
        public void KeepSeen(long revision, byte[] payload)
        {
            if (Record.Seen.Keep(Channel, revision, payload))
            {
                _isChanged = true;
                _run.Attempts.Clear();
            }
        }

        /// <summary>
        /// After a check: writes what the check has taught. If the write fails, the device looks once more at a stale manifest after the next restart.
        /// </summary>
        public void Keep()
        {
            if (_isChanged)
            {
                Save();
            }
        }

        /// <summary>
        /// After an attempt that did not stage the release. A cause in the image counts as the end of a trial does. Each byte was proven, so no outage
        /// is the cause. A slot that cannot be read proves nothing, and there the release only pauses. The number of idle attempts is kept, too.
        /// </summary>
        public void NoteAttempt(Release release, OtaResult cause)
        {
            _isChanged |= Record.IdleAttempts != _run.Attempts.Idle;
            Blame blame = TrialRules.Judge(cause, false);
            if (blame == Blame.Release)
            {
                Manifest manifest = release.Signed.Manifest;
                blame = _run.Ports.Slot == null ? Blame.Undecided : blame;
                Record.Failed.Note(release.Image.Image.TableDigest, manifest.Retry, cause, blame, 1, Now);
                _isChanged = true;
            }

            Keep();
        }

        /// <summary>Notes that the server has answered a check. One write a day keeps the time.</summary>
        public void NoteAnswer(bool isFirstAddress)
        {
            _answeredTick = _run.Ports.Clock.TickMilliseconds;
            _servedTick = isFirstAddress ? _answeredTick : _servedTick;
            long now = Now;
            if (ServingRules.IsWriteDue(Record.LastAnswered, now))
            {
                Record.LastAnswered = now;
                Record.FirstServed = isFirstAddress || Record.FirstServed == 0 ? now : Record.FirstServed;
                _isChanged = true;
            }
        }

        /// <summary>
        /// Notes that an unserved device restarts to ask. The days without an answer are counted anew from here. Otherwise an outage
        /// would restart the device all the time.
        /// </summary>
        public void NoteUnserved()
        {
            if (Record.LastAnswered != 0)
            {
                Record.LastAnswered = Now;
                Save();
            }
        }

        /// <summary>
        /// Notes the time when a device lives and was never answered, or was answered under a clock that ran ahead. The days without an answer count
        /// from there.
        /// </summary>
        public void NoteUnanswered()
        {
            long now = Now;
            bool isUnknown = (Record.LastAnswered == 0 && Unanswered >= _run.Options.LifeAfter) || Record.LastAnswered > now;
            if (isUnknown && now != 0)
            {
                Record.LastAnswered = now;
                Record.FirstServed = now;
                Save();
            }
        }

        /// <summary>Notes that the server has answered in the trial what the next update would ask.</summary>
        public void NoteTrialAnswer()
        {
            if (IsTrial && !Record.IsAnswered)
            {
                Record.IsAnswered = true;

                // A lost write is harmless: a fault of the release then counts as undecided.
                Save();
            }
        }

        /// <summary>Counts the pause of a release that was offered again. See <see cref="FailedReleases.Wait"/>.</summary>
        public void WaitFor(byte[] images)
        {
            long now = Now;
            _isChanged |= Record.Failed.Wait(images, now, !_isStartCounted);
            _isStartCounted |= now == 0;
        }
    }
}
