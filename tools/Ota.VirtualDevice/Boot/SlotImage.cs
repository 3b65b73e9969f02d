using System.Buffers;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>Verifies the image in a slot of the flash, as the bootloader does and as a running application does.</summary>
    public static class SlotImage
    {
        /// <summary>Reads the headers first, then the image, and verifies the image.</summary>
        public static EspImageFault Verify(NorFlash flash, Partition partition, EspTarget target, out EspImageInfo? info)
        {
            info = null;
            EspImageFault fault = EspImage.Measure(
                (offset, bytes) => flash.Read(partition.Offset + offset, bytes) == FlashStatus.Ok,
                partition.Size,
                target,
                out int length);
            if (fault != EspImageFault.None)
            {
                return fault;
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                Span<byte> image = buffer.AsSpan(0, length);
                return flash.Read(partition.Offset, image) == FlashStatus.Ok ? EspImage.Verify(image, target, out info) : EspImageFault.Read;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
