using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>esp_partition_read, _write, _erase_range and _get_sha256. Source: ESP-IDF v5.5, esp_partition.h.</summary>
    public sealed class EspPartitions
    {
        private readonly NorFlash _flash;
        private readonly EspTarget _target;

        public EspPartitions(NorFlash flash, EspTarget target)
        {
            _flash = flash;
            _target = target;
        }

        /// <summary>Reads raw bytes.</summary>
        public EspError Read(Partition partition, int offset, Span<byte> target)
        {
            return !Contains(partition, offset, target.Length) ? EspError.InvalidSize : ErrorOf(_flash.Read(partition.Offset + offset, target));
        }

        /// <summary>Programs; bits that are to become 1 are a breach of the flash's contract and throw.</summary>
        public EspError Write(Partition partition, int offset, ReadOnlySpan<byte> data)
        {
            return !Contains(partition, offset, data.Length) ? EspError.InvalidSize : ErrorOf(_flash.Write(partition.Offset + offset, data));
        }

        /// <summary>Erases whole sectors.</summary>
        public EspError EraseRange(Partition partition, int offset, int size)
        {
            if (!Contains(partition, offset, size) || size % NorFlash.SectorSize != 0)
            {
                return EspError.InvalidSize;
            }

            return offset % NorFlash.SectorSize != 0 ? EspError.InvalidArgument : ErrorOf(_flash.Erase(partition.Offset + offset, size));
        }

        /// <summary>The digest of an app image: the appended one, or that of the image's bytes. Not of the whole partition.</summary>
        public EspError GetSha256(Partition partition, Span<byte> digest)
        {
            if (SlotImage.Verify(_flash, partition, _target, out EspImageInfo? image) != EspImageFault.None)
            {
                return EspError.Fail;
            }

            image!.Digest.CopyTo(digest);
            return EspError.Ok;
        }

        /// <summary>The image in an app partition, if the image verifies.</summary>
        public EspImageInfo? Verify(Partition partition)
        {
            SlotImage.Verify(_flash, partition, _target, out EspImageInfo? image);
            return image;
        }

        internal static EspError ErrorOf(FlashStatus status) => status == FlashStatus.Ok ? EspError.Ok : EspError.FlashOperationFailed;

        private static bool Contains(Partition partition, int offset, int count)
        {
            return offset >= 0 && count >= 0 && offset <= partition.Size - count;
        }
    }
}
