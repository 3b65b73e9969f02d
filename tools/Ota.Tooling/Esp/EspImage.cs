using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Esp
{
    /// <summary>A segment of an ESP-IDF image.</summary>
    public sealed record EspSegment(uint LoadAddress, int Offset, int Length);

    /// <summary>What an application says of itself (esp_app_desc_t).</summary>
    public sealed record EspDescription(string Version, string Project, string IdfVersion, string Time, string Date, uint SecureVersion);

    /// <summary>
    /// An ESP-IDF application image: structure, checksum and appended digest are checked as the bootloader does
    /// (ESP-IDF v5.5, esp_image_format). Immutable.
    /// </summary>
    public sealed class EspImage
    {
        /// <summary>The first byte of every image.</summary>
        public const byte Magic = 0xE9;

        private const int HeaderSize = 24;
        private const uint DescriptionMagic = 0xABCD5432;

        private EspImage(int size, int chip, bool hashed, IReadOnlyList<EspSegment> segments, EspDescription? description)
        {
            Size = size;
            Chip = chip;
            IsHashed = hashed;
            Segments = segments;
            Description = description;
        }

        /// <summary>Bytes of the image, digest included; a signature sector after it is not counted.</summary>
        public int Size { get; }

        /// <summary>ESP-IDF's chip id; see <see cref="EspChip"/>.</summary>
        public int Chip { get; }

        /// <summary>Whether a SHA-256 is appended.</summary>
        public bool IsHashed { get; }

        /// <summary>The segments in the order of the image.</summary>
        public IReadOnlyList<EspSegment> Segments { get; }

        /// <summary>The application description; null if there is none.</summary>
        public EspDescription? Description { get; }

        /// <summary>Reads the image at the start of <paramref name="data"/>. Throws <see cref="ToolException"/> with the reason.</summary>
        public static EspImage Parse(ReadOnlySpan<byte> data, string source)
        {
            if (data.Length < HeaderSize || data[0] != Magic)
            {
                throw Refuse(source, "it does not begin with the header of one (0xE9)");
            }

            int count = data[1];
            if (count is < 1 or > 16)
            {
                throw Refuse(source, $"it claims {count} segments, not 1 to 16");
            }

            List<EspSegment> segments = [];
            byte checksum = 0xEF;
            int at = HeaderSize;
            for (int i = 0; i < count; i++)
            {
                if (data.Length - at < 8)
                {
                    throw Refuse(source, $"it is cut off before segment {i}");
                }

                uint length = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 4)..]);
                if (length > data.Length - at - 8)
                {
                    throw Refuse(source, $"it is cut off in segment {i}");
                }

                segments.Add(new EspSegment(BinaryPrimitives.ReadUInt32LittleEndian(data[at..]), at + 8, (int)length));
                foreach (byte value in data.Slice(at + 8, (int)length))
                {
                    checksum ^= value;
                }

                at += 8 + (int)length;
            }

            return Finish(data, source, segments, at | 15, checksum);
        }

        private static EspImage Finish(ReadOnlySpan<byte> data, string source, List<EspSegment> segments, int checksumAt, byte checksum)
        {
            if (checksumAt >= data.Length)
            {
                throw Refuse(source, "it is cut off before its checksum");
            }

            if (data[checksumAt] != checksum)
            {
                throw Refuse(source, "its checksum is wrong");
            }

            int size = checksumAt + 1;
            bool hashed = data[23] == 1;
            if (hashed)
            {
                if (data.Length - size < 32)
                {
                    throw Refuse(source, "it is cut off before its digest");
                }

                if (!SHA256.HashData(data[..size]).AsSpan().SequenceEqual(data.Slice(size, 32)))
                {
                    throw Refuse(source, "its digest is wrong");
                }

                size += 32;
            }

            return new EspImage(size, BinaryPrimitives.ReadUInt16LittleEndian(data[12..]), hashed, segments, ReadDescription(data[..size]));
        }

        private static EspDescription? ReadDescription(ReadOnlySpan<byte> image)
        {
            if (image.Length < 32 + 256 || BinaryPrimitives.ReadUInt32LittleEndian(image[32..]) != DescriptionMagic)
            {
                return null;
            }

            ReadOnlySpan<byte> at = image[32..];
            return new EspDescription(
                Text(at.Slice(16, 32)),
                Text(at.Slice(48, 32)),
                Text(at.Slice(112, 32)),
                Text(at.Slice(80, 16)),
                Text(at.Slice(96, 16)),
                BinaryPrimitives.ReadUInt32LittleEndian(at[4..]));
        }

        private static string Text(ReadOnlySpan<byte> field)
        {
            int end = field.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
        }

        private static ToolException Refuse(string source, string reason) =>
            new(ExitCode.BadInput, $"{source} is not a sound ESP-IDF image: {reason}. Build it anew.");
    }
}
