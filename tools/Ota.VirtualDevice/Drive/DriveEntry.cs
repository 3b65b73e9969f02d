using System.Buffers.Binary;
using System.Text;

namespace NanoOta.VirtualDevice
{
    /// <summary>A file in the drive's metadata. Immutable.</summary>
    /// <param name="Name">1 to 255 bytes of UTF-8.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="Inline">The content of a small file; null for a file in blocks.</param>
    /// <param name="Blocks">The data blocks, in order.</param>
    internal sealed record DriveEntry(string Name, int Length, byte[]? Inline, IReadOnlyList<int> Blocks);

    /// <summary>One change of the metadata: a file put, or (without an entry) a name removed.</summary>
    internal readonly record struct DriveChange(string Name, DriveEntry? Entry)
    {
        private const byte Remove = 0;
        private const byte PutInline = 1;
        private const byte PutBlocks = 2;

        public static DriveChange Put(DriveEntry entry) => new(entry.Name, entry);

        public void WriteTo(MemoryStream stream)
        {
            byte[] name = Encoding.UTF8.GetBytes(Name);
            stream.WriteByte(Entry == null ? Remove : Entry.Inline != null ? PutInline : PutBlocks);
            stream.WriteByte((byte)name.Length);
            stream.Write(name);
            if (Entry != null)
            {
                WriteNumber(stream, Entry.Length);
                if (Entry.Inline != null)
                {
                    stream.Write(Entry.Inline);
                }

                foreach (int block in Entry.Blocks)
                {
                    WriteNumber(stream, block);
                }
            }
        }

        /// <summary>Reads what <see cref="WriteTo"/> wrote. The checksum around the bytes has been found right.</summary>
        public static DriveChange Read(ref ReadOnlySpan<byte> bytes)
        {
            byte kind = bytes[0];
            string name = Encoding.UTF8.GetString(bytes.Slice(2, bytes[1]));
            bytes = bytes[(2 + bytes[1])..];
            if (kind == Remove)
            {
                return new DriveChange(name, null);
            }

            int length = ReadNumber(ref bytes);
            if (kind == PutInline)
            {
                byte[] content = bytes[..length].ToArray();
                bytes = bytes[length..];
                return Put(new DriveEntry(name, length, content, []));
            }

            int[] blocks = new int[BlockShape.CountFor(length)];
            for (int i = 0; i < blocks.Length; i++)
            {
                blocks[i] = ReadNumber(ref bytes);
            }

            return Put(new DriveEntry(name, length, null, blocks));
        }

        private static void WriteNumber(MemoryStream stream, int value)
        {
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
            stream.Write(number);
        }

        private static int ReadNumber(ref ReadOnlySpan<byte> bytes)
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            bytes = bytes[4..];
            return value;
        }
    }
}
