using System.Buffers.Binary;

namespace NanoOta.ApiGate
{
    /// <summary>The tables of a nanoFramework PE (marker NFMRK1), by the offsets in its header (nf-interpreter, nanoCLR_Types.h).</summary>
    public sealed class PeFile
    {
        private const int OffsetsStart = 40;
        private const int HeaderBytes = 124;
        private const int StringTable = 11;

        private const int TypeTable = 4;
        private const int TypeBytes = 24;
        private const int StaticsOfType = 20;

        // Bytes of a row in the file, and in RAM apart from pointers (nanoCLR_Types.h, CLR_RECORD_*; nanoCLR_Runtime.h, CLR_RT_*_CrossReference).
        private static readonly (int File, int Ram)[] _rows = [(12, 0), (8, 4), (8, 4), (8, 4), (TypeBytes, 8), (8, 2), (16, 2)];

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

        /// <summary>
        /// Bytes of the managed heap that the CLR's own tables of this assembly take for as long as it is loaded, wherever its file lies
        /// (TypeSystem.cpp, CLR_RT_Assembly::CreateInstance): words of 4 bytes, blocks of 12 on a device; 8 and 24 on a 64-bit host.
        /// </summary>
        public int RamBytes(int wordSize)
        {
            // CLR_RT_Assembly: a list node, which is one block, three 4-byte fields, sixteen table sizes, twelve pointers.
            int block = 3 * wordSize;
            int bytes = block + 12 + 64 + (12 * wordSize);
            bytes = (bytes + wordSize - 1) / wordSize * wordSize;
            for (int table = 0; table < _rows.Length; table++)
            {
                int rows = SizeOf(table) / _rows[table].File;
                bytes += (((rows * (table == 0 ? wordSize : _rows[table].Ram)) + 3) / 4) * 4;
            }

            for (int type = OffsetOf(TypeTable); type + TypeBytes <= OffsetOf(TypeTable + 1); type += TypeBytes)
            {
                bytes += _image[type + StaticsOfType] * block;
            }

            return bytes;
        }

        private int SizeOf(int table) => OffsetOf(table + 1) - OffsetOf(table);

        private int OffsetOf(int table) => BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(OffsetsStart + (4 * table)));
    }
}
