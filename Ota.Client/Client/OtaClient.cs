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
        private readonly AttemptBounds _attempts = new AttemptBounds();
        private Release _release;
        private OtaResult _loaded;
        private bool _hasChecked;
        private bool _isAlive;
        private int _busy;
        private bool _started;

        /// <summary>A client; <see cref="Start"/> it before anything else.</summary>
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
        /// How the last operation, or the update before the last restart, ended, and what that was about. After a <see cref="Reject"/> that came
        /// back without an error: why the release was rejected. <see cref="ProbeServer"/> does not change it. Never null.
        /// </summary>
        public OtaOutcome LastOutcome { get; private set; } = OtaOutcome.Ok;

        /// <summary>The release that the last <see cref="Check"/> found; null if it found none for this device.</summary>
        public Manifest Offer
        {
            get
            {
                // Read once: an operation on another thread may take it back in between.
                Release release = _release;
                return release == null ? null : release.Signed.Manifest;
            }
        }

        /// <summary>The highest revision that this device has seen in its channel; on trial what it sees is pending, and not counted.</summary>
        public long SeenRevision => _journal.Record.Seen.HighestOf(_journal.Channel);

        /// <summary>The version of the confirmed release, as <see cref="ReleaseVersion.Parse"/> gives it; 0 if it is not known.</summary>
        public long InstalledVersion => _journal.Record.Installed.Version;

        /// <summary>What this client's operations have cost since it was made.</summary>
        public OtaCounters Counters => _run.Counters;

        /// <summary>
        /// To be called once after every start of the application: reads the state record and finds out how the last update ended.
        /// <see cref="OtaResult.ArgumentInvalid"/> or <see cref="OtaResult.KeyInvalid"/> for wrong options;
        /// <see cref="OtaResult.StateReadFailed"/> or <see cref="OtaResult.StateCorrupt"/>: the application runs, and a check ends with the same
        /// code, until the record is read again or counts as lost.
        /// </summary>
        public OtaResult Start()
        {
            return Run(Operation.Start);
        }

        /// <summary>
        /// Fetches the manifest, proves it and judges it. <see cref="OtaResult.Ok"/> or, with the clock unset,
        /// <see cref="OtaResult.ClockUnset"/>: there is an <see cref="Offer"/>. <see cref="OtaResult.UpToDate"/>, <see cref="OtaResult.Deferred"/>,
        /// <see cref="OtaResult.NotInRollout"/>, <see cref="OtaResult.ReleasePaused"/>: nothing to do now. Else an error of transport, envelope, manifest or policy.
        /// </summary>
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

        /// <summary>The running release is good: it stays. <see cref="OtaResult.WrongState"/> when it is not on trial.</summary>
        public OtaResult Confirm()
        {
            return Run(Operation.Confirm);
        }

        /// <summary>
        /// The running release is bad for the given reason: marks it and restarts into the old one. Comes back only with an error:
        /// <see cref="OtaResult.RollBackImpossible"/>, <see cref="OtaResult.WrongState"/> when it is not on trial.
        /// </summary>
        /// <param name="reason">Why.</param>
        /// <param name="subject">What the reason is about, such as the name of a health check or of an assembly; null for nothing.</param>
        public OtaResult Reject(OtaResult reason, string subject = null)
        {
            return Run(Operation.Reject, reason, subject, out _).Code;
        }

        /// <summary>Check, stage and activate as one operation: nothing gets in between, and one <see cref="Cancel"/> ends it all. What <see cref="Check"/> says when there is nothing to do.</summary>
        public OtaResult Update()
        {
            return Run(Operation.Update);
        }

        /// <summary>
        /// Whether the next update could be fetched from here: asks what it would ask, down to the first chunk, and keeps nothing. For the
        /// health check of a release on trial: one that cannot be replaced is not healthy.
        /// </summary>
        public OtaOutcome ProbeServer()
        {
            return Run(Operation.Probe, OtaResult.Ok, null, out _);
        }

        /// <summary>
        /// Gives the image of the <see cref="Offer"/> to someone who fills a slot by other means than <see cref="Stage"/>; the client's own state
        /// stays as it is. <see cref="OtaResult.WrongState"/> without an offer, or an error of transport or table.
        /// </summary>
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

        // Whatever ended the operation, an exception included: its state has a way back, and the next caller finds the client free.
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
                    return OtaOutcome.Of(_journal.Declare(operation == Operation.DeclareAsking ? NextStart.AskFirst : NextStart.Application));
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
