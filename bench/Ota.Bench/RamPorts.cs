namespace NanoOta.Bench
{
    /// <summary>A slot, boot choice, record and restart that cost next to nothing: what is left is the client.</summary>
    internal sealed class RamPorts(int capacity) : IUpdateSlot, IBootControl, IRestart, IStateStore
    {
        private readonly byte[] _slot = new byte[capacity];
        private int _at;

        public int Capacity => _slot.Length;

        public SlotWriting Writing => SlotWriting.InPlace;

        public int RunningLength => 0;

        public int RunningSlot => 1;

        public int StagedSlot => 2;

        public bool Holds(byte[] image) => _slot.AsSpan(0, image.Length).SequenceEqual(image);

        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count) => OtaResult.SlotReadFailed;

        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            Array.Copy(_slot, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        public OtaResult Begin(int imageLength, int offset)
        {
            _at = offset;
            return OtaResult.Ok;
        }

        public OtaResult Write(byte[] buffer, int index, int count)
        {
            Array.Copy(buffer, index, _slot, _at, count);
            _at += count;
            return OtaResult.Ok;
        }

        public OtaResult End() => OtaResult.Ok;

        public void Abort()
        {
        }

        public SlotTrial GetTrial(int slot) => SlotTrial.Confirmed;

        public OtaResult Activate() => OtaResult.Ok;

        public OtaResult Confirm() => OtaResult.Ok;

        public OtaResult RollBack() => OtaResult.RollBackImpossible;

        public void Restart()
        {
        }

        public int Read(byte[] buffer) => 0;

        public OtaResult Write(byte[] record, int count) => OtaResult.Ok;

        public OtaPorts With(ITransport transport) => new()
        {
            Transport = transport,
            Slot = this,
            Boot = this,
            Restart = this,
            Store = this,
            Clock = new SystemClock(),
        };
    }
}
