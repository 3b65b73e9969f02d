using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Inspection;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>Says from the bytes of a flash which release the device runs for good, by what 'nanoota inspect' reads.</summary>
    public static class FlashReader
    {
        /// <summary>The version; a few words where there is none.</summary>
        public static string RunningVersion(LifeBoardKind board, NorFlash flash)
        {
            try
            {
                return board switch
                {
                    LifeBoardKind.OtaSlots => OfSlots(Inspector.Inspect(flash.Peek(0, flash.Size), "flash")),
                    LifeBoardKind.Stock => OfManifest(StockLifeDevice.ActiveManifest(flash)),
                    _ => OfMcuBoot(Inspector.Inspect(IfuLifeDevice.PrimaryImage(flash), "primary slot")),
                };
            }
            catch (ToolException exception)
            {
                return exception.Message;
            }
        }

        private static string OfSlots(JsonObject seen)
        {
            JsonNode? slot = seen["slots"]!.AsArray().FirstOrDefault(row => (string?)row!["slot"] == (string?)seen["chosen"]);
            return (string?)slot?["version"] ?? "no slot is chosen";
        }

        private static string OfManifest(byte[]? envelope) =>
            envelope == null ? "no slot is active" : (string?)Inspector.Inspect(envelope, "manifest")["payload"]?["version"] ?? "no version";

        private static string OfMcuBoot(JsonObject seen)
        {
            return Version.TryParse((string?)seen["version"], out Version? version) ? version.ToString(2) : "no version";
        }
    }
}
