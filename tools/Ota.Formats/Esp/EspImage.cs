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

        /// <summary>Any value but zero says that a digest ends the image.</summary>
        internal const int HashAppendedOffset = 23;

        internal const byte ChecksumStart = 0xEF;
        internal const int DigestSize = 32;

        private const int MaxSegmentLength = 0x1000000;
        private const int MaxPageSizeLog = 16;
        private const ushort AnyRevision = 0xFFFF;

        /// <summary>Verifies an image as the bootloader of a chip of any revision would. What follows the image is not looked at.</summary>
        public static EspImageFault Verify(ReadOnlySpan<byte> bytes, int chipId, out EspImageInfo? info) => Verify(bytes, new EspTarget(chipId), out info);

        /// <summary>Verifies an image at the start of some bytes. What follows the image is not looked at.</summary>
        public static EspImageFault Verify(ReadOnlySpan<byte> bytes, EspTarget target, out EspImageInfo? info)
        {
            info = null;
            EspImageFault fault = CheckHeader(bytes, target);
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
            bool appended = bytes[HashAppendedOffset] != 0;
            int total = appended ? hashed + DigestSize : hashed;
            if (total > bytes.Length)
            {
                return EspImageFault.Segment;
            }

            EspAppDescription? description = segments.Length > 0 && segments[0].Length >= EspAppDescription.Size
                ? EspAppDescription.Parse(bytes.Slice(EspAppDescription.ImageOffset, EspAppDescription.Size))
                : null;
            fault = CheckPlaces(segments, target, description, bytes);
            if (fault != EspImageFault.None)
            {
                return fault;
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

            info = new EspImageInfo(total, BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]), segments, digest, description);
            return EspImageFault.None;
        }

        /// <summary>The size of an MMU page, on chips where the size can be chosen and the image names the size.</summary>
        internal static int PageSizeOf(EspMemory? memory, EspAppDescription? description, ReadOnlySpan<byte> bytes) =>
            memory is { HasPageSizes: true } && description != null && bytes[EspAppDescription.ImageOffset + EspAppDescription.PageSizeOffset] is > 0 and var log
                ? log <= MaxPageSizeLog ? 1 << log : 0
                : EspMemory.DefaultPageSize;

        /// <summary>Finds the length of an image of which only headers are read; data and digest are not looked at.</summary>
        /// <param name="read">Reads bytes of the place that the image lies in.</param>
        /// <param name="size">Bytes of that place.</param>
        /// <param name="target">What the image is verified for.</param>
        /// <param name="length">Bytes of the image, the digest included.</param>
        public static EspImageFault Measure(EspImageReader read, int size, EspTarget target, out int length)
        {
            length = 0;
            Span<byte> header = stackalloc byte[HeaderSize];
            if (!read(0, header))
            {
                return EspImageFault.Read;
            }

            EspImageFault fault = CheckHeader(header, target);
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

            length = ChecksumEnd(end) + (header[HashAppendedOffset] != 0 ? DigestSize : 0);
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

        private static EspImageFault CheckHeader(ReadOnlySpan<byte> header, EspTarget target)
        {
            if (header.Length < HeaderSize || header[0] != Magic)
            {
                return EspImageFault.Magic;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(header[12..]) != target.ChipId)
            {
                return EspImageFault.Chip;
            }

            int lowest = BinaryPrimitives.ReadUInt16LittleEndian(header[15..]);
            int highest = BinaryPrimitives.ReadUInt16LittleEndian(header[17..]);
            if (target.Revision < lowest || (highest is not (0 or AnyRevision) && target.Revision > highest))
            {
                return EspImageFault.Revision;
            }

            return header[1] <= MaxSegments ? EspImageFault.None : EspImageFault.SegmentCount;
        }

        // verify_segment_header and verify_load_addresses. What is not known of a chip is not judged.
        private static EspImageFault CheckPlaces(EspSegment[] segments, EspTarget target, EspAppDescription? description, ReadOnlySpan<byte> bytes)
        {
            EspMemory? memory = EspMemory.For(target.ChipId);
            if (memory is { HasPageSizes: true } && segments.Length > 0 && description == null)
            {
                return EspImageFault.Description;
            }

            int pageSize = PageSizeOf(memory, description, bytes);
            foreach (EspSegment segment in segments)
            {
                if (memory?.IsMapped(segment.LoadAddress) == true)
                {
                    if (pageSize == 0 || (uint)segment.Offset % (uint)pageSize != segment.LoadAddress % (uint)pageSize)
                    {
                        return EspImageFault.Mapping;
                    }
                }
                else if (memory != null && target.Use == EspImageUse.Load && segment.LoadAddress >= EspMemory.FirstLoadAddress
                    && segment.Length > 0 && !memory.CanLoad(segment.LoadAddress, segment.Length))
                {
                    return EspImageFault.LoadAddress;
                }
            }

            return EspImageFault.None;
        }

        private static bool NextSegment(ReadOnlySpan<byte> header, ref int end, int limit)
        {
            end += SegmentHeaderSize;
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            return length % 4 == 0 && length < MaxSegmentLength && length <= limit - end;
        }
    }
}
