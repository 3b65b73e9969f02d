using System.Buffers.Binary;
using System.IO.Hashing;

namespace NanoOta.Formats
{
    /// <summary>
    /// The application attached to a firmware: the data of one more segment of its ESP image, with load address 0. A header of 32 bytes comes first,
    /// then the boot part, then the application part. Each part is a sequence of assemblies in reference order. Zeros fill each assembly to a
    /// multiple of 4. The native half of Ota.Bootstrap reads the same bytes on the board. Immutable.
    /// </summary>
    /// <remarks>
    /// The header is little-endian: 8 bytes "NOTASEG1", u16 version 1, u16 header length 32. Then come u32 length of the boot part and u32 length
    /// of the application part. 8 bytes zero and u32 CRC-32 (IEEE 802.3, as zlib's) of the 28 bytes before end the header.
    /// </remarks>
    public sealed class AppSegment
    {
        /// <summary>Bytes of the header.</summary>
        public const int HeaderSize = 32;

        /// <summary>The version of the format.</summary>
        public const int FormatVersion = 1;

        /// <summary>The load address. The bootloader neither loads nor maps such a segment. Checksum and digest count the segment.</summary>
        public const uint LoadAddress = 0;

        /// <summary>nanoCLR has room for no more. Source: nf-interpreter, nanoCLR_Runtime.h (CLR_RT_TypeSystem).</summary>
        public const int MaxAssemblies = 64;

        private const int CrcOffset = HeaderSize - 4;

        private AppSegment(byte[] boot, byte[] app, IReadOnlyList<PlacedPe> bootAssemblies, IReadOnlyList<PlacedPe> appAssemblies)
        {
            Boot = boot;
            App = app;
            BootAssemblies = bootAssemblies;
            AppAssemblies = appAssemblies;
        }

        /// <summary>What the data of such a segment begins with.</summary>
        public static ReadOnlySpan<byte> Magic => "NOTASEG1"u8;

        /// <summary>The boot part: libraries, client and a boot program. Never empty.</summary>
        public byte[] Boot { get; }

        /// <summary>The application part: what the boot part does not have. Empty on an empty device.</summary>
        public byte[] App { get; }

        /// <summary>The assemblies of the boot part, in order.</summary>
        public IReadOnlyList<PlacedPe> BootAssemblies { get; }

        /// <summary>The assemblies of the application part, in order.</summary>
        public IReadOnlyList<PlacedPe> AppAssemblies { get; }

        /// <summary>Whether a segment claims to be such a one.</summary>
        public static bool IsSegment(ReadOnlySpan<byte> data) => data.StartsWith(Magic);

        /// <summary>Finds the application of a verified image: the first sound segment, as the native half does.</summary>
        /// <param name="image">The image.</param>
        /// <param name="info">What was found when the image was verified.</param>
        /// <param name="segment">The application, or null: no segment claims to be one (<see cref="AppSegmentFault.Magic"/>), or none is sound.</param>
        public static AppSegmentFault Find(ReadOnlySpan<byte> image, EspImageInfo info, out AppSegment? segment)
        {
            AppSegmentFault last = AppSegmentFault.Magic;
            segment = null;
            foreach (EspSegment candidate in info.Segments)
            {
                ReadOnlySpan<byte> data = image.Slice(candidate.Offset, candidate.Length);
                if (segment == null && candidate.LoadAddress == LoadAddress && IsSegment(data))
                {
                    last = Parse(data, out segment);
                }
            }

            return last;
        }

        /// <summary>Makes the segment of two parts.</summary>
        public static AppSegmentFault Create(byte[] boot, byte[] app, out AppSegment? segment)
        {
            segment = null;
            if (boot.Length == 0 || boot.Length % 4 != 0 || app.Length % 4 != 0)
            {
                return AppSegmentFault.Length;
            }

            AppSegmentFault fault = Walk(boot, out IReadOnlyList<PlacedPe> bootAssemblies);
            if (fault != AppSegmentFault.None)
            {
                return fault;
            }

            fault = Walk(app, out IReadOnlyList<PlacedPe> appAssemblies);
            if (fault != AppSegmentFault.None)
            {
                return fault;
            }

            if (bootAssemblies.Count + appAssemblies.Count > MaxAssemblies)
            {
                return AppSegmentFault.Count;
            }

            HashSet<string> names = new(StringComparer.Ordinal);
            if (!bootAssemblies.Concat(appAssemblies).All(assembly => names.Add(assembly.Identity)))
            {
                return AppSegmentFault.Twice;
            }

            segment = new AppSegment(boot, app, bootAssemblies, appAssemblies);
            return AppSegmentFault.None;
        }

        /// <summary>Reads the segment that is all of the data.</summary>
        public static AppSegmentFault Parse(ReadOnlySpan<byte> data, out AppSegment? segment)
        {
            segment = null;
            AppSegmentFault fault = ReadHeader(data, out int boot, out int app);
            return fault == AppSegmentFault.None
                ? Create(data.Slice(HeaderSize, boot).ToArray(), data.Slice(HeaderSize + boot, app).ToArray(), out segment)
                : fault;
        }

        /// <summary>Reads the header alone, and holds both lengths against the segment's.</summary>
        /// <param name="data">All of the segment's data.</param>
        /// <param name="boot">Bytes of the boot part.</param>
        /// <param name="app">Bytes of the application part.</param>
        public static AppSegmentFault ReadHeader(ReadOnlySpan<byte> data, out int boot, out int app)
        {
            boot = 0;
            app = 0;
            if (data.Length < HeaderSize || !IsSegment(data))
            {
                return AppSegmentFault.Magic;
            }

            if (Crc32.HashToUInt32(data[..CrcOffset]) != BinaryPrimitives.ReadUInt32LittleEndian(data[CrcOffset..]))
            {
                return AppSegmentFault.Crc;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) != FormatVersion
                || BinaryPrimitives.ReadUInt16LittleEndian(data[10..]) != HeaderSize
                || BinaryPrimitives.ReadUInt64LittleEndian(data[20..]) != 0)
            {
                return AppSegmentFault.Version;
            }

            uint bootLength = BinaryPrimitives.ReadUInt32LittleEndian(data[12..]);
            uint appLength = BinaryPrimitives.ReadUInt32LittleEndian(data[16..]);
            if (bootLength == 0 || bootLength % 4 != 0 || appLength % 4 != 0 || (ulong)HeaderSize + bootLength + appLength != (ulong)data.Length)
            {
                return AppSegmentFault.Length;
            }

            boot = (int)bootLength;
            app = (int)appLength;
            return AppSegmentFault.None;
        }

        /// <summary>
        /// Goes through a part as the CLR's loader does. The walk must end exactly at the end. An assembly that passes the end makes the
        /// loader's stream spin for ever. In bytes between assemblies the loader looks for a header.
        /// </summary>
        public static AppSegmentFault Walk(ReadOnlySpan<byte> part, out IReadOnlyList<PlacedPe> assemblies)
        {
            List<PlacedPe> found = [];
            assemblies = found;
            int at = 0;
            while (at < part.Length)
            {
                ReadOnlySpan<byte> rest = part[at..];
                if (PeHeader.Check(rest, out PeHeader? header) != PeFault.None)
                {
                    return AppSegmentFault.Assembly;
                }

                int padded = Padded(header!.TotalSize);
                if (padded > rest.Length || rest[header.TotalSize..padded].ContainsAnyExcept((byte)0))
                {
                    return AppSegmentFault.Assembly;
                }

                found.Add(new PlacedPe(at, header, header.NameIn(rest), header.HasEntryPoint(rest)));
                at += padded;
            }

            return AppSegmentFault.None;
        }

        /// <summary>The segment's data.</summary>
        public byte[] ToBytes()
        {
            byte[] data = new byte[HeaderSize + Boot.Length + App.Length];
            Magic.CopyTo(data);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(8), FormatVersion);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(10), HeaderSize);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(12), Boot.Length);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(16), App.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(CrcOffset), Crc32.HashToUInt32(data.AsSpan(0, CrcOffset)));
            Boot.CopyTo(data, HeaderSize);
            App.CopyTo(data, HeaderSize + Boot.Length);
            return data;
        }

        /// <summary>A length with the zeros that follow.</summary>
        internal static int Padded(int length) => (length + 3) & ~3;
    }
}
