using System.Buffers.Binary;

namespace NanoOta.Formats
{
    /// <summary>
    /// Where things lie in a nanoFramework assembly, in each of its two generations. The stable CLR runs NFMRK1, and the CLR with generics (2.0
    /// preview) runs NFMRK2. A CLR runs one of the two. Immutable.
    /// </summary>
    /// <remarks>
    /// Source: nf-interpreter, nanoCLR_Types.h (CLR_RECORD_ASSEMBLY, _ASSEMBLYREF, _METHODDEF), branches main and develop; metadata-processor,
    /// nanoAssemblyDefinition.cs, the same branches. NFMRK2 has two tables more, and lost the patch fields of the header and the padding of the rows.
    /// </remarks>
    public sealed class PeFormat
    {
        /// <summary>Bytes of the marker that every assembly begins with.</summary>
        public const int MarkerSize = 8;

        /// <summary>The part of the marker that both generations have.</summary>
        public static ReadOnlySpan<byte> CommonMarker => "NFMRK"u8;

        /// <summary>The CRC of the header.</summary>
        public const int HeaderCrcAt = 8;

        /// <summary>The CRC of all that follows the header.</summary>
        public const int AssemblyCrcAt = 12;

        /// <summary>What the firmware must have registered; 0 for an assembly without native code.</summary>
        public const int NativeChecksumAt = 20;

        /// <summary>One byte a table: the zeros at its end.</summary>
        public const int PaddingAt = 108;

        /// <summary>The index of the table of references.</summary>
        public const int ReferenceTable = 0;

        private readonly byte[] _marker;

        private PeFormat(int generation, int headerSize, int versionAt, int tableCount, int stringTable, int referenceSize, int methodSize)
        {
            string marker = $"NFMRK{generation}";
            Generation = generation;
            Name = marker;
            _marker = [.. marker.Select(character => (byte)character), 0, 0];
            HeaderSize = headerSize;
            VersionAt = versionAt;
            TableCount = tableCount;
            StringTable = stringTable;
            ReferenceSize = referenceSize;
            MethodSize = methodSize;
        }

        /// <summary>NFMRK1.</summary>
        public static PeFormat V1 { get; } = new(1, headerSize: 124, versionAt: 28, tableCount: 16, stringTable: 11, referenceSize: 12, methodSize: 16);

        /// <summary>NFMRK2.</summary>
        public static PeFormat V2 { get; } = new(2, headerSize: 128, versionAt: 24, tableCount: 18, stringTable: 13, referenceSize: 10, methodSize: 19);

        /// <summary>The last digit of the marker.</summary>
        public int Generation { get; }

        /// <summary>The marker as text.</summary>
        public string Name { get; }

        /// <summary>The marker as bytes.</summary>
        public ReadOnlySpan<byte> Marker => _marker;

        /// <summary>Bytes of the header.</summary>
        public int HeaderSize { get; }

        /// <summary>The version: major, minor, build, revision, 2 bytes each.</summary>
        public int VersionAt { get; }

        /// <summary>The offset of the name in the table of strings, 2 bytes.</summary>
        public int NameAt => VersionAt + 8;

        /// <summary>The version of the CLR's own table of strings, 2 bytes; always 1 until now.</summary>
        public int StringVersionAt => NameAt + 2;

        /// <summary>The offsets of the tables, 4 bytes each.</summary>
        public int TablesAt => StringVersionAt + 2;

        /// <summary>Offsets of tables; the last is the size of the assembly.</summary>
        public int TableCount { get; }

        /// <summary>Where the size of the assembly stands.</summary>
        public int TotalSizeAt => TablesAt + (4 * (TableCount - 1));

        /// <summary>The index of the table of strings.</summary>
        public int StringTable { get; }

        /// <summary>Bytes of a reference: the offset of its name first, its version last.</summary>
        public int ReferenceSize { get; }

        /// <summary>Where the version stands in a reference.</summary>
        public int ReferenceVersionAt => ReferenceSize - 8;

        /// <summary>Bytes of a method in table 6; its flags lie at 4.</summary>
        public int MethodSize { get; }

        /// <summary>The generation of a number.</summary>
        public static PeFormat OfGeneration(int generation) => generation switch
        {
            1 => V1,
            2 => V2,
            _ => throw new ArgumentOutOfRangeException(nameof(generation), generation, "There are two generations."),
        };

        /// <summary>The generation of the assembly that begins here; null when none does.</summary>
        public static PeFormat? Of(ReadOnlySpan<byte> data) => data.StartsWith(V1.Marker) ? V1 : data.StartsWith(V2.Marker) ? V2 : null;

        /// <summary>The header's CRC: over its bytes, with the CRC's own field as zero.</summary>
        public uint HeaderCrc(ReadOnlySpan<byte> header)
        {
            byte[] copy = header[..HeaderSize].ToArray();
            copy.AsSpan(HeaderCrcAt, 4).Clear();
            return PeCrc.Compute(copy);
        }

        /// <summary>The offset of a table.</summary>
        public uint TableAt(ReadOnlySpan<byte> header, int table) => BinaryPrimitives.ReadUInt32LittleEndian(header[(TablesAt + (4 * table))..]);
    }
}
