using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>The two copies of a record on a drive, to be read from a flash that is not running.</summary>
    internal sealed class KeptRecord(NorFlash flash, PartitionTable table, string name, int length) : IRecordMedium
    {
        /// <inheritdoc/>
        public int CopySize => length;

        /// <inheritdoc/>
        public int Read(int copy, byte[] buffer, int count)
        {
            byte[]? file = StockFlash.ReadFile(flash, table, $"{name}.{copy}");
            int taken = Math.Min(file?.Length ?? 0, count);
            file?.AsSpan(0, taken).CopyTo(buffer);
            return taken;
        }

        /// <inheritdoc/>
        public OtaResult Write(int copy, byte[] buffer, int count) => OtaResult.StateWriteFailed;
    }
}
