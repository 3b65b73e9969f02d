using System;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// The updater: check, stage, activate, and after the restart confirm or reject. Every operation blocks its caller, ends within the
    /// configured bounds, and answers with a code.
    /// </summary>
    /// <remarks>
    /// Thread-safe: of two operations at once the second gets <see cref="OtaResult.Busy"/>; <see cref="Cancel"/> and the properties may be
    /// used at any time. Events are raised on the thread of the operation. Nothing is thrown but what a port or an event handler throws.
    /// </remarks>
    public sealed partial class OtaClient
    {
        private readonly OtaOptions _options;
        private readonly OtaPorts _ports;
        private readonly UpdateRun _run;
        private readonly Journal _journal;
        private readonly OfferMemory _memory = new OfferMemory();
        private Release _release;
        private OtaResult _loaded;
        private bool _hasChecked;
        private bool _isAlive;
        private bool _mayStage;
        private bool _isAsking;
        private bool _isStuck;
        private int _busy;
        private int _calls;
        private bool _started;

        /// <summary>A client. Call <see cref="Start"/> before anything else.</summary>
        public OtaClient(OtaOptions options, OtaPorts ports)
        {
            _options = options;
            _ports = ports;
            _run = new UpdateRun(options, ports);
            _journal = new Journal(_run, Tell);
        }

        /// <summary>While <see cref="Stage"/> runs: after every chunk that reached the slot.</summary>
        public event OtaProgressHandler Progress;

        /// <summary>After every change of <see cref="State"/>.</summary>
        public event OtaStateHandler StateChanged;

        /// <summary>Where the client is in the life cycle.</summary>
        public OtaState State => _journal.State;

        /// <summary>Whether the running release still has to prove itself: <see cref="OtaState.OnTrial"/> or <see cref="OtaState.Confirming"/>.</summary>
        public bool IsOnTrial
        {
            get
            {
                OtaState state = State;
                return state == OtaState.OnTrial || state == OtaState.Confirming;
            }
        }

        /// <summary>
        /// How the last operation ended, or the update before the last restart, and what the result is about. After a <see cref="Reject"/> without an
        /// error the outcome says why the release was rejected. <see cref="ProbeServer"/> does not change the outcome. Never null.
        /// </summary>
        public OtaOutcome LastOutcome { get; private set; } = OtaOutcome.Ok;

        /// <summary>The release that the last <see cref="Check"/> found; null if there was none for this device.</summary>
        public Manifest Offer
        {
            get
            {
                // An operation on another thread may take the release back in between. So the field is read once.
                Release release = _release;
                return release == null ? null : release.Signed.Manifest;
            }
        }

        /// <summary>
        /// The highest revision that this device has seen in its channel. A release on trial sees none.
        /// </summary>
        public long SeenRevision => _journal.Record.Seen.HighestOf(_journal.Channel);

        /// <summary>The version of the confirmed release as a number of <see cref="ReleaseVersion.Parse"/>; 0 if unknown.</summary>
        public long InstalledVersion => _journal.Record.Installed.Version;

        /// <summary>Whether <see cref="Stage"/> may fill the other slot already; see <see cref="OtaResult.LifePending"/>.</summary>
        internal bool MayStage => _mayStage;

        /// <summary>State, record and time, for the agent.</summary>
        internal Journal Journal => _journal;

        /// <summary>Whether the last checks found settings that nobody has taken.</summary>
        internal bool HasSettings => _run.Settings != null;

        /// <summary>The value of one of these settings: a string, a long, another type, or null for none.</summary>
        internal object GetSetting(string field)
        {
            return _run.Settings[field];
        }

        /// <summary>Somebody has taken the settings.</summary>
        internal void DropSettings()
        {
            _run.Settings = null;
        }

        /// <summary>What the operations of this client have cost so far.</summary>
        public OtaCounters Counters => _run.Counters;

        /// <summary>
        /// Reads the state record and finds out how the last update ended. Call the method once after every start of the application. If the record
        /// cannot be read, the application runs. A check then ends with the same code, until the record is read again or counts as lost.
        /// </summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/> if no update was open.
        /// - <see cref="OtaResult.TrialContinues"/> if the running release is on trial.
        /// - The code with which the last update ended.
        /// - <see cref="OtaResult.ArgumentInvalid"/>, <see cref="OtaResult.UrlInvalid"/> or <see cref="OtaResult.KeyInvalid"/> for wrong options.
        /// - <see cref="OtaResult.StateReadFailed"/> or <see cref="OtaResult.StateCorrupt"/> for a record that cannot be read.
        /// - The code of a write.
        /// </returns>
        public OtaResult Start()
        {
            return Run(Operation.Start);
        }

        /// <summary>Fetches the manifest, verifies its signature and judges the release.</summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/> or, with the clock unset, <see cref="OtaResult.ClockUnset"/>: there is an <see cref="Offer"/>.
        /// - <see cref="OtaResult.UpToDate"/>, <see cref="OtaResult.Deferred"/>, <see cref="OtaResult.NotInRollout"/>,
        /// <see cref="OtaResult.ReleasePaused"/>: nothing to do now.
        /// - Else an error of transport, envelope, manifest or policy.
        /// </returns>
        public OtaResult Check()
        {
            return Run(Operation.Check);
        }

        /// <summary>
        /// Fills the inactive slot with the <see cref="Offer"/>; goes on where an interrupted attempt stopped. Errors of transport, table,
        /// staging or slot; what was written stays and is used again.
        /// </summary>
        public OtaResult Stage()
        {
            return Run(Operation.Stage);
        }

        /// <summary>Makes the staged release the one that boots and restarts. Comes back only with an error, or where restarts do.</summary>
        public OtaResult Activate()
        {
            return Run(Operation.Activate);
        }

        /// <summary>Confirms the running release: the release stays.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.WrongState"/> without a trial, <see cref="OtaResult.ConfirmFailed"/>, or the code of a
        /// write.
        /// </returns>
        public OtaResult Confirm()
        {
            return Run(Operation.Confirm);
        }

        /// <summary>
        /// Rejects the running release: marks the release as bad, and restarts into the release before. So the method returns only after an error.
        /// </summary>
        /// <param name="reason">Why the release is bad.</param>
        /// <param name="subject">What the reason is about, such as the name of a health check or of an assembly; null for nothing.</param>
        /// <returns><see cref="OtaResult.RollBackImpossible"/>, or <see cref="OtaResult.WrongState"/> without a trial.</returns>
        public OtaResult Reject(OtaResult reason, string subject = null)
        {
            return Run(Operation.Reject, reason, subject, out _).Code;
        }

        /// <summary>
        /// Checks, stages and activates as one operation. No other operation gets in between, and one <see cref="Cancel"/> ends all three.
        /// </summary>
        /// <returns>The code of the first of the three that does not end with <see cref="OtaResult.Ok"/>.</returns>
        public OtaResult Update()
        {
            return Run(Operation.Update);
        }

        /// <summary>
        /// Finds out whether the next update could be fetched. A release that cannot be replaced is not healthy, so the health check of a trial needs
        /// the answer. The probe asks the same questions as an update, down to the first chunk, and keeps nothing.
        /// </summary>
        public OtaOutcome ProbeServer()
        {
            return Run(Operation.Probe, OtaResult.Ok, null, out _);
        }

        /// <summary>
        /// Gives the image of the <see cref="Offer"/> to a caller who fills a slot by other means than <see cref="Stage"/>. The client's own state
        /// does not change.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.WrongState"/> without an offer, or an error of transport or table.</returns>
        public OtaResult OpenImage(out ImageReader reader)
        {
            return Run(Operation.Open, OtaResult.Ok, null, out reader).Code;
        }

        /// <summary>
        /// Makes the operation that runs, or else the next one, end soon with <see cref="OtaResult.Cancelled"/>; nothing is lost. One that was
        /// about to end anyway keeps its own result. An activation that has begun is not stopped, nor are <see cref="Start"/>,
        /// <see cref="Confirm"/> and <see cref="Reject"/>, which wait for nobody. From any thread.
        /// </summary>
        public void Cancel()
        {
            _run.Cancel();
        }

        private OtaResult Run(Operation operation)
        {
            return Run(operation, OtaResult.Ok, null, out _).Code;
        }

        private OtaOutcome Run(Operation operation, OtaResult reason, string subject, out ImageReader reader)
        {
            reader = null;
            Interlocked.Increment(ref _calls);
            if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            {
                return OtaOutcome.Of(OtaResult.Busy);
            }

            try
            {
                OtaOutcome outcome = Guard(operation, reason, subject, out reader);
                if (operation < Operation.Probe && (operation != Operation.Reject || outcome.Code != OtaResult.Ok))
                {
                    LastOutcome = outcome;
                }

                return outcome;
            }
            finally
            {
                End();
            }
        }

        private OtaOutcome Guard(Operation operation, OtaResult reason, string subject, out ImageReader reader)
        {
            reader = null;
            try
            {
                return _started || operation == Operation.Start ? Dispatch(operation, reason, subject, out reader) : OtaOutcome.Of(OtaResult.WrongState);
            }
            catch (OutOfMemoryException)
            {
                // Of the restart, which was all that an activation lacked; in every other state nothing happens here.
                _journal.Move(OtaEvent.ActivationBreaks);
                return OtaOutcome.Of(OtaResult.OutOfMemory);
            }
        }

        // An exception can end the operation too. So here the state takes its way back, and the next caller finds the client free.
        private void End()
        {
            try
            {
                if (State == OtaState.Checking)
                {
                    _release = null;
                    _journal.Move(OtaEvent.CheckEnds);
                }
                else if (State == OtaState.Downloading)
                {
                    _journal.Move(OtaEvent.StageFails);
                }
            }
            finally
            {
                _run.ForgetCancel();

                // A full fence, which a plain store is not: the next owner sees all that this one has written.
                Interlocked.Exchange(ref _busy, 0);
            }
        }

        private OtaOutcome Dispatch(Operation operation, OtaResult reason, string subject, out ImageReader reader)
        {
            reader = null;
            switch (operation)
            {
                case Operation.Start:
                    return DoStart();
                case Operation.Check:
                    return DoCheck();
                case Operation.Stage:
                    return DoStage();
                case Operation.Activate:
                    return DoActivate();
                case Operation.Update:
                    return DoUpdate();
                case Operation.Confirm:
                    return DoConfirm();
                case Operation.Reject:
                    return DoReject(reason, subject);
                case Operation.Open:
                    return DoOpen(out reader);
                case Operation.Probe:
                    OtaOutcome probed = DoAsk();
                    if (probed.Code == OtaResult.Ok)
                    {
                        _journal.NoteTrialAnswer();
                    }

                    return probed;
                case Operation.Ask:
                    return DoAsk();
                case Operation.NoteAnswer:
                    _journal.NoteTrialAnswer();
                    return OtaOutcome.Ok;
                case Operation.Tend:
                    return OtaOutcome.Of(DoTend());
                case Operation.SayAlive:
                    return OtaOutcome.Of(DoSayAlive());
                default:
                    return OtaOutcome.Of(DoDeclare(GuardEvent.Sleep + (operation - Operation.DeclareSleep)));
            }
        }

        // Of the journal: nobody is told before Start has found out what runs.
        private void Tell(OtaState state)
        {
            OtaStateHandler handler = StateChanged;
            if (_started && handler != null)
            {
                handler(state);
            }
        }
    }
}
