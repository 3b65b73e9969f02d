using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>
    /// The header of a nanoFramework assembly of either generation. Source: nf-interpreter, nanoCLR_Types.h (CLR_RECORD_ASSEMBLY): branch
    /// main for NFMRK1, develop and develop-ifu for NFMRK2. NFMRK2 has no patch fields and two tables more.
    /// </summary>
    public sealed class PeHeader
    {
        /// <summary>Bytes of the shortest header: the first generation's.</summary>
        public const int MinSize = 124;

        private const uint EntryPoint = 0x08000000;
        private const int MethodFlagsOffset = 4;
        private const int MethodTable = 6;

        private readonly PeFormat _format;
        private readonly int[] _tables;

        private PeHeader(PeFormat format, int[] tables, ReadOnlySpan<byte> bytes)
        {
            _format = format;
            _tables = tables;
            NativeChecksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[PeFormat.NativeChecksumAt..]);
            Version = ReadVersion(bytes[format.VersionAt..]);
            NameOffset = BinaryPrimitives.ReadUInt16LittleEndian(bytes[format.NameAt..]);
        }

        /// <summary>The generation of CLRs that run the assembly.</summary>
        public PeFormat Format => _format;

        /// <summary>1 or 2: the last digit of the marker.</summary>
        public int Generation => _format.Generation;

        /// <summary>Bytes of the header.</summary>
        public int Size => _format.HeaderSize;

        /// <summary>Bytes of the whole assembly, without the padding that follows.</summary>
        public int TotalSize => _tables[^1];

        /// <summary>Bytes of names and literals.</summary>
        public int StringBytes => _tables[_format.StringTable + 1] - _tables[_format.StringTable];

        /// <summary>What the firmware must have registered under the assembly's name; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum { get; }

        /// <summary>The assembly's version.</summary>
        public Version Version { get; }

        /// <summary>Where the name stands in the string table; from <see cref="ClrStrings.First"/> on in the CLR's built-in one.</summary>
        public int NameOffset { get; }

        /// <summary>
        /// Reads the header at the start of some bytes and bounds the assembly by them. The order of the checks is the loader's: marker, CRC
        /// and string table's version, then the tables. The content's CRC is for <see cref="Check"/>.
        /// </summary>
        public static PeFault TryRead(ReadOnlySpan<byte> data, out PeHeader? header)
        {
            header = null;
            PeFormat? format = PeFormat.Of(data);
            if (format == null)
            {
                return PeFault.Marker;
            }

            if (data.Length < format.HeaderSize)
            {
                return PeFault.NoHeader;
            }

            ReadOnlySpan<byte> bytes = data[..format.HeaderSize];
            if (format.HeaderCrc(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[PeFormat.HeaderCrcAt..]))
            {
                return PeFault.Header;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[format.StringVersionAt..]) != 1)
            {
                return PeFault.StringVersion;
            }

            int[] tables = new int[format.TableCount];
            uint previous = (uint)format.HeaderSize;
            for (int i = 0; i < tables.Length; i++)
            {
                uint offset = format.TableAt(bytes, i);
                if (offset < previous)
                {
                    return PeFault.Tables;
                }

                if (offset > (uint)data.Length)
                {
                    return PeFault.Truncated;
                }

                tables[i] = (int)offset;
                previous = offset;
            }

            header = new PeHeader(format, tables, bytes);
            return PeFault.None;
        }

        /// <summary>Reads the assembly at the start of some bytes: header, bounds and the CRC of its content.</summary>
        public static PeFault Check(ReadOnlySpan<byte> data, out PeHeader? header)
        {
            PeFault fault = TryRead(data, out header);
            if (header == null)
            {
                return fault;
            }

            return PeCrc.Compute(data[header.Size..header.TotalSize]) == BinaryPrimitives.ReadUInt32LittleEndian(data[PeFormat.AssemblyCrcAt..])
                ? PeFault.None
                : PeFault.Content;
        }

        /// <summary>
        /// The name of the assembly that this header was read from. Null for a name without an end, and at an
        /// unknown place of the CLR's built-in string table.
        /// </summary>
        public string? NameIn(ReadOnlySpan<byte> assembly) => StringIn(assembly, NameOffset);

        /// <summary>A string by its offset, as <see cref="NameIn"/> reads the name.</summary>
        public string? StringIn(ReadOnlySpan<byte> assembly, int offset)
        {
            ReadOnlySpan<byte> strings = assembly[_tables[_format.StringTable].._tables[_format.StringTable + 1]];
            if (offset >= ClrStrings.First)
            {
                return ClrStrings.Find(offset);
            }

            if (offset >= strings.Length)
            {
                return null;
            }

            strings = strings[offset..];
            int length = strings.IndexOf((byte)0);
            return length < 1 ? null : Encoding.UTF8.GetString(strings[..length]);
        }

        /// <summary>The references to other assemblies: where each name stands, and the version. Null when the table is no whole number of them.</summary>
        public IReadOnlyList<(int NameOffset, Version Version)>? ReferencesIn(ReadOnlySpan<byte> assembly)
        {
            int padding = assembly[PeFormat.PaddingAt + PeFormat.ReferenceTable];
            int length = _tables[PeFormat.ReferenceTable + 1] - _tables[PeFormat.ReferenceTable] - padding;
            if (_tables[PeFormat.ReferenceTable] != _format.HeaderSize || length < 0 || length % _format.ReferenceSize != 0)
            {
                return null;
            }

            List<(int NameOffset, Version Version)> references = [];
            for (int at = _format.HeaderSize; at < _format.HeaderSize + length; at += _format.ReferenceSize)
            {
                references.Add((BinaryPrimitives.ReadUInt16LittleEndian(assembly[at..]), ReadVersion(assembly[(at + _format.ReferenceVersionAt)..])));
            }

            return references;
        }

        /// <summary>Whether a method of the assembly is marked as the program's entry point.</summary>
        public bool HasEntryPoint(ReadOnlySpan<byte> assembly)
        {
            ReadOnlySpan<byte> methods = assembly[_tables[MethodTable].._tables[MethodTable + 1]];
            for (; methods.Length >= _format.MethodSize; methods = methods[_format.MethodSize..])
            {
                if ((BinaryPrimitives.ReadUInt32LittleEndian(methods[MethodFlagsOffset..]) & EntryPoint) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        private static Version ReadVersion(ReadOnlySpan<byte> data) => new(
            BinaryPrimitives.ReadUInt16LittleEndian(data),
            BinaryPrimitives.ReadUInt16LittleEndian(data[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(data[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(data[6..]));
    }
}
