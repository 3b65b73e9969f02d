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
            return info ?? throw new ToolException(ExitCode.BadInput, $"{source} is not a sound ESP-IDF image: {Reason(fault)}. Build it anew.");
        }

        private static string Reason(EspImageFault fault) => fault switch
        {
            EspImageFault.Magic => "it does not begin with the header of one (0xE9)",
            EspImageFault.SegmentCount => "it does not have 1 to 16 segments",
            EspImageFault.Segment => "it is cut off, or the length of a segment is wrong",
            EspImageFault.Checksum => "its checksum is wrong",
            EspImageFault.Digest => "its digest is wrong",
            _ => $"fault {fault}",
        };
    }
}
