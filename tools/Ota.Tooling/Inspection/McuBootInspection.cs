using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows signed MCUboot images, and the ESP-IDF image or the assemblies in them.</summary>
    internal static class McuBootInspection
    {
        public static JsonObject Inspect(byte[] data, string name)
        {
            ImageSource source = ImageSource.Load(data, name, null);
            McuBootInfo info = source.McuBoot!;
            bool isSigned = info.Tlvs.Any(tlv => tlv.Type == McuBootImage.EcdsaSignature);
            JsonObject result = new()
            {
                ["kind"] = "mcuboot image",
                ["size"] = info.Length,
                ["version"] = info.Version,
                ["header"] = info.HeaderSize,
                ["payload"] = info.PayloadSize,
                ["sha256"] = Convert.ToHexStringLower(info.Digest),
                ["signature"] = isSigned ? "EC-P256, not checked ('nanoota pack --mcuboot' checks it)" : "none",
                ["tlvs"] = new JsonArray([.. info.Tlvs.Select(tlv => new JsonObject
                {
                    ["type"] = TypeName(tlv.Type),
                    ["size"] = tlv.Length,
                    ["protected"] = tlv.IsProtected,
                })]),
            };
            if (source.Esp != null)
            {
                JsonObject payload = [];
                FlashInspection.Describe(payload, source.Esp);
                result["esp image"] = payload;
            }

            if (source.Assemblies.Count != 0)
            {
                result["assemblies"] = Inspector.Rows(source.Assemblies);
            }

            return result;
        }

        private static string TypeName(int type) => type switch
        {
            McuBootImage.KeyHash => "KEYHASH",
            0x02 => "PUBKEY",
            McuBootImage.Sha256 => "SHA256",
            0x20 => "RSA2048_PSS",
            McuBootImage.EcdsaSignature => "ECDSA_SIG",
            0x24 => "ED25519",
            0x40 => "DEPENDENCY",
            0x50 => "SEC_CNT",
            0x60 => "BOOT_RECORD",
            _ => $"0x{type:X2}",
        };
    }
}
