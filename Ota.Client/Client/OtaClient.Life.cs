namespace NanoOta
{
    /// <content>The life of the application beside its updates: what an agent does, by calls.</content>
    public sealed partial class OtaClient
    {
        private bool _stagesBeforeLife;

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
        /// method does not restart.
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
            return Run(next == NextStart.AskFirst ? Operation.DeclareAsking : Operation.DeclareRestart);
        }

        /// <summary>Check, stage and activate before the application has started: only the updater does so.</summary>
        internal OtaResult UpdateBeforeLife()
        {
            _stagesBeforeLife = true;
            try
            {
                return Update();
            }
            finally
            {
                _stagesBeforeLife = false;
            }
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

        /// <summary>Whether there is a network, as far as the platform tells.</summary>
        internal bool IsLinkUp => _ports.Link == null || _ports.Link.IsUp;

        private OtaResult DoTend()
        {
            if (IsOnTrial || _journal.Uptime < _options.LifeAfter)
            {
                return OtaResult.Ok;
            }

            _journal.NoteUnanswered();
            OtaResult result = _hasChecked ? DoSayAlive() : OtaResult.Ok;
            if (ServingRules.IsUnserved(_journal.Record.LastAnswered, _journal.Now, _journal.Unanswered, _options.UnservedAfter))
            {
                result = _journal.Declare(NextStart.AskFirst);
                if (result == OtaResult.Ok)
                {
                    _ports.Restart.Restart();
                }
            }

            return result;
        }

        private OtaResult DoSayAlive()
        {
            if (IsOnTrial)
            {
                return OtaResult.SlotOnTrial;
            }

            OtaResult result = _isAlive || _ports.Starts == null ? OtaResult.Ok : _ports.Starts.SayLife();
            _isAlive |= result == OtaResult.Ok;
            return result;
        }
    }
}
