using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>
    /// The native assemblies of a nanoCLR, read from its image. Source: nf-interpreter, nanoCLR_Interop.h (CLR_RT_NativeAssemblyData) and
    /// CLR_RT_InteropAssembliesTable.cpp.in (g_CLR_InteropAssembliesNativeData). Immutable.
    /// </summary>
    /// <remarks>
    /// A record has 20 bytes at a multiple of 4. They are pointer to name, u32 checksum, pointer to methods, 4 × u16 version. A pointer to a name
    /// proves nothing, since literal pools have those, too. In a record that counts the third word points into the image, and the version is one.
    /// An array of pointers to such records names the record, and ends with a zero word. The array of a CLR has one for mscorlib.
    /// </remarks>
    public sealed class FirmwareNatives
    {
        private const int RecordSize = 20;
        private const int MaxName = 127;
        private const int MaxVersion = 9999;
        private const string Core = "mscorlib";

        private FirmwareNatives(NativesFault fault, IReadOnlyList<FirmwareNative> assemblies)
        {
            Fault = fault;
            Assemblies = assemblies;
        }

        /// <summary>Whether <see cref="Assemblies"/> is to be believed.</summary>
        public NativesFault Fault { get; }

        /// <summary>What the firmware registers, in its order; empty with a fault.</summary>
        public IReadOnlyList<FirmwareNative> Assemblies { get; }

        /// <summary>Reads them from the segments of an image.</summary>
        public static FirmwareNatives Read(IEnumerable<EspSegmentData> segments)
        {
            EspSegmentData[] placed = Join(segments.Where(segment => segment.LoadAddress >= EspMemory.FirstLoadAddress));
            Dictionary<uint, FirmwareNative?> records = [];
            List<FirmwareNative[]> tables = [];
            foreach (EspSegmentData segment in placed)
            {
                FindTables(placed, segment, records, tables);
            }

            return tables switch
            {
                [] => new FirmwareNatives(NativesFault.NoTable, []),
                [FirmwareNative[] first, .. List<FirmwareNative[]> others] => others.TrueForAll(other => other.SequenceEqual(first))
                    ? new FirmwareNatives(NativesFault.None, first)
                    : new FirmwareNatives(NativesFault.ManyTables, []),
            };
        }

        /// <summary>
        /// The assemblies that the firmware could not run. Some have another checksum than the registered one, and the CLR does not load them. Others
        /// have native code that is not registered, and fail at the first call.
        /// </summary>
        public IReadOnlyList<NativeMismatch> Judge(IEnumerable<PlacedPe> assemblies)
        {
            List<NativeMismatch> wrong = [];
            foreach (PlacedPe assembly in assemblies)
            {
                uint needed = assembly.Header.NativeChecksum;
                uint? registered = Assemblies.FirstOrDefault(native => native.Name == assembly.Name)?.Checksum;
                if (registered != needed && (registered != null || needed != 0))
                {
                    wrong.Add(new NativeMismatch(assembly.Identity, needed, registered));
                }
            }

            return wrong;
        }

        // esptool cuts what goes to RAM where a gap has to be filled: through the table, too.
        private static EspSegmentData[] Join(IEnumerable<EspSegmentData> segments)
        {
            List<EspSegmentData> joined = [];
            foreach (EspSegmentData segment in segments.OrderBy(segment => segment.LoadAddress))
            {
                if (joined.Count > 0 && joined[^1].LoadAddress + (uint)joined[^1].Data.Length == segment.LoadAddress)
                {
                    joined[^1] = joined[^1] with { Data = (byte[])[.. joined[^1].Data.Span, .. segment.Data.Span] };
                }
                else
                {
                    joined.Add(segment);
                }
            }

            return [.. joined];
        }

        private static void FindTables(EspSegmentData[] placed, EspSegmentData segment, Dictionary<uint, FirmwareNative?> records, List<FirmwareNative[]> tables)
        {
            List<FirmwareNative> run = [];
            ReadOnlySpan<byte> data = segment.Data.Span;
            for (int at = (int)(-segment.LoadAddress & 3); at + 4 <= data.Length; at += 4)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
                if (ReadRecord(placed, word, records) is { } record)
                {
                    run.Add(record);
                    continue;
                }

                if (word == 0 && run.Exists(native => native.Name == Core))
                {
                    tables.Add([.. run]);
                }

                run.Clear();
            }
        }

        private static FirmwareNative? ReadRecord(EspSegmentData[] placed, uint address, Dictionary<uint, FirmwareNative?> known)
        {
            ReadOnlySpan<byte> record = At(placed, address);
            if (address % 4 != 0 || record.Length < RecordSize)
            {
                return null;
            }

            if (!known.TryGetValue(address, out FirmwareNative? native))
            {
                native = ParseRecord(placed, record);
                known.Add(address, native);
            }

            return native;
        }

        private static FirmwareNative? ParseRecord(EspSegmentData[] placed, ReadOnlySpan<byte> record)
        {
            uint methods = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
            Version version = new(
                BinaryPrimitives.ReadUInt16LittleEndian(record[12..]),
                BinaryPrimitives.ReadUInt16LittleEndian(record[14..]),
                BinaryPrimitives.ReadUInt16LittleEndian(record[16..]),
                BinaryPrimitives.ReadUInt16LittleEndian(record[18..]));
            bool isVersion = version.Major + version.Minor + version.Build + version.Revision > 0
                && Math.Max(Math.Max(version.Major, version.Minor), Math.Max(version.Build, version.Revision)) <= MaxVersion;
            if (!isVersion || methods % 4 != 0 || At(placed, methods).IsEmpty)
            {
                return null;
            }

            string? name = ReadName(At(placed, BinaryPrimitives.ReadUInt32LittleEndian(record)));
            return name == null ? null : new FirmwareNative(name, BinaryPrimitives.ReadUInt32LittleEndian(record[4..]), version);
        }

        private static string? ReadName(ReadOnlySpan<byte> text)
        {
            int length = text[..Math.Min(text.Length, MaxName + 1)].IndexOf((byte)0);
            if (length < 1)
            {
                return null;
            }

            foreach (byte value in text[..length])
            {
                if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'.' or (byte)'_' or (byte)'-'))
                {
                    return null;
                }
            }

            return Encoding.ASCII.GetString(text[..length]);
        }

        private static ReadOnlySpan<byte> At(EspSegmentData[] placed, uint address)
        {
            foreach (EspSegmentData segment in placed)
            {
                if (address >= segment.LoadAddress && address - segment.LoadAddress < (uint)segment.Data.Length)
                {
                    return segment.Data.Span[(int)(address - segment.LoadAddress)..];
                }
            }

            return [];
        }
    }
}
