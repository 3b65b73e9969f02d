using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NanoOta.Formats
{
    /// <summary>Verifies application images as the bootloader does. Source: ESP-IDF v5.5, esp_image_format.c.</summary>
    public static class EspImage
    {
        /// <summary>The first byte of every image.</summary>
        public const byte Magic = 0xE9;

        /// <summary>Bytes of the image header.</summary>
        public const int HeaderSize = 24;

        /// <summary>Bytes before each segment's data.</summary>
        public const int SegmentHeaderSize = 8;

        /// <summary>Most segments.</summary>
        public const int MaxSegments = 16;

        internal const byte ChecksumStart = 0xEF;
        internal const int DigestSize = 32;

        /// <summary>Verifies an image at the start of some bytes; what follows it is not looked at.</summary>
        public static EspImageFault Verify(ReadOnlySpan<byte> bytes, int chipId, out EspImageInfo? info)
        {
            info = null;
            EspImageFault fault = CheckHeader(bytes, chipId);
            if (fault != EspImageFault.None)
            {
                return fault;
            }

            EspSegment[] segments = new EspSegment[bytes[1]];
            byte checksum = ChecksumStart;
            int end = HeaderSize;
            for (int i = 0; i < segments.Length; i++)
            {
                if (bytes.Length - end < SegmentHeaderSize || !NextSegment(bytes.Slice(end, SegmentHeaderSize), ref end, bytes.Length))
                {
                    return EspImageFault.Segment;
                }

                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(end - 4)..]);
                segments[i] = new EspSegment(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(end - 8)..]), end, length);
                checksum ^= XorOf(bytes.Slice(end, length));
                end += length;
            }

            int hashed = ChecksumEnd(end);
            bool appended = bytes[23] == 1;
            int total = appended ? hashed + DigestSize : hashed;
            if (total > bytes.Length)
            {
                return EspImageFault.Segment;
            }

            if (bytes[hashed - 1] != checksum)
            {
                return EspImageFault.Checksum;
            }

            byte[] digest = SHA256.HashData(bytes[..hashed]);
            if (appended && !bytes.Slice(hashed, DigestSize).SequenceEqual(digest))
            {
                return EspImageFault.Digest;
            }

            EspAppDescription? description = segments[0].Length >= EspAppDescription.Size
                ? EspAppDescription.Parse(bytes.Slice(EspAppDescription.ImageOffset, EspAppDescription.Size))
                : null;
            info = new EspImageInfo(total, BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]), segments, digest, description);
            return EspImageFault.None;
        }

        /// <summary>Finds the length of an image of which only headers are read; data and digest are not looked at.</summary>
        /// <param name="read">Reads bytes of the place that the image lies in.</param>
        /// <param name="size">Bytes of that place.</param>
        /// <param name="chipId">esp_chip_id_t; ESP32 is 0.</param>
        /// <param name="length">Bytes of the image, the digest included.</param>
        public static EspImageFault Measure(EspImageReader read, int size, int chipId, out int length)
        {
            length = 0;
            Span<byte> header = stackalloc byte[HeaderSize];
            if (!read(0, header))
            {
                return EspImageFault.Read;
            }

            EspImageFault fault = CheckHeader(header, chipId);
            if (fault != EspImageFault.None)
            {
                return fault;
            }

            int end = HeaderSize;
            Span<byte> segment = stackalloc byte[SegmentHeaderSize];
            for (int i = 0; i < header[1]; i++)
            {
                if (size - end < SegmentHeaderSize)
                {
                    return EspImageFault.Segment;
                }

                if (!read(end, segment))
                {
                    return EspImageFault.Read;
                }

                if (!NextSegment(segment, ref end, size))
                {
                    return EspImageFault.Segment;
                }

                end += BinaryPrimitives.ReadInt32LittleEndian(segment[4..]);
            }

            length = ChecksumEnd(end) + (header[23] == 1 ? DigestSize : 0);
            return length <= size ? EspImageFault.None : EspImageFault.Segment;
        }

        /// <summary>Zeros up to the checksum, which is the last byte of a block of 16.</summary>
        internal static int ChecksumEnd(int end) => (end + 16) & ~15;

        internal static byte XorOf(ReadOnlySpan<byte> bytes)
        {
            ulong wide = 0;
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words)
            {
                wide ^= word;
            }

            wide ^= wide >> 32;
            wide ^= wide >> 16;
            byte result = (byte)(wide ^ (wide >> 8));
            foreach (byte value in bytes[(words.Length * sizeof(ulong))..])
            {
                result ^= value;
            }

            return result;
        }

        private static EspImageFault CheckHeader(ReadOnlySpan<byte> header, int chipId)
        {
            if (header.Length < HeaderSize || header[0] != Magic)
            {
                return EspImageFault.Magic;
            }

            if (header[1] is < 1 or > MaxSegments)
            {
                return EspImageFault.SegmentCount;
            }

            return BinaryPrimitives.ReadUInt16LittleEndian(header[12..]) == chipId ? EspImageFault.None : EspImageFault.Chip;
        }

        private static bool NextSegment(ReadOnlySpan<byte> header, ref int end, int limit)
        {
            end += SegmentHeaderSize;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            return length % 4 == 0 && length <= limit - end;
        }
    }
}
