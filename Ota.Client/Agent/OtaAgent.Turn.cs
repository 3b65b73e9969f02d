using System.Threading;

namespace NanoOta
{
    /// <content>What one turn of the agent does.</content>
    public sealed partial class OtaAgent
    {
        // How often somebody who asks for a check is heard.
        private const int Slice = 5 * Second;

        private long _nextCheck;
        private long _lastCheck;
        private bool _hasChecked;
        private int _failures;
        private int _progress;
        private long _stagedRevision;
        private long _stagedTick;
        private long _nextTend;
        private long _nextClock;
        private long _nextAsk;
        private bool _isLinkWatched;

        private long Tick => _ports.Clock.TickMilliseconds;

        private long Now => _client.Journal.Now;

        private long Uptime => _client.Journal.Uptime;

        private AgentSettings Settings => _settings.Settings;

        private long SinceCheck => _hasChecked ? (Tick - _lastCheck) / Second : long.MaxValue;

        private OtaResult Begin()
        {
            OtaResult result = BeginClient();
            if (result != OtaResult.Ok)
            {
                return result;
            }

            Current = this;
            _options.StagesAhead = true;
            _isBegun = true;
            _client.StateChanged += NoteState;
            _client.Progress += NoteProgress;
            _nextCheck = Tick + ((_agent.StartSpread < 1 ? 0 : _number % _agent.StartSpread) * Second);
            ObeyStoredRetry();
            if (_own.Trigger != null)
            {
                _own.Trigger.Begin(this);
            }

            Move(_client.IsOnTrial ? AgentEvent.TrialFound : AgentEvent.Settled);
            return OtaResult.Ok;
        }

        private OtaResult BeginClient()
        {
            bool inRange = _agent.StartSpread >= 0 && _agent.StartSpread <= Hour && _agent.CheckGap >= 10 && _agent.CheckGap <= Day
                && _agent.LongestDeferral >= 0 && _agent.LongestDeferral <= 30 * Day && _agent.ReportsPerDay >= 0 && _agent.ReportsPerDay <= 1000
                && _agent.Defaults != null;
            if (!inRange)
            {
                return OtaResult.ArgumentInvalid;
            }

            // A boot program has started its client already.
            OtaResult result = _isClientStarted ? _client.LastOutcome.Code : _client.Start();
            if (result == OtaResult.ArgumentInvalid || result == OtaResult.UrlInvalid || result == OtaResult.KeyInvalid)
            {
                return result;
            }

            OtaResult defaults = _agent.Defaults.Check(_ports.Transport);
            if (defaults != OtaResult.Ok)
            {
                return defaults;
            }

            _log.Load();
            NoteStart(result);
            LoadSettings();
            return OtaResult.Ok;
        }

        // Milliseconds until the next turn.
        private int Turn()
        {
            Tend();
            if (State == AgentState.OnTrial)
            {
                Prove();
            }

            if (Interlocked.CompareExchange(ref _isAlive, 0, 1) == 1 && _client.SayAlive() != OtaResult.Ok)
            {
                // On trial, or the write failed: the next turn says so again.
                SayAlive();
            }

            KeepTime();
            ObeySwitch();
            WatchLink();
            bool goesOn = true;
            while (goesOn)
            {
                goesOn = Step();
            }

            SendReports();
            FlushWhenDue();
            return Slice;
        }

        // One step of the table. Whether another one may follow at once.
        private bool Step()
        {
            switch (State)
            {
                case AgentState.Idle:
                    return IsCheckDue() && Check();
                case AgentState.Offered:
                    return IsCheckDue() ? Check() : Download();
                case AgentState.Ready:
                    return IsCheckDue() ? Check() : Install();
                default:
                    return false;
            }
        }

        // Says life, and restarts a device that nobody has served. A device whose updates are switched off is not unserved.
        private void Tend()
        {
            // Life comes in its own minute: a release that dies soon after needs the next one before that.
            bool isLifeDue = !_client.MayStage && Uptime >= _options.LifeAfter;
            if (Tick < _nextTend && !isLifeDue)
            {
                return;
            }

            _nextTend = Tick + Minute;
            _options.UnservedAfter = State == AgentState.Disabled ? int.MaxValue : _unservedAfter;
            _client.Tend();
            if (State == AgentState.Disabled && Uptime >= _options.LifeAfter)
            {
                // No check comes that life could wait for.
                _client.SayAlive();
            }
        }

        private void Prove()
        {
            // On a rejection the device restarts. Where restarts come back, the trial is over as well.
            _monitor.Run();
            if (!_client.IsOnTrial)
            {
                Move(AgentEvent.TrialEnded);
            }
        }

        // Windows and the schedule need the time. The client alone sets a clock before a check, and no check may be due.
        private void KeepTime()
        {
            if (Now == 0 && _ports.ClockSetter != null && _client.IsLinkUp && Tick >= _nextClock)
            {
                _nextClock = Tick + (Hour * Second);
                _ports.ClockSetter.SetClock();
            }
        }

        private void WatchLink()
        {
            bool isUp = _client.IsLinkUp;
            if (isUp && State == AgentState.Offline)
            {
                // What failed for want of a network is not the server's fault.
                _failures = 0;
                Move(AgentEvent.LinkFound);
                if (_isLinkWatched)
                {
                    _nextCheck = _hasChecked && _nextCheck > Tick + (_agent.CheckGap * Second) ? _nextCheck : Later(_nextCheck);
                }
            }
            else if (!isUp)
            {
                Move(AgentEvent.LinkLost);
            }

            _isLinkWatched = true;
        }

        private long Later(long tick)
        {
            return tick > Tick ? tick : Tick;
        }

        private bool IsCheckDue()
        {
            bool isAsked = Interlocked.CompareExchange(ref _asked, 0, 0) != 0;
            return (isAsked || Tick >= _nextCheck) && Tick >= _retryUntil && (!_hasChecked || SinceCheck >= _agent.CheckGap);
        }

        private bool Check()
        {
            if (!_client.IsLinkUp || !Move(AgentEvent.CheckDue))
            {
                return false;
            }

            Interlocked.Exchange(ref _asked, 0);
            _trustsNew = !_trustsNew;
            ApplySettings();
            long began = Tick;
            _client.Check();
            OtaOutcome outcome = _client.LastOutcome;
            _hasChecked = true;
            _lastCheck = Tick;
            Manifest offer = _client.Offer;
            bool isOffered = _client.State == OtaState.Offered;
            if (AskRules.IsAnswer(outcome.Code))
            {
                _failures = outcome.Code == OtaResult.ReleasePaused ? _failures : 0;
                EndSettingsTrial(Tick - (_client.Journal.Unserved * Second) >= began);
                TakeSigned();
            }

            Note(AgentPhase.Check, outcome, offer == null ? 0 : ReleaseVersion.Parse(offer.Version));
            PlanCheck(outcome);
            Move(isOffered ? AgentEvent.OfferFound : AgentEvent.NothingFound);
            return isOffered;
        }

        // When the next check comes, after one that ended so.
        private void PlanCheck(OtaOutcome outcome)
        {
            int interval = Interval;
            long wait = AskRules.IsAnswer(outcome.Code) && outcome.Code != OtaResult.ReleasePaused
                ? UntilNextCheck(interval)
                : Backoff();
            wait = KeepRetry(outcome.RetryAfter, wait);
            long longest = (long)interval * Second * 9 / 8;
            _nextCheck = Tick + (wait < longest ? wait : longest);
        }

        private long UntilNextCheck(int interval)
        {
            long now = Now;
            return (now == 0 ? interval : Schedule.NextCheck(_number, now, interval) - now) * Second;
        }

        private long Backoff()
        {
            return _retry.NextDelayMilliseconds(++_failures);
        }

        private bool Download()
        {
            Manifest offer = _client.Offer;
            bool isStaged = offer != null && offer.Revision == _stagedRevision;
            if (offer != null && !_client.MayStage)
            {
                NoteOnce(OtaResult.LifePending, offer);
                return false;
            }

            if (!isStaged && IsMetered(offer))
            {
                NoteOnce(OtaResult.NetworkMetered, offer);
                return false;
            }

            if (offer == null || !_client.IsLinkUp || (!isStaged && (!HasBudget() || !HasLeave(LeaveFor.Download, offer))) || !Move(AgentEvent.DownloadDue))
            {
                return false;
            }

            _client.Stage();
            OtaOutcome outcome = _client.LastOutcome;
            bool isDone = outcome.Code == OtaResult.Ok;
            if (!isDone && IsBudgetSpent)
            {
                outcome = OtaOutcome.Of(OtaResult.BudgetSpent);
            }
            else if (!isDone && IsMetered(offer))
            {
                outcome = OtaOutcome.Of(OtaResult.NetworkMetered);
            }

            Note(AgentPhase.Stage, outcome, ReleaseVersion.Parse(offer.Version));
            if (isDone)
            {
                _stagedRevision = offer.Revision;
                _stagedTick = Tick;
                _failures = 0;
                Move(AgentEvent.StageDone);
                return true;
            }

            if (_client.Counters.ChunksWritten > _progress)
            {
                // A slow link goes on, for days if need be.
                _failures = 0;
            }

            _progress = _client.Counters.ChunksWritten;
            long wait = KeepRetry(outcome.RetryAfter, Backoff());
            _nextCheck = Tick + (wait < Second ? Second : wait);
            Move(AgentEvent.StageFailed);
            return false;
        }

        private void NoteOnce(OtaResult reason, Manifest offer)
        {
            long version = ReleaseVersion.Parse(offer.Version);
            if (!IsNoted(AgentPhase.Stage, reason, version))
            {
                Note(AgentPhase.Stage, OtaOutcome.Of(reason), version);
            }
        }

        private bool Install()
        {
            Manifest offer = _client.Offer;
            long now = Now;
            bool isTime = offer != null && (offer.IsCritical
                || (Schedule.IsOpen(_number, Settings.WindowStart, Settings.WindowEnd, Settings.UtcOffset, now) && ReleasePolicy.IsWindowOpen(offer, now)));
            if (!isTime || !HasLeave(LeaveFor.Restart, offer))
            {
                return false;
            }

            // A staging that has just ended heard the server, too. An application may be about to die, and may not live for one more check.
            bool isJustStaged = _stagedRevision == offer.Revision && Tick - _stagedTick < PauseRules.AnswerAge * Second;
            if (!isJustStaged && _client.Journal.Unanswered >= PauseRules.AnswerAge)
            {
                // The server may have something newer by now, and a trial without a server would fail.
                return SinceCheck >= _agent.CheckGap && Tick >= _nextAsk && CheckAgain();
            }

            Move(AgentEvent.InstallDue);
            long version = ReleaseVersion.Parse(offer.Version);
            Note(AgentPhase.Install, OtaOutcome.Ok, version);
            Flush();
            _client.Activate();
            Note(AgentPhase.Install, _client.LastOutcome, version);
            _nextCheck = Tick + Backoff();
            Move(AgentEvent.InstallFailed);
            return false;
        }

        private bool CheckAgain()
        {
            _nextAsk = Tick + (Hour * Second);
            return Check();
        }

        private bool Move(AgentEvent happened)
        {
            int next = AgentTable.Next(State, happened);
            if (next == AgentTable.None)
            {
                return false;
            }

            State = (AgentState)next;
            return true;
        }
    }
}
