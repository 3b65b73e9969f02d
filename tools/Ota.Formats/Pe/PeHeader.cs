using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>
    /// The header of a nanoFramework assembly of either generation. Source: nf-interpreter, nanoCLR_Types.h (CLR_RECORD_ASSEMBLY): branch
    /// main for NFMRK1, develop and develop-ifu for NFMRK2, which has no patch fields and two tables more.
    /// </summary>
    public sealed class PeHeader
    {
        /// <summary>Bytes of the shortest header: the first generation's.</summary>
        public const int MinSize = 124;

        private const uint EntryPoint = 0x08000000;
        private const int MethodFlagsOffset = 4;
        private const int MethodTable = 6;
        private const int FirstBuiltInString = 0x8000;

        // Where the built-in string table of the first generation has what could be the name of an assembly (nf-interpreter, StringTableData.cpp).
        private static readonly Dictionary<int, string> _builtIn = new()
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

        private readonly PeLayout _layout;
        private readonly int[] _tables;

        private PeHeader(PeLayout layout, int[] tables, ReadOnlySpan<byte> bytes)
        {
            _layout = layout;
            _tables = tables;
            NativeChecksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
            Version = ReadVersion(bytes[layout.Version..]);
            NameOffset = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(layout.Version + 8)..]);
        }

        /// <summary>1 or 2: the last digit of the marker.</summary>
        public int Generation => _layout.Generation;

        /// <summary>Bytes of the header.</summary>
        public int Size => _layout.Size;

        /// <summary>Bytes of the whole assembly, without the padding that follows.</summary>
        public int TotalSize => _tables[^1];

        /// <summary>What the firmware must have registered under the assembly's name; 0 for a purely managed assembly.</summary>
        public uint NativeChecksum { get; }

        /// <summary>The assembly's version.</summary>
        public Version Version { get; }

        /// <summary>Where the name stands in the string table; from 0x8000 on in the CLR's built-in one.</summary>
        public int NameOffset { get; }

        /// <summary>
        /// Reads the header at the start of some bytes and bounds the assembly by them. The order of the checks is the loader's: marker, CRC
        /// and string table's version, then the size. The content's CRC is for <see cref="Check"/>.
        /// </summary>
        public static PeFault TryRead(ReadOnlySpan<byte> data, out PeHeader? header)
        {
            header = null;
            PeLayout? layout = PeLayout.Of(data);
            if (layout == null)
            {
                return PeFault.Marker;
            }

            ReadOnlySpan<byte> bytes = data[..layout.Size];
            if (CrcOf(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) || BinaryPrimitives.ReadUInt16LittleEndian(bytes[(layout.Version + 10)..]) != 1)
            {
                return PeFault.Header;
            }

            int[] tables = new int[layout.TableCount];
            uint previous = (uint)layout.Size;
            for (int i = 0; i < tables.Length; i++)
            {
                uint offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(layout.Tables + (4 * i))..]);
                if (offset < previous || offset > (uint)data.Length)
                {
                    return PeFault.Size;
                }

                tables[i] = (int)offset;
                previous = offset;
            }

            header = new PeHeader(layout, tables, bytes);
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

            return PeCrc.Compute(data[header.Size..header.TotalSize]) == BinaryPrimitives.ReadUInt32LittleEndian(data[12..])
                ? PeFault.None
                : PeFault.Content;
        }

        /// <summary>
        /// The name of the assembly that this header was read from; null when the name stands at an unknown place of the CLR's built-in string
        /// table, and when it has no end in its own.
        /// </summary>
        public string? NameIn(ReadOnlySpan<byte> assembly) => StringIn(assembly, NameOffset);

        /// <summary>A string by its offset, as <see cref="NameIn"/> reads the name.</summary>
        public string? StringIn(ReadOnlySpan<byte> assembly, int offset)
        {
            ReadOnlySpan<byte> strings = assembly[_tables[_layout.StringTable].._tables[_layout.StringTable + 1]];
            if (offset >= FirstBuiltInString || offset >= strings.Length)
            {
                return Generation == 1 ? _builtIn.GetValueOrDefault(offset) : null;
            }

            strings = strings[offset..];
            int length = strings.IndexOf((byte)0);
            return length < 1 ? null : Encoding.UTF8.GetString(strings[..length]);
        }

        /// <summary>Whether a method of the assembly is marked as the program's entry point.</summary>
        public bool HasEntryPoint(ReadOnlySpan<byte> assembly)
        {
            ReadOnlySpan<byte> methods = assembly[_tables[MethodTable].._tables[MethodTable + 1]];
            for (; methods.Length >= _layout.MethodRecord; methods = methods[_layout.MethodRecord..])
            {
                if ((BinaryPrimitives.ReadUInt32LittleEndian(methods[MethodFlagsOffset..]) & EntryPoint) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The CRC of a header: over all of its bytes, its own field as zero.</summary>
        internal static uint CrcOf(ReadOnlySpan<byte> header)
        {
            byte[] copy = header.ToArray();
            copy.AsSpan(8, 4).Clear();
            return PeCrc.Compute(copy);
        }

        private static Version ReadVersion(ReadOnlySpan<byte> data) => new(
            BinaryPrimitives.ReadUInt16LittleEndian(data),
            BinaryPrimitives.ReadUInt16LittleEndian(data[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(data[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(data[6..]));
    }
}
