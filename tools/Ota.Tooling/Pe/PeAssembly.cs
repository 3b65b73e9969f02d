using System.Buffers.Binary;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.Tooling.Pe
{
    /// <summary>A reference of one assembly to another. A name of the CLR's own that the tool does not know is one of <see cref="ClrStrings"/>.</summary>
    public sealed record PeReference(string Name, Version Version)
    {
        /// <summary>Whether the CLR would link the reference to an assembly of that name: by major and minor version.</summary>
        public bool IsServedBy(PeAssembly assembly) => assembly.Version.Major == Version.Major && assembly.Version.Minor == Version.Minor;
    }

    /// <summary>
    /// One nanoFramework assembly: its header, checked as the CLR checks it at load and more strictly where a tool can afford it. Immutable.
    /// </summary>
    public sealed class PeAssembly
    {
        private PeAssembly(PeFormat format, byte[] bytes, string name, Version version, uint nativeChecksum, IReadOnlyList<PeReference> references)
        {
            Format = format;
            Bytes = bytes;
            Name = name;
            Version = version;
            NativeChecksum = nativeChecksum;
            References = references;
        }

        /// <summary>The generation of CLRs that run the assembly.</summary>
        public PeFormat Format { get; }

        /// <summary>The whole file, without the padding that follows it in an image.</summary>
        public byte[] Bytes { get; }

        /// <summary>The assembly's name.</summary>
        public string Name { get; }

        /// <summary>The assembly's version.</summary>
        public Version Version { get; }

        /// <summary>What the firmware must have registered under this name; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum { get; }

        /// <summary>A method is the entry point of a program.</summary>
        public bool HasEntryPoint => Formats.PeHeader.TryRead(Bytes, out Formats.PeHeader? header) == PeFault.None && header!.HasEntryPoint(Bytes);

        /// <summary>The assemblies that must be loaded before this one.</summary>
        public IReadOnlyList<PeReference> References { get; }

        /// <summary>
        /// Reads the assembly that begins at the start of <paramref name="data"/>. What follows it is not looked at.
        /// Throws <see cref="ToolException"/> (<see cref="ExitCode.BadInput"/>) with <paramref name="source"/> and the reason.
        /// </summary>
        public static PeAssembly Parse(ReadOnlySpan<byte> data, string source)
        {
            PeFormat format = PeFormat.Of(data)
                ?? throw Refuse(source, $"it does not begin with {PeFormat.V1.Name} or {PeFormat.V2.Name}, the markers of nanoFramework's two generations");
            if (data.Length < format.HeaderSize)
            {
                throw Refuse(source, $"it has {data.Length} bytes, fewer than the {format.HeaderSize} of a header");
            }

            if (format.HeaderCrc(data) != U32(data, PeFormat.HeaderCrcAt))
            {
                throw Refuse(source, "its header checksum is wrong");
            }

            int[] tables = ReadTables(format, data, source);
            int size = tables[^1];
            if (PeCrc.Compute(data[format.HeaderSize..size]) != U32(data, PeFormat.AssemblyCrcAt))
            {
                throw Refuse(source, "its assembly checksum is wrong");
            }

            if (U16(data, format.StringVersionAt) != 1)
            {
                throw Refuse(source, $"its string table has version {U16(data, format.StringVersionAt)}, not 1");
            }

            byte[] bytes = data[..size].ToArray();
            string? name = ReadString(format, bytes, tables, U16(data, format.NameAt));
            if (string.IsNullOrEmpty(name))
            {
                throw Refuse(source, "its name does not lie in its string table");
            }

            IReadOnlyList<PeReference> references = ReadReferences(format, bytes, tables, source);
            return new PeAssembly(format, bytes, name, ReadVersion(data[format.VersionAt..]), U32(data, PeFormat.NativeChecksumAt), references);
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

        private static int[] ReadTables(PeFormat format, ReadOnlySpan<byte> data, string source)
        {
            int[] tables = new int[format.TableCount];
            uint previous = (uint)format.HeaderSize;
            for (int i = 0; i < tables.Length; i++)
            {
                uint offset = format.TableAt(data, i);
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

            return tables[PeFormat.ReferenceTable] == format.HeaderSize ? tables : throw Refuse(source, "its first table does not follow the header");
        }

        private static List<PeReference> ReadReferences(PeFormat format, byte[] bytes, int[] tables, string source)
        {
            int padding = bytes[PeFormat.PaddingAt + PeFormat.ReferenceTable];
            int length = tables[PeFormat.ReferenceTable + 1] - tables[PeFormat.ReferenceTable] - padding;
            if (length < 0 || length % format.ReferenceSize != 0)
            {
                throw Refuse(source, "its reference table is not a whole number of entries");
            }

            List<PeReference> references = [];
            for (int at = tables[PeFormat.ReferenceTable]; length > 0; at += format.ReferenceSize, length -= format.ReferenceSize)
            {
                string? name = ReadString(format, bytes, tables, U16(bytes, at));
                if (string.IsNullOrEmpty(name))
                {
                    throw Refuse(source, "the name of a reference does not lie in its string table");
                }

                references.Add(new PeReference(name, ReadVersion(bytes.AsSpan(at + format.ReferenceVersionAt))));
            }

            return references;
        }

        private static string? ReadString(PeFormat format, byte[] bytes, int[] tables, int offset)
        {
            if (offset >= ClrStrings.First)
            {
                return ClrStrings.At(offset);
            }

            int start = tables[format.StringTable] + offset;
            int end = tables[format.StringTable + 1];
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
