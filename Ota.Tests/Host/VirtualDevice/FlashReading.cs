using System.Text.Json.Nodes;
using NanoOta.Tooling.Inspection;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>What 'nanoota inspect' reads from a board's flash, whatever the board believes.</summary>
    internal static class FlashReading
    {
        private const int FlashSize = 0x400000;

        /// <summary>Version of the image in the slot that otadata chooses, and the state of the slot's entry.</summary>
        internal static string Chosen(NorFlash flash)
        {
            JsonObject seen = Inspector.Inspect(flash.Peek(0, FlashSize), "flash.bin");
            JsonNode slot = seen["slots"]!.AsArray().Single(row => row!["slot"]!.ToString() == seen["chosen"]!.ToString())!;
            JsonNode entry = seen["otadata"]!.AsArray().Single(row => (bool)row!["active"]!)!;
            return $"{slot["version"]} {entry["state"]}";
        }
    }
}
