using System.Buffers;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>Verifies the image in a slot of the flash, as the bootloader does.</summary>
    public static class SlotImage
    {
        /// <summary>Reads the headers first, then the image, and verifies the image.</summary>
        public static EspImageFault Verify(NorFlash flash, Partition partition, int chipId, out EspImageInfo? info)
        {
            info = null;
            EspImageFault fault = EspImage.Measure(
                (offset, target) => flash.Read(partition.Offset + offset, target) == FlashStatus.Ok,
                partition.Size,
                chipId,
                out int length);
            if (fault != EspImageFault.None)
            {
                return fault;
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                Span<byte> image = buffer.AsSpan(0, length);
                return flash.Read(partition.Offset, image) == FlashStatus.Ok ? EspImage.Verify(image, chipId, out info) : EspImageFault.Read;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
