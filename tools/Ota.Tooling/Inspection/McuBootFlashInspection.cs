using System.Text.Json.Nodes;
using NanoOta.Formats;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>
    /// Shows the flash of a board with In-Field Update. MCUboot has no partition table: its images are found where a sector begins with a header, and the
    /// state record where a sector holds a whole copy.
    /// </summary>
    internal static class McuBootFlashInspection
    {
        private const int MinSize = 1024 * 1024;
        private const int SectorSize = 4096;

        /// <summary>Whether it could be such a flash: whole sectors, of which one begins with an image's header.</summary>
        public static bool IsFlash(ReadOnlySpan<byte> data) => data.Length >= MinSize && data.Length % SectorSize == 0 && Next(data, 0) < data.Length;

        /// <summary>The flash as an object.</summary>
        public static JsonObject Inspect(ReadOnlySpan<byte> data)
        {
            JsonArray images = [];
            for (int at = Next(data, 0); at < data.Length; at = Next(data, at + SectorSize))
            {
                images.Add(Row(data, at));
            }

            JsonObject result = new() { ["kind"] = "flash with MCUboot", ["size"] = data.Length };
            JsonObject? state = State(data);
            result["says"] = state?["says"]?.ToString() ?? "no whole state record: the device never finished an update, or its record is lost";
            result["images"] = images;
            if (state != null)
            {
                result["stateRecord"] = state;
            }

            return result;
        }

        private static JsonObject Row(ReadOnlySpan<byte> data, int at)
        {
            McuBootFault fault = McuBootImage.Check(data[at..], out McuBootInfo? info);
            return info == null || fault != McuBootFault.None
                ? new JsonObject { ["offset"] = $"0x{at:X}", ["version"] = "-", ["size"] = null, ["sha256"] = $"not whole: {fault}" }
                : new JsonObject { ["offset"] = $"0x{at:X}", ["version"] = info.Version, ["size"] = info.Length, ["sha256"] = DigestText.Of(info.Digest) };
        }

        private static JsonObject? State(ReadOnlySpan<byte> data)
        {
            for (int at = 0; at + (2 * SectorSize) <= data.Length; at += SectorSize)
            {
                if (RecordInspection.OfPartition(data.Slice(at, 2 * SectorSize)) is { } record && (string?)record["kind"] == "state record")
                {
                    return record;
                }
            }

            return null;
        }

        private static int Next(ReadOnlySpan<byte> data, int at)
        {
            while (at < data.Length && !McuBootImage.IsImage(data[at..]))
            {
                at += SectorSize;
            }

            return at;
        }
    }
}
