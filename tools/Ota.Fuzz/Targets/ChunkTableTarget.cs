using System.Buffers.Binary;
using NanoOta.Tooling.Chunks;

namespace NanoOta.Fuzz
{
    /// <summary>ChunkTable.Open against a second reader. Input: the image's size (4 bytes), then the table.</summary>
    public sealed class ChunkTableTarget : FuzzTarget
    {
        private const int Accessed = 64;

        public override string Name => "chunks";

        public override string Claim => "ChunkTable.Open accepts what a second reader accepts, and then every chunk lies inside the image";

        public override IReadOnlyList<byte[]> Seeds { get; } = [Make(1), Make(1000), Make(4096, 4096, 1), Make(1024, 1, 4096, 2000, 3000), [], Make(500, 500)[..40]];

        public override IReadOnlyList<byte[]> Dictionary { get; } = ["NOTACHK1"u8.ToArray(), "NOTACHK2"u8.ToArray(), new byte[34], [0, 16], [1, 16], [0xFF, 0xFF]];

        public override int Run(byte[] input)
        {
            int imageSize = input.Length < 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(input);
            byte[] bytes = input.Length < 4 ? input : input[4..];
            OtaResult result = ChunkTable.Open(bytes, imageSize, out ChunkTable table);
            OtaResult expected = Read(bytes, imageSize);
            Require(result == expected, $"Open gives {result}, the second reader {expected}");
            Require((result == OtaResult.Ok) == (table != null), "a table without Ok, or Ok without one");
            if (table != null)
            {
                Access(table, bytes, imageSize);
            }

            return (int)result;
        }

        public override void Repair(byte[] input)
        {
            if (input.Length < 4 + ChunkTable.HeaderLength)
            {
                return;
            }

            Span<byte> table = input.AsSpan(4);
            int count = (table.Length - ChunkTable.HeaderLength) / ChunkTable.EntryLength;
            uint sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += BinaryPrimitives.ReadUInt16LittleEndian(table[(ChunkTable.HeaderLength + (i * ChunkTable.EntryLength))..]);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(table[12..], sum);
            BinaryPrimitives.WriteInt32LittleEndian(table[16..], count);
            BinaryPrimitives.WriteUInt32LittleEndian(input, sum);
        }

        private static byte[] Make(params int[] lengths)
        {
            List<Chunk> chunks = [];
            int offset = 0;
            foreach (int length in lengths)
            {
                byte[] digest = new byte[ChunkDigest.Length];
                Array.Fill(digest, (byte)chunks.Count);
                chunks.Add(new Chunk(offset, length, digest));
                offset += length;
            }

            byte[] size = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, offset);
            return [.. size, .. ChunkTableWriter.Write(ChunkMethod.ContentDefined, chunks, 1, 4096)];
        }

        private static void Access(ChunkTable table, byte[] bytes, int imageSize)
        {
            long sum = 0;
            byte[] digest = new byte[ChunkDigest.Length];
            for (int i = 0; i < table.Count; i++)
            {
                int length = table.LengthOf(i);
                Require(length is >= 1 and <= 4096, "a chunk's length");
                sum += length;
                if (i < Accessed)
                {
                    bytes.AsSpan(32 + (34 * i) + 2, 32).CopyTo(digest);
                    Require(table.Matches(i, digest), "a chunk has its own digest");
                    Require(table.SourceOf(i) == -1 || i > 0, "a chunk is known before anything was noted");
                    table.NoteSource(digest, length, 5);
                    Require(table.SourceOf(i) == 5, "what was noted is known");
                }
            }

            Require(sum == imageSize && (int)table.Method is 0 or 1, "the chunks are not the image");
        }

        private static OtaResult Read(ReadOnlySpan<byte> bytes, int imageSize)
        {
            if (bytes.Length < 32 + 34 || (bytes.Length - 32) % 34 != 0 || !bytes.StartsWith("NOTACHK1"u8))
            {
                return OtaResult.TableMalformed;
            }

            int count = (bytes.Length - 32) / 34;
            ushort least = BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]);
            ushort most = BinaryPrimitives.ReadUInt16LittleEndian(bytes[22..]);
            bool isHeader = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) == 32 && bytes[10] < 2 && bytes[11] == 1
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]) == count && count <= 30000
                && least >= 1 && least <= most && most <= 4096 && BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) == 0;
            ulong sum = 0;
            for (int i = 0; isHeader && i < count; i++)
            {
                ushort length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(32 + (34 * i))..]);
                isHeader = length >= 1 && length <= most;
                sum += length;
            }

            return !isHeader || sum != BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) ? OtaResult.TableMalformed
                : sum != (ulong)imageSize ? OtaResult.TableImageMismatch : OtaResult.Ok;
        }
    }
}
