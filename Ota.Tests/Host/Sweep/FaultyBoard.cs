using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>A board's natives, of which some fail.</summary>
    internal sealed class FaultyBoard(IBoard board) : IBoard
    {
        /// <summary>Writes of the state record are forgotten, and said to be done.</summary>
        internal bool DropsRecords { get; init; }

        /// <summary>Writes of the state record fail, as on a full drive.</summary>
        internal bool RefusesRecords { get; init; }

        /// <summary>Called before every native call; may throw.</summary>
        internal Action? BeforeCall { get; init; }

        public string DeviceId => Native.DeviceId;

        public bool HasNetwork => board.HasNetwork;

        public long UtcSeconds => Native.UtcSeconds;

        public long TickMilliseconds => Native.TickMilliseconds;

        public IBoardDrive Drive => Native.Drive;

        public int RecordCopySize => Native.RecordCopySize;

        private IBoard Native
        {
            get
            {
                BeforeCall?.Invoke();
                return board;
            }
        }

        public void Sleep(int milliseconds) => Native.Sleep(milliseconds);

        public void Restart() => Native.Restart();

        public void DeepSleep(int milliseconds) => Native.DeepSleep(milliseconds);

        public int GuardTell(int what, int value) => Native.GuardTell(what, value);

        public int GuardStatus(byte[] status) => Native.GuardStatus(status);

        public void WriteConsole(string line) => Native.WriteConsole(line);

        public void Report(string name, int value, long done, long total) => Native.Report(name, value, done, total);

        public int OtaGetSubtype(int partition) => Native.OtaGetSubtype(partition);

        public int OtaGetSize(int partition) => Native.OtaGetSize(partition);

        public int OtaGetState(int subtype) => Native.OtaGetState(subtype);

        public int OtaRead(int partition, int offset, byte[] buffer, int index, int count) => Native.OtaRead(partition, offset, buffer, index, count);

        public int OtaBegin(int offset) => Native.OtaBegin(offset);

        public int OtaWrite(byte[] buffer, int index, int count) => Native.OtaWrite(buffer, index, count);

        public int OtaEnd() => Native.OtaEnd();

        public void OtaAbort() => Native.OtaAbort();

        public int OtaSetBoot() => Native.OtaSetBoot();

        public int OtaMarkValid() => Native.OtaMarkValid();

        public int OtaMarkInvalidAndRestart() => Native.OtaMarkInvalidAndRestart();

        public int OtaReadDescription(int partition, byte[] description) => Native.OtaReadDescription(partition, description);

        public int NetworkRead(byte[] buffer) => Native.NetworkRead(buffer);

        public int NetworkWrite(byte[] buffer, int count) => Native.NetworkWrite(buffer, count);

        public int RecordRead(int copy, byte[] buffer, int count) => Native.RecordRead(copy, buffer, count);

        public int RecordWrite(int copy, byte[] buffer, int count)
        {
            return RefusesRecords ? (int)OtaResult.StateWriteFailed
                : DropsRecords ? (int)OtaResult.Ok
                : Native.RecordWrite(copy, buffer, count);
        }
    }
}
