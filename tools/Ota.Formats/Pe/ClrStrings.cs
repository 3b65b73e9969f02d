using System.Globalization;

namespace NanoOta.Formats
{
    /// <summary>
    /// Names that stand in the CLR's own table of strings and therefore not in an assembly. The last 860 offsets point there, 0xFFFF at the first.
    /// </summary>
    /// <remarks>
    /// Source: nf-interpreter, StringTable.cpp and StringTableData.cpp. Known here are the strings that are names of assemblies or of their
    /// namespaces. Any other of the 860 gets a name of its own by its offset. Such a name is the same wherever the string is meant. So references
    /// and duplicates are found as for every other name.
    /// </remarks>
    public static class ClrStrings
    {
        /// <summary>The lowest offset of the CLR's own table.</summary>
        public const int First = 0xFFFF - 859;

        private const string UnknownPrefix = "clr:0x";

        private static readonly Dictionary<int, string> _known = new()
        {
            [0xFCD2] = "mscorlib",
            [0xFE28] = "System.Threading",
            [0xFE29] = "System.Text",
            [0xFE2E] = "System.Resources",
            [0xFE2F] = "System.Reflection",
            [0xFE30] = "System.IO",
            [0xFE32] = "System.Globalization",
            [0xFE33] = "System.Diagnostics",
            [0xFE34] = "System.ComponentModel",
            [0xFE3F] = "System.Collections",
            [0xFE40] = "System",
        };

        /// <summary>The string at an offset; null when the string is not known here.</summary>
        public static string? Find(int offset) => _known.GetValueOrDefault(offset);

        /// <summary>The string at an offset, or a name made of the offset.</summary>
        public static string At(int offset) =>
            Find(offset) ?? UnknownPrefix + offset.ToString("X4", CultureInfo.InvariantCulture);

        /// <summary>The offset that a name was made of: what <see cref="IsUnknown"/> says must hold.</summary>
        public static int OffsetOf(string name) =>
            int.Parse(name.AsSpan(UnknownPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        /// <summary>Whether a name was made of an offset.</summary>
        public static bool IsUnknown(string name) => name.StartsWith(UnknownPrefix, StringComparison.Ordinal);
    }
}
