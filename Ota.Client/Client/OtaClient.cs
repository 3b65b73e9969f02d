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
        private Release _release;
        private ImageReader _opened;
        private int _busy;
        private bool _started;

        /// <summary>A client; <see cref="Start"/> it before anything else.</summary>
        public OtaClient(OtaOptions options, OtaPorts ports)
        {
            _options = options;
            _ports = ports;
            _run = new UpdateRun(options, ports);
            _journal = new Journal(_run);
        }

        /// <summary>While <see cref="Stage"/> runs: after every chunk that reached the slot.</summary>
        public event OtaProgressHandler Progress;

        /// <summary>After every change of <see cref="State"/>.</summary>
        public event OtaStateHandler StateChanged;

        /// <summary>Where the client is in the life cycle.</summary>
        public OtaState State { get; private set; }

        /// <summary>How the last operation, or the update before the last restart, ended.</summary>
        public OtaResult LastResult { get; private set; }

        /// <summary>The release that the last <see cref="Check"/> found; null if it found none for this device.</summary>
        public Manifest Offer
        {
            get
            {
                // Read once: an operation on another thread may take it back in between.
                Release release = _release;
                return release == null ? null : release.Manifest;
            }
        }

        /// <summary>
        /// Name of the assembly that the last <see cref="Check"/> or <see cref="Stage"/> refused a release for (308, 311 to 314); null if it was
        /// for none.
        /// </summary>
        public string RefusedAssembly { get; private set; }

        /// <summary>The highest sequence that this device has confirmed.</summary>
        public long HighestSequence => _journal.Record.HighestSequence;

        /// <summary>What this client's operations have cost since it was made.</summary>
        public OtaCounters Counters => _run.Counters;

        /// <summary>
        /// To be called once after every start of the application: reads the state record and finds out how the last update ended.
        /// <see cref="OtaResult.ArgumentInvalid"/> or <see cref="OtaResult.KeyInvalid"/> for wrong options;
        /// <see cref="OtaResult.StateReadFailed"/> or <see cref="OtaResult.StateCorrupt"/> as warnings: the client works, from its baseline.
        /// </summary>
        public OtaResult Start()
        {
            return Run(Operation.Start);
        }

        /// <summary>
        /// Fetches the manifest, proves it and judges it. <see cref="OtaResult.Ok"/> or, with the clock unset,
        /// <see cref="OtaResult.ClockUnset"/>: there is an <see cref="Offer"/>. <see cref="OtaResult.UpToDate"/>, <see cref="OtaResult.Deferred"/>,
        /// <see cref="OtaResult.NotInRollout"/>: nothing to do now. Else an error of transport, envelope, manifest or policy.
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
        public OtaResult Reject(OtaResult reason)
        {
            return Run(Operation.Reject, reason);
        }

        /// <summary>Check, stage and activate as one operation: nothing gets in between, and one <see cref="Cancel"/> ends it all. What <see cref="Check"/> says when there is nothing to do.</summary>
        public OtaResult Update()
        {
            return Run(Operation.Update);
        }

        /// <summary>
        /// Whether a release could be fetched from here: gets the manifest and proves its signature, without judging or keeping it. For the
        /// health check of a release on trial: one that cannot be replaced is not healthy.
        /// </summary>
        public OtaResult ProbeServer()
        {
            return Run(Operation.Probe);
        }

        /// <summary>
        /// Gives the image of the <see cref="Offer"/> to someone who fills a slot by other means than <see cref="Stage"/>; the client's own state
        /// stays as it is. <see cref="OtaResult.WrongState"/> without an offer, or an error of transport or table.
        /// </summary>
        public OtaResult OpenImage(out ImageReader reader)
        {
            OtaResult result = Run(Operation.Open);
            reader = result == OtaResult.Ok ? _opened : null;
            return result;
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

        private OtaResult Run(Operation operation, OtaResult reason = OtaResult.Ok)
        {
            if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            {
                return OtaResult.Busy;
            }

            try
            {
                OtaResult result = Guard(operation, reason);
                if (operation != Operation.Probe)
                {
                    LastResult = result;
                }

                return result;
            }
            finally
            {
                End();
            }
        }

        private OtaResult Guard(Operation operation, OtaResult reason)
        {
            try
            {
                return _started || operation == Operation.Start ? Dispatch(operation, reason) : OtaResult.WrongState;
            }
            catch (OutOfMemoryException)
            {
                // Of the restart, which was all that an activation lacked; in every other state nothing happens here.
                Move(OtaEvent.ActivationFails);
                return OtaResult.OutOfMemory;
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
                    Move(OtaEvent.CheckEnds);
                }
                else if (State == OtaState.Downloading)
                {
                    Move(OtaEvent.StageFails);
                }
            }
            finally
            {
                _run.ForgetCancel();

                // A full fence, which a plain store is not: the next owner sees all that this one has written.
                Interlocked.Exchange(ref _busy, 0);
            }
        }

        private OtaResult Dispatch(Operation operation, OtaResult reason)
        {
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
                    _journal.RejectReason = reason;
                    return DoReject();
                case Operation.Open:
                    return _release == null ? OtaResult.WrongState : _release.Open(_run, out _opened);
                default:
                    return new ReleaseFinder(_run, _journal).Probe();
            }
        }

        private bool Move(OtaEvent happened)
        {
            int next = StateTable.Next(State, happened);
            if (next == StateTable.None)
            {
                return false;
            }

            Enter((OtaState)next);
            return true;
        }

        private void Enter(OtaState state)
        {
            State = state;
            OtaStateHandler handler = StateChanged;
            if (handler != null)
            {
                handler(state);
            }
        }
    }
}
