namespace NanoOta
{
    /// <content>The life of the application beside its updates: what an agent does, by calls.</content>
    public sealed partial class OtaClient
    {
        /// <summary>
        /// Says life when the application has run for <see cref="OtaOptions.LifeAfter"/> and has checked once. A device that nobody has served for
        /// <see cref="OtaOptions.UnservedAfter"/> restarts, so that the update program asks before the application. Call the method about once a
        /// minute, from the thread that checks.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.WrongState"/> before Start; the code of a write.</returns>
        public OtaResult Tend()
        {
            return Run(Operation.Tend);
        }

        /// <summary>
        /// Says that the application works. The count of starts begins anew, and the application may stage. An application that is sure of itself
        /// says so before the time is over.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotOnTrial"/> on trial, which only a confirmation ends; the code of a write.
        /// </returns>
        public OtaResult SayAlive()
        {
            return Run(Operation.SayAlive);
        }

        /// <summary>
        /// Declares a restart or a deep sleep of the application's own will. The next start then counts against nobody, and a trial goes on. The
        /// method restarts only where <see cref="Tend"/> would: an unserved device asks before the sleep.
        /// </summary>
        /// <param name="next">What the next start is for.</param>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>.
        /// - <see cref="OtaResult.SlotUnavailable"/> on trial where the platform gives one start only. Then the application waits for its
        /// confirmation.
        /// - <see cref="OtaResult.SlotOnTrial"/> after 16 declared starts of a trial. Then the application waits too.
        /// - <see cref="OtaResult.WrongState"/> before Start.
        /// - The code of a write.
        /// </returns>
        public OtaResult DeclareRestart(NextStart next = NextStart.Application)
        {
            return Run(Operation.DeclareSleep + (next - NextStart.AfterSleep));
        }

        /// <summary>Check, stage and activate before the application has started: only the updater does so.</summary>
        internal OtaResult UpdateBeforeLife()
        {
            bool mayStage = _mayStage;
            _mayStage = true;
            _isAsking = true;
            OtaResult result = Update();
            _isAsking = false;
            _mayStage = mayStage;
            return result;
        }

        /// <summary>The server check alone, which writes nothing: on a thread of its own nothing must be cut in two.</summary>
        internal OtaOutcome AskServer()
        {
            return Run(Operation.Ask, OtaResult.Ok, null, out _);
        }

        /// <summary>Remembers that the server has answered in the trial. <see cref="OtaResult.Busy"/>: not yet.</summary>
        internal OtaResult NoteTrialAnswer()
        {
            return Run(Operation.NoteAnswer);
        }

        /// <summary>Ends the trial of a release whose client does not come back: by the boot side alone.</summary>
        internal OtaResult Abandon()
        {
            OtaResult result = _ports.Boot.RollBack();
            if (result != OtaResult.Ok)
            {
                _ports.Restart.Restart();
            }

            return result;
        }

        /// <summary>Whether somebody should check: nobody did in this start, or no check was answered for a day.</summary>
        internal bool IsAskDue => !_hasChecked || _journal.Unanswered >= ServingRules.ReserveAfter;

        /// <summary>How often an operation was called: each call is a sign of whoever calls.</summary>
        internal int Calls => _calls;

        /// <summary>
        /// For a start that had no network for the whole time. Puts the kept network configuration back, and restarts: the platform connects at a start
        /// alone. Comes back where the stored configuration is the kept one already, or where no restart can be declared.
        /// </summary>
        /// <param name="next">What the next start is for.</param>
        internal void ReconnectOnKept(GuardEvent next)
        {
            if (_ports.Network != null && _ports.Network.PutBack() == OtaResult.Ok && DoDeclare(next) == OtaResult.Ok)
            {
                _ports.Restart.Restart();
            }
        }

        /// <summary>Whether there is a network, as far as the platform tells.</summary>
        internal bool IsLinkUp => _ports.Link == null || _ports.Link.IsUp;

        /// <summary>Milliseconds until the native timer ends a trial that managed code did not end; see <see cref="GuardEvent.Window"/>.</summary>
        internal void TellWindow(int milliseconds)
        {
            if (_ports.Starts != null)
            {
                _ports.Starts.Tell(GuardEvent.Window, milliseconds / 1000);
            }
        }

        private OtaResult DoTend()
        {
            if (_ports.Starts != null)
            {
                _ports.Starts.Tell(GuardEvent.Sign, 0);
            }

            if (IsOnTrial || _journal.Uptime < _options.LifeAfter)
            {
                return OtaResult.Ok;
            }

            OtaResult result = _hasChecked ? DoSayAlive() : OtaResult.Ok;
            return IsUnserved() ? RestartToAsk() : result;
        }

        private OtaResult DoSayAlive()
        {
            if (IsOnTrial)
            {
                return OtaResult.SlotOnTrial;
            }

            OtaResult result = _isAlive || _ports.Starts == null ? OtaResult.Ok : _ports.Starts.Tell(GuardEvent.Life, 0);
            _isAlive |= result == OtaResult.Ok;
            _mayStage |= _isAlive;
            return result;
        }

        private OtaResult DoDeclare(GuardEvent next)
        {
            if (next == GuardEvent.Sleep && !IsOnTrial && IsUnserved())
            {
                // A device that sleeps most of the time runs too shortly for Tend.
                return RestartToAsk();
            }

            return _ports.Starts != null ? _ports.Starts.Tell(next, 0) : IsOnTrial ? OtaResult.SlotUnavailable : OtaResult.Ok;
        }

        // An application that leaves no memory for an update would run for ever. The update program runs first, with all the memory.
        private bool IsUnserved()
        {
            _journal.NoteUnanswered();
            return _isStuck || ServingRules.IsUnserved(_journal.Record.LastAnswered, _journal.Now, _journal.Unanswered, _options.UnservedAfter);
        }

        // On flash: the days without an answer begin anew; the next start asks. A cut between the two costs these days.
        private OtaResult RestartToAsk()
        {
            _journal.NoteUnserved();
            OtaResult result = DoDeclare(GuardEvent.RestartToAsk);
            if (result == OtaResult.Ok)
            {
                _ports.Restart.Restart();
            }

            return result;
        }
    }
}
