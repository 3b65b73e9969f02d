using System.Buffers.Binary;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// A .NET assembly in the clothes of a nanoFramework one: a real NFMRK1 header, reference table and string table, and the .NET file
    /// where the resources' data would be. What reads headers, and what cuts and orders assemblies, cannot tell it from a real one; the
    /// virtual board's CLR runs what is inside.
    /// </summary>
    public static class HostPe
    {
        /// <summary>Bytes of the header.</summary>
        public const int HeaderSize = 124;

        /// <summary>The table that the .NET file lies in: resources' data.</summary>
        public const int PayloadTable = 14;

        /// <summary>Tables, the last of which is the total size.</summary>
        public const int TableCount = 16;

        private const int TablesAt = 40;
        private const int PayloadLengthSize = 4;

        /// <summary>Bytes of the assembly at the start of the data, its padding not counted; 0 when there is none.</summary>
        public static int LengthOf(ReadOnlySpan<byte> data)
        {
            if (data.Length < HeaderSize || !data.StartsWith("NFMRK1\0\0"u8))
            {
                return 0;
            }

            int total = TableOf(data, TableCount - 1);
            return total < HeaderSize || total > data.Length ? 0 : total;
        }

        /// <summary>The .NET file in it; null when there is none.</summary>
        public static byte[]? Unwrap(ReadOnlySpan<byte> data)
        {
            int total = LengthOf(data);
            int start = total == 0 ? 0 : TableOf(data, PayloadTable);
            if (start < HeaderSize || start > total - PayloadLengthSize)
            {
                return null;
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(data[start..]);
            start += PayloadLengthSize;
            return length > 0 && length <= total - start ? data.Slice(start, length).ToArray() : null;
        }

        private static int TableOf(ReadOnlySpan<byte> data, int table) => BinaryPrimitives.ReadInt32LittleEndian(data[(TablesAt + (4 * table))..]);
    }
}
