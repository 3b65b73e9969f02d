namespace NanoOta.Formats
{
    /// <summary>Where a generation of assemblies has its fields. Source: nf-interpreter, nanoCLR_Types.h, branches main and develop-ifu.</summary>
    /// <param name="Generation">The last digit of the marker.</param>
    /// <param name="Version">Offset of the version; the name's offset and the string table's version follow it.</param>
    /// <param name="Tables">Offset of the tables' starts.</param>
    /// <param name="TableCount">Tables, the end of the assembly included.</param>
    /// <param name="Padding">Offset of the tables' padding.</param>
    /// <param name="StringTable">The index of the string table.</param>
    /// <param name="ReferenceRecord">Bytes of an entry of table 0; its last 8 are the version.</param>
    /// <param name="MethodRecord">Bytes of an entry of table 6; its flags lie at 4.</param>
    /// <param name="Size">Bytes of the header.</param>
    internal sealed record PeLayout(
        int Generation, int Version, int Tables, int TableCount, int Padding, int StringTable, int ReferenceRecord, int MethodRecord, int Size)
    {
        private static readonly PeLayout[] _all =
        [
            new PeLayout(1, Version: 28, Tables: 40, TableCount: 16, Padding: 108, StringTable: 11, ReferenceRecord: 12, MethodRecord: 16, Size: 124),
            new PeLayout(2, Version: 24, Tables: 36, TableCount: 18, Padding: 108, StringTable: 13, ReferenceRecord: 10, MethodRecord: 20, Size: 128),
        ];

        /// <summary>The 8 bytes that an assembly begins with.</summary>
        public ReadOnlySpan<byte> Marker => Generation == 1 ? "NFMRK1\0\0"u8 : "NFMRK2\0\0"u8;

        /// <summary>The layout of a generation.</summary>
        public static PeLayout OfGeneration(int generation) => Array.Find(_all, layout => layout.Generation == generation)
            ?? throw new ArgumentOutOfRangeException(nameof(generation), generation, "There are two generations.");

        /// <summary>The layout of the header that some bytes begin with; null when they begin with none.</summary>
        public static PeLayout? Of(ReadOnlySpan<byte> data)
        {
            foreach (PeLayout layout in _all)
            {
                if (data.Length >= layout.Size && data.StartsWith(layout.Marker))
                {
                    return layout;
                }
            }

            return null;
        }
    }
}
