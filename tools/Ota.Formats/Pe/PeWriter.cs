using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>
    /// Writes assemblies of a header, references, names and a payload, which readers of headers cannot tell from real ones. The CLR would
    /// load them and find nothing in them. The same settings give the same bytes.
    /// </summary>
    public sealed class PeWriter
    {
        private const uint EntryPoint = 0x08000000;
        private const int ReferenceTable = 0;
        private const int MethodTable = 6;

        /// <summary>The assembly's name. A name made of an offset, as <see cref="ClrStrings.At"/> makes them, is one of the CLR's own, as in references.</summary>
        public required string Name { get; init; }

        /// <summary>The assembly's version.</summary>
        public Version Version { get; init; } = new(1, 0, 0, 0);

        /// <summary>The assemblies that the assembly refers to.</summary>
        public IReadOnlyList<(string Name, Version Version)> References { get; init; } = [];

        /// <summary>What the firmware must register; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum { get; init; }

        /// <summary>The assembly has one method, which is marked as the program's entry point.</summary>
        public bool HasEntryPoint { get; init; }

        /// <summary>1 for NFMRK1, 2 for NFMRK2.</summary>
        public int Generation { get; init; } = 1;

        /// <summary>What lies in the last table: resources' files. Any length.</summary>
        public ReadOnlyMemory<byte> Payload { get; init; }

        /// <summary>The assembly, without the zeros that follow in an image.</summary>
        public byte[] Write()
        {
            PeFormat format = PeFormat.OfGeneration(Generation);
            using MemoryStream strings = new();
            strings.WriteByte(0);
            int nameAt = AddString(strings, Name);
            byte[] references = new byte[References.Count * format.ReferenceSize];
            for (int i = 0; i < References.Count; i++)
            {
                Span<byte> record = references.AsSpan(i * format.ReferenceSize, format.ReferenceSize);
                BinaryPrimitives.WriteUInt16LittleEndian(record, (ushort)AddString(strings, References[i].Name));
                WriteVersion(record[^8..], References[i].Version);
            }

            byte[] method = new byte[HasEntryPoint ? format.MethodSize : 0];
            if (HasEntryPoint)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(method.AsSpan(4), EntryPoint);
            }

            byte[][] tables = new byte[format.TableCount - 1][];
            Array.Fill(tables, []);
            tables[ReferenceTable] = references;
            tables[MethodTable] = method;
            tables[format.StringTable] = strings.ToArray();
            return Assemble(format, nameAt, tables);
        }

        /// <summary>Makes both checksums of an assembly right again.</summary>
        public static byte[] Seal(byte[] assembly)
        {
            PeFormat format = PeFormat.Of(assembly) ?? throw new ArgumentException("The bytes begin with no header.", nameof(assembly));
            BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(PeFormat.AssemblyCrcAt), PeCrc.Compute(assembly.AsSpan(format.HeaderSize)));
            BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(PeFormat.HeaderCrcAt), format.HeaderCrc(assembly));
            return assembly;
        }

        private byte[] Assemble(PeFormat format, int nameAt, byte[][] tables)
        {
            using MemoryStream content = new();
            int[] starts = new int[format.TableCount];
            byte[] padding = new byte[format.TableCount];
            for (int i = 0; i < tables.Length; i++)
            {
                starts[i] = format.HeaderSize + (int)content.Length;
                content.Write(tables[i]);
                padding[i] = (byte)(-content.Length & 3);
                content.Write(new byte[padding[i]]);
            }

            content.Write(Payload.Span);
            starts[^1] = format.HeaderSize + (int)content.Length;
            byte[] assembly = new byte[starts[^1]];
            format.Marker.CopyTo(assembly);
            BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(PeFormat.NativeChecksumAt), NativeChecksum);
            if (Generation == 1)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(assembly.AsSpan(24), uint.MaxValue);
            }

            WriteVersion(assembly.AsSpan(format.VersionAt), Version);
            BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(format.NameAt), (ushort)nameAt);
            BinaryPrimitives.WriteUInt16LittleEndian(assembly.AsSpan(format.StringVersionAt), 1);
            for (int i = 0; i < starts.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(assembly.AsSpan(format.TablesAt + (4 * i)), starts[i]);
            }

            padding.AsSpan(0, tables.Length).CopyTo(assembly.AsSpan(PeFormat.PaddingAt));
            content.ToArray().CopyTo(assembly, format.HeaderSize);
            return Seal(assembly);
        }

        // A name made of an offset is a string of the CLR's own.
        private static int AddString(MemoryStream strings, string text)
        {
            if (ClrStrings.IsUnknown(text))
            {
                return ClrStrings.OffsetOf(text);
            }

            int at = (int)strings.Length;
            strings.Write(Encoding.UTF8.GetBytes(text + '\0'));
            return at;
        }

        private static void WriteVersion(Span<byte> target, Version version)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)version.Major);
            BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)version.Minor);
            BinaryPrimitives.WriteUInt16LittleEndian(target[4..], (ushort)version.Build);
            BinaryPrimitives.WriteUInt16LittleEndian(target[6..], (ushort)version.Revision);
        }
    }
}
