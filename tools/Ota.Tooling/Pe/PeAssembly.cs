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
        private readonly Formats.PeHeader _header;

        private PeAssembly(Formats.PeHeader header, byte[] bytes, string name, IReadOnlyList<PeReference> references)
        {
            _header = header;
            Bytes = bytes;
            Name = name;
            References = references;
        }

        /// <summary>The generation of CLRs that run the assembly.</summary>
        public PeFormat Format => _header.Format;

        /// <summary>The whole file, without the padding that follows it in an image.</summary>
        public byte[] Bytes { get; }

        /// <summary>The assembly's name.</summary>
        public string Name { get; }

        /// <summary>The assembly's version.</summary>
        public Version Version => _header.Version;

        /// <summary>What the firmware must have registered under this name; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum => _header.NativeChecksum;

        /// <summary>A method is the entry point of a program.</summary>
        public bool HasEntryPoint => _header.HasEntryPoint(Bytes);

        /// <summary>The assemblies that must be loaded before this one.</summary>
        public IReadOnlyList<PeReference> References { get; }

        /// <summary>
        /// Reads the assembly that begins at the start of <paramref name="data"/>. What follows it is not looked at.
        /// Throws <see cref="ToolException"/> (<see cref="ExitCode.BadInput"/>) with <paramref name="source"/> and the reason.
        /// </summary>
        public static PeAssembly Parse(ReadOnlySpan<byte> data, string source)
        {
            PeFault fault = Formats.PeHeader.Check(data, out Formats.PeHeader? header);
            if (fault != PeFault.None || header == null)
            {
                throw Refuse(source, Describe(fault, data.Length));
            }

            byte[] bytes = data[..header.TotalSize].ToArray();
            string name = ReadString(header, bytes, header.NameOffset) ?? throw Refuse(source, "its name does not lie in its string table");
            IReadOnlyList<(int NameOffset, Version Version)> references = header.ReferencesIn(bytes)
                ?? throw Refuse(source, "its reference table does not follow the header, or is not a whole number of entries");
            PeReference[] named =
            [
                .. references.Select(reference => new PeReference(
                    ReadString(header, bytes, reference.NameOffset) ?? throw Refuse(source, "the name of a reference does not lie in its string table"),
                    reference.Version)),
            ];
            return new PeAssembly(header, bytes, name, named);
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

        private static string Describe(PeFault fault, int length) => fault switch
        {
            PeFault.Marker => $"it does not begin with {PeFormat.V1.Name} or {PeFormat.V2.Name}, the markers of nanoFramework's two generations",
            PeFault.NoHeader => $"it has {length} bytes, fewer than those of a header",
            PeFault.Header => "its header checksum is wrong",
            PeFault.StringVersion => "its string table has another version than 1",
            PeFault.Tables => "one of its tables begins before the one in front of it ends",
            PeFault.Truncated => $"it is cut off: a table lies behind the {length} bytes that are there",
            _ => "its assembly checksum is wrong",
        };

        // A string of the CLR's own that is not known here has a name by its offset.
        private static string? ReadString(Formats.PeHeader header, byte[] bytes, int offset) =>
            offset >= ClrStrings.First ? ClrStrings.At(offset) : header.StringIn(bytes, offset);

        private static ToolException Refuse(string source, string reason) =>
            new(ExitCode.BadInput, $"{source} is not a sound assembly: {reason}. Build it anew.");
    }
}
