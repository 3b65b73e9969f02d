using System.Security.Cryptography;

namespace NanoOta.Formats
{
    /// <summary>
    /// Builds small application images that ESP-IDF's bootloader accepts. All of their data is mapped from flash, each segment at its place
    /// in a page. The same input gives the same bytes.
    /// </summary>
    public sealed class EspImageBuilder
    {
        private const uint Entry = 0x40081000;

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
            uint mapped = (EspMemory.For(ChipId) ?? throw new ArgumentException($"The memory of chip {ChipId} is not known.")).MappedData.Low;
            List<EspSegmentData> segments = [];
            int at = EspImage.HeaderSize;
            foreach (byte[] data in (IEnumerable<byte[]>)[Describe(), .. _segments])
            {
                at += EspImage.SegmentHeaderSize;
                segments.Add(new EspSegmentData(mapped + (uint)at, data));
                at += data.Length;
            }

            return EspImageWriter.Write(EspImageWriter.Header(ChipId, Entry, AppendDigest), segments);
        }

        private byte[] Describe()
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _segments.ForEach(hash.AppendData);
            byte[] description = new byte[EspAppDescription.Size];
            new EspAppDescription(SecureVersion, Version, ProjectName).Write(description, hash.GetHashAndReset());
            return description;
        }
    }
}
