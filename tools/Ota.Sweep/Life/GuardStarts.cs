namespace NanoOta.Sweep.Life
{
    /// <summary>What the client is told of the native guard.</summary>
    internal sealed class GuardStarts : IStartGuard
    {
        private const int StatusLength = 16;
        private const int ReasonAt = 1;
        private const int WordAt = 3;
        private const int CauseAt = 10;
        private const int Left = 3;
        private const int ErrorsToLose = 3;

        private readonly LifeWorld _world;
        private readonly IEspGuard _guard;
        private readonly byte[] _status = new byte[StatusLength];

        public GuardStarts(LifeWorld world, IEspGuard guard)
        {
            _world = world;
            _guard = guard;
            guard.GetStatus(_status);
        }

        /// <inheritdoc/>
        public StartReason Reason => (StartReason)_status[ReasonAt];

        /// <inheritdoc/>
        public GoneBack GoneBack
        {
            get
            {
                if (_status[WordAt] != Left)
                {
                    return GoneBack.No;
                }

                _guard.Tell(GuardEvent.Taken, 0);
                return (StartReason)_status[CauseAt] is StartReason.Crash or StartReason.Watchdog or StartReason.UndeclaredWakeUp ? GoneBack.BadEnd : GoneBack.EndsUnknown;
            }
        }

        /// <inheritdoc/>
        public OtaResult SayLife() => _guard.Tell(GuardEvent.Life, 0);

        /// <inheritdoc/>
        public OtaResult SayAnswered() => _guard.Tell(GuardEvent.Answered, 0);

        /// <inheritdoc/>
        public OtaResult SayDeclared(NextStart next) => _guard.Tell(next == NextStart.AskFirst ? GuardEvent.RestartToAsk : GuardEvent.Restart, 0);

        /// <inheritdoc/>
        public RecordLoss NoteRead(OtaResult result)
        {
            _world.ReadErrors = result == OtaResult.Ok ? 0 : _world.ReadErrors + 1;
            return _world.ReadErrors >= ErrorsToLose ? RecordLoss.Lost : RecordLoss.Wait;
        }
    }
}
