using System.Buffers.Binary;

namespace NanoOta.ApiGate
{
    /// <summary>The tables of a nanoFramework PE (marker NFMRK1), by the offsets in its header (nf-interpreter, nanoCLR_Types.h).</summary>
    public sealed class PeFile
    {
        private const int OffsetsStart = 40;
        private const int HeaderBytes = 124;
        private const int StringTable = 11;

        private static readonly string[] _names =
        [
            "assembly references", "type references", "field references", "method references", "types", "fields", "methods", "attributes",
            "type specs", "resources", "resource data", "strings", "signatures", "IL", "resource files",
        ];

        private readonly byte[] _image;

        /// <summary>Takes the bytes of a PE.</summary>
        public PeFile(byte[] image)
        {
            if (image.Length < HeaderBytes || !image.AsSpan().StartsWith("NFMRK1\0\0"u8))
            {
                throw new InvalidDataException("No nanoFramework PE: the marker NFMRK1 is not there.");
            }

            _image = image;
        }

        /// <summary>All its bytes.</summary>
        public int Length => _image.Length;

        /// <summary>The bytes of names and literals.</summary>
        public int StringBytes => SizeOf(StringTable);

        /// <summary>Name and bytes of each table that is not empty, the largest first. With the header they are the whole file.</summary>
        public IReadOnlyList<(string Name, int Bytes)> Tables =>
            [.. _names.Select((name, index) => (name, SizeOf(index))).Where(table => table.Item2 > 0).OrderByDescending(table => table.Item2)];

        private int SizeOf(int table) => OffsetOf(table + 1) - OffsetOf(table);

        private int OffsetOf(int table) => BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(OffsetsStart + (4 * table)));
    }
}
