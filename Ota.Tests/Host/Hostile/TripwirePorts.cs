namespace NanoOta.Tests.Hostile
{
    /// <summary>Ports that pass every call on, count it, and let a test do something before or after it.</summary>
    internal sealed class TripwirePorts : ITransport, IUpdateSlot, IBootControl, IStateStore, IClock, IRestart
    {
        private readonly OtaPorts _inner;
        private int _inside;

        public TripwirePorts(OtaPorts inner) => _inner = inner;

        /// <summary>Called with the number (from 1) and the name of a call that is about to be made.</summary>
        public Action<int, string>? Before { get; set; }

        /// <summary>Called with the same once it has been made.</summary>
        public Action<int, string>? After { get; set; }

        /// <summary>Calls so far.</summary>
        public int Calls { get; private set; }

        /// <summary>Calls that were made while another one was being made.</summary>
        public int Overlaps { get; private set; }

        /// <summary>These ports as the client wants them.</summary>
        public OtaPorts Ports => new() { Transport = this, Slot = this, Boot = this, Store = this, Clock = this, Restart = this };

        public int Capacity => Pass("Capacity", () => _inner.Slot.Capacity);

        public SlotWriting Writing => Pass("Writing", () => _inner.Slot.Writing);

        public int RunningLength => Pass("RunningLength", () => _inner.Slot.RunningLength);

        public int RunningSlot => Pass("RunningSlot", () => _inner.Boot.RunningSlot);

        public int StagedSlot => Pass("StagedSlot", () => _inner.Boot.StagedSlot);

        public long UtcSeconds => Pass("UtcSeconds", () => _inner.Clock.UtcSeconds);

        public long TickMilliseconds => Pass("TickMilliseconds", () => _inner.Clock.TickMilliseconds);

        // No I/O, so no place to be interrupted at.
        public string Resolve(string? baseUrl, string reference) => _inner.Transport.Resolve(baseUrl, reference);

        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            ITransportResponse? inner = null;
            OtaOutcome outcome = Pass("Get", () => _inner.Transport.Get(request, out inner));
            response = inner == null ? null! : new Body(this, inner);
            return outcome;
        }

        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count) =>
            Pass("ReadRunning", () => _inner.Slot.ReadRunning(offset, buffer, index, count));

        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count) =>
            Pass("ReadStaged", () => _inner.Slot.ReadStaged(offset, buffer, index, count));

        public OtaResult Begin(int imageLength, int offset) => Pass("Begin", () => _inner.Slot.Begin(imageLength, offset));

        public OtaResult Write(byte[] buffer, int index, int count) => Pass("Write", () => _inner.Slot.Write(buffer, index, count));

        public OtaResult End() => Pass("End", _inner.Slot.End);

        // Giving up is not a place to be interrupted at: it must work when all else has failed.
        public void Abort() => _inner.Slot.Abort();

        public SlotTrial GetTrial(int slot) => Pass("GetTrial", () => _inner.Boot.GetTrial(slot));

        public OtaResult Activate() => Pass("Activate", _inner.Boot.Activate);

        public OtaResult Confirm() => Pass("Confirm", _inner.Boot.Confirm);

        public OtaResult RollBack() => Pass("RollBack", _inner.Boot.RollBack);

        public int Read(byte[] buffer) => Pass("Load", () => _inner.Store.Read(buffer));

        public OtaResult Write(byte[] record, int count) => Pass("Save", () => _inner.Store.Write(record, count));

        public void Sleep(int milliseconds) => Pass("Sleep", () =>
        {
            _inner.Clock.Sleep(milliseconds);
            return 0;
        });

        public void Restart() => Pass("Restart", () =>
        {
            _inner.Restart.Restart();
            return 0;
        });

        private T Pass<T>(string name, Func<T> call)
        {
            int number = ++Calls;
            try
            {
                Overlaps += Interlocked.Increment(ref _inside) > 1 ? 1 : 0;
                Before?.Invoke(number, name);
                T result = call();
                After?.Invoke(number, name);
                return result;
            }
            finally
            {
                Interlocked.Decrement(ref _inside);
            }
        }

        private sealed class Body(TripwirePorts ports, ITransportResponse inner) : ITransportResponse
        {
            public TransportStatus Status => inner.Status;

            public int Length => inner.Length;

            public int TotalLength => inner.TotalLength;

            public string Tag => inner.Tag;

            public int Read(byte[] buffer, int index, int count) => ports.Pass("Body", () => inner.Read(buffer, index, count));

            // Never throws, as its contract says.
            public void Close() => inner.Close();
        }
    }
}
