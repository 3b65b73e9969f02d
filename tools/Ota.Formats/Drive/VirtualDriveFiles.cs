using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>
    /// Reads the files of a virtual board's drive from the bytes of its partition. The virtual drive keeps littlefs' promises, with bytes of its own
    /// (Ota.VirtualDevice, DriveLog). A real board's drive has littlefs' bytes, which are not read here.
    /// </summary>
    public static class VirtualDriveFiles
    {
        private const int BlockSize = 4096;
        private const int HeadSize = 8;
        private const int LengthSize = 4;
        private const int ChecksumSize = 4;
        private const int PointerSize = 4;
        private const uint Magic = 0x53464C4E;
        private const byte Remove = 0;
        private const byte PutInline = 1;

        /// <summary>Whether the partition begins with a block of such a drive.</summary>
        public static bool IsDrive(ReadOnlySpan<byte> partition) =>
            partition.Length >= 2 * BlockSize
            && (BinaryPrimitives.ReadUInt32LittleEndian(partition) == Magic || BinaryPrimitives.ReadUInt32LittleEndian(partition[BlockSize..]) == Magic);

        /// <summary>Whether the partition begins with a block of littlefs (its SPEC.md: "littlefs" in the first tag of the superblock).</summary>
        public static bool IsLittleFs(ReadOnlySpan<byte> partition) =>
            partition.Length >= 2 * BlockSize && (partition.Slice(HeadSize, 8).SequenceEqual("littlefs"u8) || partition.Slice(BlockSize + HeadSize, 8).SequenceEqual("littlefs"u8));

        /// <summary>
        /// The committed files, by name. A file whose blocks lie outside of the partition has null for its bytes. Null where neither block of the
        /// directory is whole.
        /// </summary>
        public static IReadOnlyDictionary<string, byte[]?>? Read(ReadOnlySpan<byte> partition)
        {
            SortedDictionary<string, byte[]?>? newest = null;
            uint revision = 0;
            for (int block = 0; block < 2 && IsDrive(partition); block++)
            {
                ReadOnlySpan<byte> log = partition.Slice(block * BlockSize, BlockSize);
                uint own = BinaryPrimitives.ReadUInt32LittleEndian(log[4..]);
                if (BinaryPrimitives.ReadUInt32LittleEndian(log) == Magic && Replay(log, own, partition) is { } files && (newest == null || (int)(own - revision) > 0))
                {
                    newest = files;
                    revision = own;
                }
            }

            return newest;
        }

        private static SortedDictionary<string, byte[]?>? Replay(ReadOnlySpan<byte> log, uint revision, ReadOnlySpan<byte> partition)
        {
            SortedDictionary<string, byte[]?> files = new(StringComparer.Ordinal);
            int at = HeadSize;
            while (at + LengthSize + ChecksumSize <= log.Length)
            {
                int length = BinaryPrimitives.ReadUInt16LittleEndian(log[at..]);
                int end = at + LengthSize + length;
                if (BinaryPrimitives.ReadUInt16LittleEndian(log[(at + 2)..]) != (ushort)~length
                    || end + ChecksumSize > log.Length
                    || !Checksum(log[(at + LengthSize)..end], revision, at).SequenceEqual(log.Slice(end, ChecksumSize)))
                {
                    break;
                }

                ReadOnlySpan<byte> changes = log[(at + LengthSize)..end];
                while (TakeChange(ref changes, files, partition))
                {
                }

                at = end + ChecksumSize;
            }

            return at > HeadSize ? files : null;
        }

        private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> changes, uint revision, int place)
        {
            byte[] bytes = new byte[8 + changes.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, revision);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), place);
            changes.CopyTo(bytes.AsSpan(8));
            return SHA256.HashData(bytes).AsSpan(0, ChecksumSize);
        }

        // False at the end, and at the first change that makes no sense. A right checksum proves no sound writer.
        private static bool TakeChange(ref ReadOnlySpan<byte> bytes, SortedDictionary<string, byte[]?> files, ReadOnlySpan<byte> partition)
        {
            if (bytes.Length < 2 || bytes.Length < 2 + bytes[1])
            {
                return false;
            }

            byte kind = bytes[0];
            string name = Encoding.UTF8.GetString(bytes.Slice(2, bytes[1]));
            bytes = bytes[(2 + bytes[1])..];
            if (kind == Remove)
            {
                files.Remove(name);
                return true;
            }

            int length = bytes.Length < LengthSize ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
            int blocks = length < 0 || length > partition.Length ? -1 : kind == PutInline ? 0 : CountFor(length);
            int size = kind == PutInline ? length : blocks * PointerSize;
            if (blocks < 0 || size > bytes.Length - LengthSize)
            {
                return false;
            }

            bytes = bytes[LengthSize..];
            files[name] = kind == PutInline ? bytes[..length].ToArray() : ReadBlocks(bytes[..size], length, partition);
            bytes = bytes[size..];
            return true;
        }

        private static byte[]? ReadBlocks(ReadOnlySpan<byte> numbers, int length, ReadOnlySpan<byte> partition)
        {
            byte[] content = new byte[length];
            int done = 0;
            for (int i = 0; i < numbers.Length / PointerSize; i++)
            {
                int block = BinaryPrimitives.ReadInt32LittleEndian(numbers[(i * PointerSize)..]);
                if (block < 0 || block >= partition.Length / BlockSize)
                {
                    return null;
                }

                int part = Math.Min(BlockSize - DataStart(i), length - done);
                partition.Slice((block * BlockSize) + DataStart(i), part).CopyTo(content.AsSpan(done));
                done += part;
            }

            return content;
        }

        private static int CountFor(int length)
        {
            int count = 0;
            for (int left = length; left > 0; left -= BlockSize - DataStart(count++))
            {
            }

            return count;
        }

        // littlefs' skip list: block n above 0 begins with ctz(n) + 1 pointers (littlefs DESIGN.md).
        private static int DataStart(int index) => index == 0 ? 0 : PointerSize * (BitOperations.TrailingZeroCount(index) + 1);
    }
}
