using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.VirtualDevice
{
    /// <summary>Why an image is refused.</summary>
    public enum EspImageFault
    {
        /// <summary>It is not refused.</summary>
        None = 0,

        /// <summary>The first byte is not 0xE9.</summary>
        Magic = 1,

        /// <summary>Not 1 to 16 segments.</summary>
        SegmentCount = 2,

        /// <summary>For another chip.</summary>
        Chip = 3,

        /// <summary>A segment's length is no multiple of 4, or the image does not fit its partition.</summary>
        Segment = 4,

        /// <summary>The checksum of the segments' data is another.</summary>
        Checksum = 5,

        /// <summary>The appended SHA-256 is another.</summary>
        Digest = 6,

        /// <summary>The flash could not be read.</summary>
        Read = 7,
    }

    /// <summary>A segment: where its data lies in the image, and where it is to be in memory.</summary>
    public readonly record struct EspSegment(uint LoadAddress, int Offset, int Length);

    /// <summary>What is known of an image that was verified.</summary>
    /// <param name="Length">Bytes, the digest included.</param>
    /// <param name="ChipId">esp_chip_id_t; ESP32 is 0.</param>
    /// <param name="Segments">All segments.</param>
    /// <param name="Digest">The appended SHA-256, or, without one, that of the whole image.</param>
    /// <param name="Description">The 256-byte application description, or null if the magic word is missing.</param>
    public sealed record EspImageInfo(int Length, int ChipId, IReadOnlyList<EspSegment> Segments, byte[] Digest, EspAppDescription? Description);

    /// <summary>The parts of esp_app_desc_t that anything here looks at.</summary>
    public sealed record EspAppDescription(uint SecureVersion, string Version, string ProjectName)
    {
        /// <summary>Bytes.</summary>
        public const int Size = 256;

        /// <summary>Where it lies in an image: behind the header and the first segment's header.</summary>
        public const int ImageOffset = EspImage.HeaderSize + EspImage.SegmentHeaderSize;

        internal const uint Magic = 0xABCD5432;

        /// <summary>Reads one; null if the magic word is missing.</summary>
        public static EspAppDescription? Parse(ReadOnlySpan<byte> bytes)
        {
            return bytes.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
                ? new EspAppDescription(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), Text(bytes.Slice(16, 32)), Text(bytes.Slice(48, 32)))
                : null;
        }

        private static string Text(ReadOnlySpan<byte> field)
        {
            int length = field.IndexOf((byte)0);
            return Encoding.UTF8.GetString(length < 0 ? field : field[..length]);
        }
    }

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

        /// <summary>Verifies the image in a partition.</summary>
        public static EspImageFault Verify(NorFlash flash, Partition partition, int chipId, out EspImageInfo? info)
        {
            info = null;
            EspImageFault fault = Measure(flash, partition, chipId, out int length);
            if (fault != EspImageFault.None)
            {
                return fault;
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                Span<byte> image = buffer.AsSpan(0, length);
                return flash.Read(partition.Offset, image) == FlashStatus.Ok ? Verify(image, chipId, out info) : EspImageFault.Read;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

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

        private static EspImageFault Measure(NorFlash flash, Partition partition, int chipId, out int length)
        {
            length = 0;
            Span<byte> header = stackalloc byte[HeaderSize];
            if (flash.Read(partition.Offset, header) != FlashStatus.Ok)
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
                if (partition.Size - end < SegmentHeaderSize)
                {
                    return EspImageFault.Segment;
                }

                if (flash.Read(partition.Offset + end, segment) != FlashStatus.Ok)
                {
                    return EspImageFault.Read;
                }

                if (!NextSegment(segment, ref end, partition.Size))
                {
                    return EspImageFault.Segment;
                }

                end += BinaryPrimitives.ReadInt32LittleEndian(segment[4..]);
            }

            length = ChecksumEnd(end) + (header[23] == 1 ? DigestSize : 0);
            return length <= partition.Size ? EspImageFault.None : EspImageFault.Segment;
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
