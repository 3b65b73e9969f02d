using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>Builds application images that ESP-IDF's bootloader accepts. The same input gives the same bytes.</summary>
    public sealed class EspImageBuilder
    {
        // Data mapped from flash: a mapped segment lies at the same place in its 64 KiB page as in the image.
        private const uint MappedData = 0x3F400000;

        private readonly List<byte[]> _segments = [];

        /// <summary>esp_chip_id_t; ESP32 is 0.</summary>
        public int ChipId { get; set; }

        /// <summary>At most 31 bytes of UTF-8.</summary>
        public string Version { get; set; } = "1.0.0.0";

        /// <summary>At most 31 bytes of UTF-8.</summary>
        public string ProjectName { get; set; } = "app";

        /// <summary>For ESP-IDF's anti-rollback.</summary>
        public uint SecureVersion { get; set; }

        /// <summary>Ends the image with its SHA-256, as ESP-IDF's build does.</summary>
        public bool AppendDigest { get; set; } = true;

        /// <summary>Adds a segment behind the application description; padded with zeros to a multiple of 4.</summary>
        public EspImageBuilder AddSegment(ReadOnlySpan<byte> data)
        {
            if (_segments.Count == EspImage.MaxSegments - 1)
            {
                throw new InvalidOperationException("An image has at most 16 segments.");
            }

            byte[] padded = new byte[(data.Length + 3) & ~3];
            data.CopyTo(padded);
            _segments.Add(padded);
            return this;
        }

        /// <summary>The image.</summary>
        public byte[] Build()
        {
            byte[][] segments = [Describe(), .. _segments];
            int end = EspImage.HeaderSize + segments.Sum(segment => EspImage.SegmentHeaderSize + segment.Length);
            int hashed = EspImage.ChecksumEnd(end);
            byte[] image = new byte[AppendDigest ? hashed + EspImage.DigestSize : hashed];
            image[0] = EspImage.Magic;
            image[1] = (byte)segments.Length;
            image[2] = 2; // DIO
            image[3] = 0x2F; // 4 MB, 80 MHz
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4), 0x40081000);
            image[8] = 0xEE; // no write-protect pin
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(12), (ushort)ChipId);
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(17), 0xFFFF); // any revision
            image[23] = (byte)(AppendDigest ? 1 : 0);

            byte checksum = EspImage.ChecksumStart;
            int offset = EspImage.HeaderSize;
            for (int i = 0; i < segments.Length; i++)
            {
                uint data = (uint)offset + EspImage.SegmentHeaderSize;
                BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), MappedData + data);
                BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(offset + 4), segments[i].Length);
                segments[i].CopyTo(image.AsSpan((int)data));
                checksum ^= EspImage.XorOf(segments[i]);
                offset = (int)data + segments[i].Length;
            }

            image[hashed - 1] = checksum;
            if (AppendDigest)
            {
                SHA256.HashData(image.AsSpan(0, hashed), image.AsSpan(hashed));
            }

            return image;
        }

        private static void Put(Span<byte> field, string text)
        {
            if (Encoding.UTF8.GetByteCount(text) >= field.Length)
            {
                throw new ArgumentException($"'{text}' is longer than {field.Length - 1} bytes.");
            }

            Encoding.UTF8.GetBytes(text, field);
        }

        private byte[] Describe()
        {
            byte[] description = new byte[EspAppDescription.Size];
            BinaryPrimitives.WriteUInt32LittleEndian(description, EspAppDescription.Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(description.AsSpan(4), SecureVersion);
            Put(description.AsSpan(16, 32), Version);
            Put(description.AsSpan(48, 32), ProjectName);
            Put(description.AsSpan(80, 16), "00:00:00");
            Put(description.AsSpan(96, 16), "Jan  1 1970");
            Put(description.AsSpan(112, 32), "v5.5");
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _segments.ForEach(hash.AppendData);
            hash.GetHashAndReset(description.AsSpan(144, 32));
            BinaryPrimitives.WriteUInt16LittleEndian(description.AsSpan(178), 0xFFFF); // any eFuse block revision
            description[180] = 16; // MMU page of 64 KiB
            return description;
        }
    }
}
