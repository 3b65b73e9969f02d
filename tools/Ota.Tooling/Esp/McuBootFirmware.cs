using NanoOta.Formats;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Esp
{
    /// <summary>Reads signed MCUboot images: what In-Field Update's slots hold.</summary>
    public static class McuBootFirmware
    {
        /// <summary>
        /// Checks the structure and the SHA-256 of a file that is one image, and with a key its signature. Throws <see cref="ToolException"/>
        /// with the reason.
        /// </summary>
        public static McuBootInfo Read(ReadOnlySpan<byte> data, string source, PublicKey? key)
        {
            McuBootFault fault = McuBootImage.Check(data, out McuBootInfo? info);
            if (fault == McuBootFault.None && info!.Length != data.Length)
            {
                throw Refused(source, $"{data.Length - info.Length} bytes follow its end");
            }

            if (fault == McuBootFault.None && key != null)
            {
                fault = McuBootImage.CheckSignature(data, info!, key.ToBytes());
            }

            if (fault != McuBootFault.None)
            {
                throw Refused(source, Reason(fault, key));
            }

            return ReleaseVersion.Parse(info!.Version) != ReleaseVersion.Invalid
                ? info
                : throw Refused(source, $"its version {info.Version} has a number above 65535, which no manifest can name");
        }

        /// <summary>The payload: what the bootloader starts.</summary>
        public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> data, McuBootInfo info) => data.Slice(info.HeaderSize, info.PayloadSize);

        private static ToolException Refused(string source, string reason) =>
            new(ExitCode.BadInput, $"{source} is not a sound signed MCUboot image: {reason}. Build and sign it anew.");

        private static string Reason(McuBootFault fault, PublicKey? key) => fault switch
        {
            McuBootFault.Magic => "it does not begin with the header of one (0x96F3B83D)",
            McuBootFault.Truncated => "it is cut off",
            McuBootFault.Flags => "its flags say encrypted, non-bootable or run from RAM",
            McuBootFault.Tlv => "a TLV area is malformed",
            McuBootFault.Digest => "its SHA-256 is missing or wrong",
            McuBootFault.NotSigned => "it has no EC-P256 signature",
            McuBootFault.Key => $"it was signed by another key than '{key?.Kid}'",
            McuBootFault.Signature => $"its signature is not that of '{key?.Kid}'",
            _ => $"fault {fault}",
        };
    }
}
