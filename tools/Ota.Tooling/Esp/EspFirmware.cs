using System.Buffers.Binary;
using NanoOta.Formats;

namespace NanoOta.Tooling.Esp
{
    /// <summary>Reads ESP-IDF images with the virtual bootloader's own check, for whatever chip they are.</summary>
    public static class EspFirmware
    {
        /// <summary>Verifies the image at the start of <paramref name="data"/>. Throws <see cref="ToolException"/> with the reason.</summary>
        public static EspImageInfo Read(ReadOnlySpan<byte> data, string source)
        {
            int chip = data.Length >= EspImage.HeaderSize ? BinaryPrimitives.ReadUInt16LittleEndian(data[12..]) : 0;
            EspImageFault fault = EspImage.Verify(data, chip, out EspImageInfo? info);
            if (info is { Segments.Count: 0 })
            {
                throw new ToolException(ExitCode.BadInput, $"{source} is an ESP-IDF image without a segment: nothing would start. Build it anew.");
            }

            return info ?? throw new ToolException(ExitCode.BadInput, Words(source, fault));
        }

        /// <summary>Why an image is refused, in words.</summary>
        internal static string Words(string source, EspImageFault fault) => $"{source} is not a sound ESP-IDF image: {Reason(fault)}. Build it anew.";

        private static string Reason(EspImageFault fault) => fault switch
        {
            EspImageFault.Magic => "it does not begin with the header of one (0xE9)",
            EspImageFault.SegmentCount => "it has more than 16 segments",
            EspImageFault.Segment => "it is cut off, or the length of a segment is wrong",
            EspImageFault.Mapping => "a segment that is mapped from flash lies at the wrong place in its page",
            EspImageFault.LoadAddress => "a segment would be loaded to where the chip has no RAM, or over the bootloader",
            EspImageFault.Description => "it has no application description, and the chip needs one",
            EspImageFault.Checksum => "its checksum is wrong",
            EspImageFault.Digest => "its digest is wrong",
            _ => $"fault {fault}",
        };
    }
}
