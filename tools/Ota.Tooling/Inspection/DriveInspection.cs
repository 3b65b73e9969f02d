using System.Text.Json.Nodes;
using NanoOta.Formats;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows the internal drive of a flash file: its files, and the newest copy of each record among them (docs/FORMAT.md).</summary>
    internal static class DriveInspection
    {
        // The names of the pairs of files, in the order in which they tell what the device was doing.
        private static readonly (string File, string Name)[] _records =
            [("boot", "bootRecord"), ("ota", "stateRecord"), ("start", "countOfStarts"), ("log", "outcomeLog"), ("set", "settings"), ("data", "applicationData")];

        /// <summary>Adds what the drive says; "says" of a board that keeps no state elsewhere comes from here.</summary>
        public static void Add(JsonObject result, ReadOnlySpan<byte> partition)
        {
            IReadOnlyDictionary<string, byte[]?>? files = VirtualDriveFiles.Read(partition);
            if (files == null)
            {
                result["drive"] = VirtualDriveFiles.IsLittleFs(partition) ? "littlefs, which nanoota does not read: give files of the drive one by one"
                    : partition.IndexOfAnyExcept((byte)0xFF) < 0 ? "blank: the firmware makes the drive at its first start"
                    : "no drive that could be read";
                return;
            }

            JsonObject records = [];
            foreach ((string file, string name) in _records)
            {
                if (RecordInspection.OfCopies([files.GetValueOrDefault(file + ".0"), files.GetValueOrDefault(file + ".1")]) is { } record)
                {
                    records[name] = record;
                }
            }

            if (!result.ContainsKey("says"))
            {
                result.Insert(2, "says", Says(records, files.Count));
            }

            result["drive"] = new JsonArray([.. files.Select(file => new JsonObject
            {
                ["file"] = file.Key,
                ["size"] = file.Value?.Length,
                ["what"] = What(file.Key, file.Value),
            })]);
            foreach ((string name, JsonNode? record) in records.ToArray())
            {
                records.Remove(name);
                result[name] = record;
            }
        }

        private static string Says(JsonObject records, int files)
        {
            string[] said = [.. ((string[])["stateRecord", "bootRecord", "outcomeLog"]).Select(name => (string?)records[name]?["says"]).OfType<string>()];
            return said.Length != 0 ? string.Join("; ", said)
                : files == 0 ? "an empty drive: no application has come yet"
                : "no whole record: the device never finished an update, or its records are lost";
        }

        private static string What(string name, byte[]? bytes)
        {
            if (bytes == null)
            {
                return "damaged: a block lies outside of the drive";
            }

            if (name is "net.0" or "net.1")
            {
                return "the kept network configuration, not shown";
            }

            try
            {
                JsonObject inside = Inspector.Inspect(bytes, name);
                string what = (string)inside["kind"]!;
                return inside["assemblies"] is JsonArray { Count: > 0 } assemblies ? $"{what}: {string.Join(", ", assemblies.Select(row => $"{row!["name"]} {row["version"]}"))}"
                    : inside["payload"] is JsonObject payload ? $"{what}: {payload["product"]} {payload["version"]}, revision {payload["revision"]}"
                    : what;
            }
            catch (ToolException)
            {
                return bytes.Length == 0 ? "empty" : "-";
            }
        }
    }
}
