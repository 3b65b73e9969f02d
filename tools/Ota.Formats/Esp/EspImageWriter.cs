using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.Formats
{
    /// <summary>Writes ESP-IDF's images from a header and segments: counts them, and ends them with checksum and digest.</summary>
    public static class EspImageWriter
    {
        private const int SegmentCountOffset = 1;
        private const int ChecksumBlock = 16;

        /// <summary>A header: DIO, 80 MHz, 4 MB, any chip revision.</summary>
        /// <param name="chipId">esp_chip_id_t; ESP32 is 0.</param>
        /// <param name="entry">The address that the bootloader jumps to.</param>
        /// <param name="hasDigest">The image ends with its SHA-256.</param>
        public static byte[] Header(int chipId, uint entry, bool hasDigest)
        {
            byte[] header = new byte[EspImage.HeaderSize];
            header[0] = EspImage.Magic;
            header[2] = 2;
            header[3] = 0x2F;
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), entry);
            header[8] = 0xEE;
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(12), (ushort)chipId);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(17), 0xFFFF);
            header[EspImage.HashAppendedOffset] = hasDigest ? (byte)1 : (byte)0;
            return header;
        }

        /// <summary>
        /// The padding of secure boot v2. Behind its zeros, checksum and digest end a page, and the sector with the signature follows.
        /// Source: esptool, elf2image --secure-pad-v2.
        /// </summary>
        public static EspSegmentData SecurePadding(IEnumerable<EspSegmentData> segments, int pageSize)
        {
            long past = EndOf(segments) + EspImage.SegmentHeaderSize + ChecksumBlock + EspImage.DigestSize;
            return new EspSegmentData(0, new byte[(pageSize - (past % pageSize)) % pageSize]);
        }

        /// <summary>Bytes that an image of these segments has.</summary>
        public static long LengthOf(IEnumerable<EspSegmentData> segments, bool hasDigest) =>
            ((EndOf(segments) + ChecksumBlock) & ~(ChecksumBlock - 1L))
            + (hasDigest ? EspImage.DigestSize : 0);

        /// <summary>The image.</summary>
        /// <param name="header">24 bytes. Only the number of segments is changed; its last byte says whether a digest ends the image.</param>
        /// <param name="segments">At most 16, in order.</param>
        public static byte[] Write(ReadOnlySpan<byte> header, IReadOnlyList<EspSegmentData> segments)
        {
            if (segments.Count > EspImage.MaxSegments || segments.Any(segment => segment.Data.Length % 4 != 0))
            {
                throw new ArgumentException("An image has at most 16 segments, each of a multiple of 4 bytes.", nameof(segments));
            }

            bool hasDigest = header[EspImage.HashAppendedOffset] != 0;
            byte[] image = new byte[LengthOf(segments, hasDigest)];
            header[..EspImage.HeaderSize].CopyTo(image);
            image[SegmentCountOffset] = (byte)segments.Count;
            byte checksum = EspImage.ChecksumStart;
            int at = EspImage.HeaderSize;
            foreach (EspSegmentData segment in segments)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), segment.LoadAddress);
                BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at + 4), segment.Data.Length);
                at += EspImage.SegmentHeaderSize;
                segment.Data.Span.CopyTo(image.AsSpan(at));
                checksum ^= EspImage.XorOf(segment.Data.Span);
                at += segment.Data.Length;
            }

            int hashed = image.Length - (hasDigest ? EspImage.DigestSize : 0);
            image[hashed - 1] = checksum;
            if (hasDigest)
            {
                SHA256.HashData(image.AsSpan(0, hashed), image.AsSpan(hashed));
            }

            return image;
        }

        /// <summary>Where the data of these segments end in an image, and the next segment would begin.</summary>
        public static long EndOf(IEnumerable<EspSegmentData> segments) =>
            segments.Aggregate((long)EspImage.HeaderSize, (sum, segment) => sum + EspImage.SegmentHeaderSize + segment.Data.Length);
    }
}
