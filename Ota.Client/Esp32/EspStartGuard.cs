namespace NanoOta
{
    /// <summary>The count of starts on boards with OTA slots, which the guard in the firmware keeps. Thread-safe.</summary>
    public sealed class EspStartGuard : IStartGuard
    {
        private const int StatusLength = 16;

        // Places in the status: IEspGuard.GetStatus.
        private const int ReasonAt = 1;
        private const int PlanAt = 2;
        private const int WordAt = 3;
        private const int StartsAt = 5;
        private const int FlagsAt = 9;
        private const int CauseAt = 10;
        private const int NotesAt = 11;

        private const int WordLeft = 3;
        private const int NotesRead = 1;
        private const int ReadErrorsShift = 4;
        private const int ReadErrorsMask = 3;
        private const int ReadErrorsToLose = 3;

        private readonly IEspGuard _guard;

        /// <summary>The count that a native class keeps, or the virtual ESP32's.</summary>
        public EspStartGuard(IEspGuard guard)
        {
            _guard = guard;
        }

        /// <inheritdoc/>
        public StartReason Reason => (StartReason)Status(ReasonAt);

        /// <inheritdoc/>
        public StartPlan Plan => (StartPlan)Status(PlanAt);

        /// <inheritdoc/>
        public int Starts => Status(StartsAt);

        /// <inheritdoc/>
        public GoneBack GoneBack
        {
            get
            {
                if (Status(WordAt) != WordLeft)
                {
                    return GoneBack.No;
                }

                StartReason cause = (StartReason)Status(CauseAt);
                bool isKnown = (cause >= StartReason.Software && cause <= StartReason.Watchdog) || cause == StartReason.UndeclaredWakeUp;
                return isKnown ? GoneBack.BadEnd : GoneBack.EndsUnknown;
            }
        }

        /// <inheritdoc/>
        public OtaResult Tell(GuardEvent what, int value)
        {
            if (what == GuardEvent.Life)
            {
                // A client that lives has written down that the guard went back.
                _guard.Tell(GuardEvent.Taken, 0);
            }

            return _guard.Tell(what, value);
        }

        /// <inheritdoc/>
        /// <remarks>Where flash holds no notes, an error is waited for, and nothing counts the starts.</remarks>
        public RecordLoss NoteRead(OtaResult result)
        {
            _guard.Tell(GuardEvent.RecordRead, result == OtaResult.Ok ? 0 : result == OtaResult.StateReadFailed ? 1 : 2);
            int errors = (Status(FlagsAt) >> ReadErrorsShift) & ReadErrorsMask;
            return Status(NotesAt) == NotesRead && errors >= ReadErrorsToLose ? RecordLoss.Lost : RecordLoss.Wait;
        }

        private int Status(int at)
        {
            byte[] status = new byte[StatusLength];
            _guard.GetStatus(status);
            return status[at];
        }
    }
}
