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
    /// The header is little-endian: 8 bytes "NOTASEG1", u16 version 2, u16 offset of the boot part. Then comes u32 length of the boot part.
    /// Then comes u32 length of the application part with the zeros behind its last assembly. 8 bytes zero and u32 CRC-32 (IEEE 802.3, as zlib's) of the 28 bytes
    /// before end the header. Zeros before the boot part and behind the application let an update write no other sectors than the application's.
    /// </remarks>
    public sealed class AppSegment
    {
        /// <summary>Bytes of the header.</summary>
        public const int HeaderSize = 32;

        /// <summary>The version of the format.</summary>
        public const int FormatVersion = 2;

        /// <summary>The load address. The bootloader neither loads nor maps such a segment. Checksum and digest count the segment.</summary>
        public const uint LoadAddress = 0;

        /// <summary>nanoCLR has room for no more. Source: nf-interpreter, nanoCLR_Runtime.h (CLR_RT_TypeSystem).</summary>
        public const int MaxAssemblies = 64;

        /// <summary>Zeros before the boot part, and behind the application, are fewer: bytes that are erased at once.</summary>
        public const int SectorSize = 4096;

        private const int CrcOffset = HeaderSize - 4;

        // The checksum is the last byte of a block of 16 behind the data, which takes 4 bytes at least.
        private const int ShortestChecksum = 4;

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

        /// <summary>Where the boot part began in the segment that was read; <see cref="HeaderSize"/> for one that was made.</summary>
        public int BootOffset { get; private init; } = HeaderSize;

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
            AppSegmentFault fault = ReadHeader(data, out int bootAt, out int boot, out int app);
            if (fault != AppSegmentFault.None)
            {
                return fault;
            }

            ReadOnlySpan<byte> appPart = data.Slice(bootAt + boot, app);
            fault = Create(data.Slice(bootAt, boot).ToArray(), appPart[..UsedLength(appPart)].ToArray(), out AppSegment? made);
            segment = made == null ? null : new AppSegment(made.Boot, made.App, made.BootAssemblies, made.AppAssemblies) { BootOffset = bootAt };
            return fault;
        }

        /// <summary>Reads the header and the zeros behind the header, and holds the lengths against the segment's.</summary>
        /// <param name="data">All of the segment's data.</param>
        /// <param name="bootAt">Where the boot part begins.</param>
        /// <param name="boot">Bytes of the boot part.</param>
        /// <param name="app">Bytes of the application part, with the zeros behind its last assembly.</param>
        public static AppSegmentFault ReadHeader(ReadOnlySpan<byte> data, out int bootAt, out int boot, out int app)
        {
            bootAt = 0;
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
                || BinaryPrimitives.ReadUInt64LittleEndian(data[20..]) != 0)
            {
                return AppSegmentFault.Version;
            }

            uint bootLength = BinaryPrimitives.ReadUInt32LittleEndian(data[12..]);
            uint appLength = BinaryPrimitives.ReadUInt32LittleEndian(data[16..]);
            uint bootOffset = BinaryPrimitives.ReadUInt16LittleEndian(data[10..]);
            if (bootLength == 0 || bootLength % 4 != 0 || appLength % 4 != 0 || bootOffset is < HeaderSize or >= HeaderSize + SectorSize || bootOffset % 4 != 0
                || (ulong)bootOffset + bootLength + appLength != (ulong)data.Length || data[HeaderSize..(int)bootOffset].ContainsAnyExcept((byte)0))
            {
                return AppSegmentFault.Length;
            }

            bootAt = (int)bootOffset;
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

        /// <summary>The segment's data without zeros between and behind.</summary>
        public byte[] ToBytes() => Lay(HeaderSize, App.Length);

        /// <summary>
        /// The segment's data as the last segment of an image. The application part begins with a sector, and the image ends with one. So an update
        /// of the application leaves every sector before alone, as long as the application takes as many sectors.
        /// </summary>
        /// <param name="offset">Where the data begin in the image, a multiple of 4.</param>
        /// <param name="hasDigest">The image ends with its SHA-256.</param>
        public byte[] ToBytes(int offset, bool hasDigest)
        {
            int bootAt = HeaderSize + Behind(offset + HeaderSize + Boot.Length, 0);
            int end = SectorSize - ShortestChecksum - (hasDigest ? EspImage.DigestSize : 0);
            return Lay(bootAt, App.Length == 0 ? 0 : App.Length + Behind(App.Length, end));
        }

        // Bytes from a place to the next one that lies so in its sector.
        private static int Behind(int place, int inSector) => (((inSector - place) % SectorSize) + SectorSize) % SectorSize;

        // Zeros behind the last assembly belong to the part. Bytes that are neither are left for the walk to refuse.
        private static int UsedLength(ReadOnlySpan<byte> part)
        {
            int at = 0;
            while (at < part.Length)
            {
                ReadOnlySpan<byte> rest = part[at..];
                if (rest.Length < SectorSize && !rest.ContainsAnyExcept((byte)0))
                {
                    return at;
                }

                if (PeHeader.Check(rest, out PeHeader? header) != PeFault.None)
                {
                    return part.Length;
                }

                at += Padded(header!.TotalSize);
            }

            return part.Length;
        }

        private byte[] Lay(int bootAt, int appLength)
        {
            byte[] data = new byte[bootAt + Boot.Length + appLength];
            Magic.CopyTo(data);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(8), FormatVersion);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(10), (ushort)bootAt);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(12), Boot.Length);
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(16), appLength);
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(CrcOffset), Crc32.HashToUInt32(data.AsSpan(0, CrcOffset)));
            Boot.CopyTo(data, bootAt);
            App.CopyTo(data, bootAt + Boot.Length);
            return data;
        }

        /// <summary>A length with the zeros that follow.</summary>
        internal static int Padded(int length) => (length + 3) & ~3;
    }
}
