using System.Buffers.Binary;

namespace NanoOta.Bench
{
    /// <summary>
    /// What an update cost before there were delta files, for comparison: chunks of 1 to 4 KiB cut where a rolling hash over the content said
    /// so, and after each assembly; those that the old image had anywhere were copied, the others were fetched.
    /// </summary>
    internal static class FormerChunks
    {
        private const int MinLength = 1024;
        private const int MaxLength = 4096;
        private const int Window = 32;
        private const uint CutMask = 0xFFE00000u;
        private const int HeaderLength = 32;
        private const int EntryLength = 34;

        private static readonly uint[] _gear = MakeGear();

        /// <summary>Bytes over the air: the table and the chunks that the old image has not.</summary>
        public static int Cost(byte[] oldImage, byte[] newImage)
        {
            HashSet<string> known = [.. Cut(oldImage).Select(chunk => Convert.ToBase64String(oldImage.AsSpan(chunk)))];
            List<Range> chunks = [.. Cut(newImage)];
            return HeaderLength + (EntryLength * chunks.Count)
                + chunks.Where(chunk => !known.Contains(Convert.ToBase64String(newImage.AsSpan(chunk)))).Sum(chunk => chunk.End.Value - chunk.Start.Value);
        }

        private static IEnumerable<Range> Cut(byte[] image)
        {
            int boundary = 0;
            for (int at = 0; at < image.Length;)
            {
                if (at == boundary)
                {
                    boundary = at + UnitLength(image.AsSpan(at));
                }

                int length = Length(image.AsSpan(at, Math.Min(MaxLength, boundary - at)));
                yield return at..(at + length);
                at += length;
            }
        }

        // An assembly with its padding, or all that is left.
        private static int UnitLength(ReadOnlySpan<byte> rest)
        {
            int total = rest.Length >= 124 && rest.StartsWith("NFMRK1\0\0"u8) ? BinaryPrimitives.ReadInt32LittleEndian(rest[100..]) : 0;
            return total < 124 || total > rest.Length ? rest.Length : Math.Min((total + 3) & ~3, rest.Length);
        }

        private static int Length(ReadOnlySpan<byte> rest)
        {
            uint hash = 0;
            for (int i = MinLength - Window; i < rest.Length; i++)
            {
                hash = (hash << 1) + _gear[rest[i]];
                if (i >= MinLength && (hash & CutMask) == 0)
                {
                    return i;
                }
            }

            return rest.Length;
        }

        private static uint[] MakeGear()
        {
            uint[] gear = new uint[256];
            uint x = 0x6E4F7461;
            for (int i = 0; i < gear.Length; i++)
            {
                x ^= x << 13;
                x ^= x >> 17;
                x ^= x << 5;
                gear[i] = x;
            }

            return gear;
        }
    }
}
