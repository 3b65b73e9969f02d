using System.Buffers.Binary;

namespace NanoOta.Tooling.Chunks
{
    /// <summary>A piece of an image.</summary>
    public sealed record Chunk(int Offset, int Length, byte[] Digest);

    /// <summary>
    /// Writes the digest table that devices read: a header of 32 bytes ("NOTACHK1"), then (u16 length, 32-byte digest) for each
    /// chunk, all little-endian; see docs/FORMAT.md.
    /// </summary>
    public static class ChunkTableWriter
    {
        /// <summary>The first bytes of every table.</summary>
        public static ReadOnlySpan<byte> Magic => "NOTACHK1"u8;

        /// <summary>The table of <paramref name="chunks"/>, which must follow one another without a gap from offset 0.</summary>
        /// <exception cref="ArgumentException">They do not, or a chunk is longer than <paramref name="maxLength"/>.</exception>
        public static byte[] Write(ChunkMethod method, IReadOnlyList<Chunk> chunks, ushort minLength, ushort maxLength)
        {
            byte[] table = new byte[ChunkTable.HeaderLength + (ChunkTable.EntryLength * chunks.Count)];
            int end = 0;
            Span<byte> at = table.AsSpan(ChunkTable.HeaderLength);
            foreach (Chunk chunk in chunks)
            {
                if (chunk.Offset != end || chunk.Length < 1 || chunk.Length > maxLength || chunk.Digest.Length != ChunkDigest.Length)
                {
                    throw new ArgumentException($"The chunk at {chunk.Offset} does not follow the one that ends at {end}, or has a wrong length.", nameof(chunks));
                }

                BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)chunk.Length);
                chunk.Digest.CopyTo(at[2..]);
                at = at[ChunkTable.EntryLength..];
                end += chunk.Length;
            }

            WriteHeader(table, method, end, chunks.Count, minLength, maxLength);
            return table;
        }

        private static void WriteHeader(Span<byte> header, ChunkMethod method, int imageSize, int count, ushort minLength, ushort maxLength)
        {
            const byte hmacSha256PaddedTo4096 = 1;
            Magic.CopyTo(header);
            BinaryPrimitives.WriteUInt16LittleEndian(header[8..], ChunkTable.HeaderLength);
            header[10] = (byte)method;
            header[11] = hmacSha256PaddedTo4096;
            BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)imageSize);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)count);
            BinaryPrimitives.WriteUInt16LittleEndian(header[20..], minLength);
            BinaryPrimitives.WriteUInt16LittleEndian(header[22..], maxLength);
        }
    }
}
