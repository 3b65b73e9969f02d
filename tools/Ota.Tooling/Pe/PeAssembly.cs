using System.Buffers.Binary;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.Tooling.Pe
{
    /// <summary>A reference of one assembly to another. <see cref="Name"/> is null when it stands in the CLR's built-in string table and is not known here.</summary>
    public sealed record PeReference(string? Name, Version Version);

    /// <summary>
    /// One nanoFramework assembly (marker NFMRK1): its header, checked as the CLR checks it at load and more strictly where
    /// a tool can afford it. Immutable.
    /// </summary>
    public sealed class PeAssembly
    {
        private const int TablesOffset = 40;
        private const int ReferenceTable = 0;
        private const int StringTable = 11;
        private const int EndOfTables = 15;
        private const int ReferenceSize = 12;

        /// <summary>String offsets from here on point into the CLR's own table.</summary>
        private const int FirstBuiltInString = 0x8000;

        /// <summary>Where the CLR's own table has "mscorlib" (seen in every assembly that the v1.17 tools make).</summary>
        private const int BuiltInMscorlib = 0xFCD2;

        private PeAssembly(byte[] bytes, string name, Version version, uint nativeChecksum, IReadOnlyList<PeReference> references)
        {
            Bytes = bytes;
            Name = name;
            Version = version;
            NativeChecksum = nativeChecksum;
            References = references;
        }

        /// <summary>The whole file, without the padding that follows it in an image.</summary>
        public byte[] Bytes { get; }

        /// <summary>The assembly's name.</summary>
        public string Name { get; }

        /// <summary>The assembly's version.</summary>
        public Version Version { get; }

        /// <summary>What the firmware must have registered under this name; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum { get; }

        /// <summary>The assemblies that must be loaded before this one.</summary>
        public IReadOnlyList<PeReference> References { get; }

        /// <summary>
        /// Reads the assembly that begins at the start of <paramref name="data"/>. What follows it is not looked at.
        /// Throws <see cref="ToolException"/> (<see cref="ExitCode.BadInput"/>) with <paramref name="source"/> and the reason.
        /// </summary>
        public static PeAssembly Parse(ReadOnlySpan<byte> data, string source)
        {
            if (data.Length < PeFileHeader.Size)
            {
                throw Refuse(source, $"it has {data.Length} bytes, fewer than the {PeFileHeader.Size} of a header");
            }

            if (!data.StartsWith(PeFileHeader.Marker))
            {
                throw Refuse(source, "it does not begin with NFMRK1, the marker of this nanoFramework generation");
            }

            if (PeFileHeader.Crc(data) != U32(data, 8))
            {
                throw Refuse(source, "its header checksum is wrong");
            }

            int[] tables = ReadTables(data, source);
            int size = tables[EndOfTables];
            if (PeCrc.Compute(data[PeFileHeader.Size..size]) != U32(data, 12))
            {
                throw Refuse(source, "its assembly checksum is wrong");
            }

            if (U16(data, 38) != 1)
            {
                throw Refuse(source, $"its string table has version {U16(data, 38)}, not 1");
            }

            byte[] bytes = data[..size].ToArray();
            string? name = ReadString(bytes, tables, U16(data, 36));
            if (string.IsNullOrEmpty(name))
            {
                throw Refuse(source, "its name does not lie in its string table");
            }

            return new PeAssembly(bytes, name, ReadVersion(data[28..]), U32(data, 20), ReadReferences(bytes, tables, source));
        }

        /// <summary>Reads a .pe file, which must hold one assembly and nothing else.</summary>
        public static PeAssembly ParseFile(string path)
        {
            byte[] data = Files.ReadAll(path);
            PeAssembly assembly = Parse(data, Path.GetFileName(path));
            return assembly.Bytes.Length == data.Length
                ? assembly
                : throw Refuse(Path.GetFileName(path), $"{data.Length - assembly.Bytes.Length} bytes follow its end");
        }

        private static int[] ReadTables(ReadOnlySpan<byte> data, string source)
        {
            int[] tables = new int[EndOfTables + 1];
            uint previous = PeFileHeader.Size;
            for (int i = 0; i < tables.Length; i++)
            {
                uint offset = U32(data, TablesOffset + (4 * i));
                if (offset < previous)
                {
                    throw Refuse(source, $"its table {i} begins before the one in front of it ends");
                }

                if (offset > data.Length)
                {
                    throw Refuse(source, $"it is cut off: its table {i} lies at {offset}, but only {data.Length} bytes are there");
                }

                tables[i] = (int)offset;
                previous = offset;
            }

            return tables[ReferenceTable] == PeFileHeader.Size ? tables : throw Refuse(source, "its first table does not follow the header");
        }

        private static List<PeReference> ReadReferences(byte[] bytes, int[] tables, string source)
        {
            int padding = bytes[108 + ReferenceTable];
            int length = tables[ReferenceTable + 1] - tables[ReferenceTable] - padding;
            if (length < 0 || length % ReferenceSize != 0)
            {
                throw Refuse(source, "its reference table is not a whole number of entries");
            }

            List<PeReference> references = [];
            for (int at = tables[ReferenceTable]; length > 0; at += ReferenceSize, length -= ReferenceSize)
            {
                int name = U16(bytes, at);
                string? text = ReadString(bytes, tables, name);
                if (text == null && name < FirstBuiltInString)
                {
                    throw Refuse(source, "the name of a reference does not lie in its string table");
                }

                references.Add(new PeReference(text, ReadVersion(bytes.AsSpan(at + 4))));
            }

            return references;
        }

        private static string? ReadString(byte[] bytes, int[] tables, int offset)
        {
            if (offset >= FirstBuiltInString)
            {
                return offset == BuiltInMscorlib ? "mscorlib" : null;
            }

            int start = tables[StringTable] + offset;
            int end = tables[StringTable + 1];
            int stop = start < end ? Array.IndexOf(bytes, (byte)0, start, end - start) : -1;
            return stop < 0 ? null : Encoding.UTF8.GetString(bytes, start, stop - start);
        }

        private static Version ReadVersion(ReadOnlySpan<byte> data) => new(U16(data, 0), U16(data, 2), U16(data, 4), U16(data, 6));

        private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

        private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

        private static ToolException Refuse(string source, string reason) =>
            new(ExitCode.BadInput, $"{source} is not a sound assembly: {reason}. Build it anew.");
    }
}
