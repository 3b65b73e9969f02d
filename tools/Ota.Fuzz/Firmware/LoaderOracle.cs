using System.Buffers.Binary;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// nanoCLR's way through a deployment region, a second time: what its loader would take, and whether it would come to an end. Source:
    /// nf-interpreter, CLRStartup.cpp (ContiguousBlockAssemblies) and the stream that it reads.
    /// </summary>
    internal static class LoaderOracle
    {
        /// <summary>Where the loader finds assemblies; null when it would spin, since an assembly ends behind the region.</summary>
        public static List<int>? Walk(ReadOnlySpan<byte> region)
        {
            List<int> found = [];
            int at = 0;
            while (at < region.Length)
            {
                ReadOnlySpan<byte> rest = region[at..];
                int header = rest.Length >= 124 && rest.StartsWith("NFMRK1\0\0"u8) ? 124 : rest.Length >= 128 && rest.StartsWith("NFMRK2\0\0"u8) ? 128 : 0;
                if (header == 0 || Crc(Zeroed(rest[..header])) != U32(rest, 8))
                {
                    if (rest.Length < 124)
                    {
                        break;
                    }

                    // No header: the loader looks again behind as many bytes.
                    at += 124;
                    continue;
                }

                long size = (U32(rest, header == 124 ? 100 : 104) + 3L) / 4 * 4;
                if (size > rest.Length)
                {
                    return null;
                }

                found.Add(at);
                at += (int)size;
            }

            return found;
        }

        private static byte[] Zeroed(ReadOnlySpan<byte> header)
        {
            byte[] copy = header.ToArray();
            copy.AsSpan(8, 4).Clear();
            return copy;
        }

        // Polynomial 0x04C11DB7, most significant bit first, from 0, bit by bit.
        private static uint Crc(ReadOnlySpan<byte> bytes)
        {
            uint crc = 0;
            foreach (byte value in bytes)
            {
                crc ^= (uint)value << 24;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
                }
            }

            return crc;
        }

        private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
    }
}
