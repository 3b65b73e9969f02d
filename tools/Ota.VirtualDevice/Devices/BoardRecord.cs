using System.Buffers.Binary;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The two copies of the state record, a sector each: u32 length, u32 its complement, the bytes. Written to flash behind an erase
    /// and read back, so that a sector that lies is found out.
    /// </summary>
    internal sealed class BoardRecord
    {
        private const int HeaderSize = 8;

        private readonly EspPartitions _partitions;
        private readonly Partition? _partition;

        internal BoardRecord(EspPartitions partitions, Partition? partition)
        {
            _partitions = partitions;
            _partition = partition?.Size >= 2 * NorFlash.SectorSize ? partition : null;
        }

        internal int CopySize => _partition == null ? 0 : NorFlash.SectorSize - HeaderSize;

        internal int Read(int copy, byte[] buffer, int count)
        {
            byte[] sector = new byte[NorFlash.SectorSize];
            if (copy is < 0 or > 1
                || !BoardOta.IsRange(buffer, 0, count)
                || _partition == null
                || _partitions.Read(_partition, copy * NorFlash.SectorSize, sector) != EspError.Ok)
            {
                return -(int)OtaResult.StateReadFailed;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(sector);
            bool whole = length == ~BinaryPrimitives.ReadUInt32LittleEndian(sector.AsSpan(4)) && length <= (uint)CopySize;
            if (!whole && sector.AsSpan().IndexOfAnyExcept((byte)0xFF) < 0)
            {
                return 0;
            }

            // A torn header still gives its bytes. The reader has to see the damage, and the medium does not hide any.
            int available = whole ? (int)length : CopySize;
            int taken = Math.Min(available, count);
            sector.AsSpan(HeaderSize, taken).CopyTo(buffer);
            return taken;
        }

        internal OtaResult Write(int copy, byte[] buffer, int count)
        {
            if (copy is < 0 or > 1 || !BoardOta.IsRange(buffer, 0, count) || _partition == null || count > CopySize)
            {
                return OtaResult.StateWriteFailed;
            }

            byte[] bytes = new byte[HeaderSize + count];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)count);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), ~(uint)count);
            buffer.AsSpan(0, count).CopyTo(bytes.AsSpan(HeaderSize));
            byte[] back = new byte[bytes.Length];
            int offset = copy * NorFlash.SectorSize;
            bool written = _partitions.EraseRange(_partition, offset, NorFlash.SectorSize) == EspError.Ok
                && _partitions.Write(_partition, offset, bytes) == EspError.Ok
                && _partitions.Read(_partition, offset, back) == EspError.Ok
                && back.AsSpan().SequenceEqual(bytes);
            return written ? OtaResult.Ok : OtaResult.StateWriteFailed;
        }
    }
}
