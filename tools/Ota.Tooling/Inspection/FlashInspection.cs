using System.Text.Json.Nodes;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows ESP-IDF's images, partition tables, otadata and whole flash files.</summary>
    internal static class FlashInspection
    {
        private const int AppType = 0;
        private const int DataType = 1;
        private const int OtaDataSubtype = 0x00;
        private const int DeploymentSubtype = 0x84;
        private const int FirstOtaSlot = 0x10;
        private const int LastOtaSlot = 0x1F;

        public static JsonObject InspectImage(byte[] data, string name)
        {
            JsonObject result = new() { ["kind"] = "esp image" };
            Describe(result, EspImage.Parse(data, name));
            AddAssemblies(result, ImageSource.FindEmbedded(data));
            return result;
        }

        public static JsonObject Inspect(byte[] data, string name)
        {
            bool isTableOnly = FlashFile.IsPartitionTable(data);
            IReadOnlyList<FlashPartition> partitions = FlashFile.ReadPartitions(isTableOnly ? data : data.AsSpan(FlashFile.TableOffset), name);
            JsonObject result = new()
            {
                ["kind"] = isTableOnly ? "partition table" : "flash",
                ["size"] = data.Length,
                ["partitions"] = new JsonArray([.. partitions.Select(p => new JsonObject
                {
                    ["label"] = p.Label,
                    ["kind"] = p.Kind,
                    ["offset"] = $"0x{p.Offset:X}",
                    ["size"] = $"0x{p.Size:X}",
                    ["encrypted"] = (p.Flags & 1) != 0,
                })]),
            };
            if (isTableOnly)
            {
                return result;
            }

            JsonArray slots = [];
            foreach (FlashPartition partition in partitions.Where(p => (long)p.Offset + p.Size <= data.Length))
            {
                byte[] content = data.AsSpan((int)partition.Offset, (int)partition.Size).ToArray();
                if (partition is { Type: DataType, Subtype: OtaDataSubtype } && content.Length >= 0x2000)
                {
                    AddOtaData(result, content, partitions.Count(p => p.Type == AppType && p.Subtype is >= FirstOtaSlot and <= LastOtaSlot));
                }
                else if (partition.Type == AppType)
                {
                    slots.Add(Slot(partition, content));
                }
                else if (partition is { Type: DataType, Subtype: DeploymentSubtype })
                {
                    AddAssemblies(result, ImageSource.FindEmbedded(content));
                }
            }

            result["slots"] = slots;
            return result;
        }

        /// <summary>Adds the two entries and the one that decides; with the number of slots, also which slot that is.</summary>
        public static void AddOtaData(JsonObject result, ReadOnlySpan<byte> data, int? slots)
        {
            OtaDataEntry[] entries = FlashFile.ReadOtaData(data);
            int active = FlashFile.Active(entries);
            result["otadata"] = new JsonArray([.. entries.Select((entry, i) => new JsonObject
            {
                ["entry"] = i,
                ["sequence"] = entry.Sequence == uint.MaxValue ? "blank" : $"{entry.Sequence}",
                ["state"] = entry.StateName,
                ["crc"] = entry.IsCrcRight ? "right" : "wrong",
                ["active"] = i == active,
            })]);
            if (active >= 0 && slots > 0)
            {
                result["chosen"] = $"ota_{(entries[active].Sequence - 1) % (uint)slots.Value}";
            }
            else if (active < 0)
            {
                result["chosen"] = "none: factory, or the first slot";
            }
        }

        private static JsonObject Slot(FlashPartition partition, byte[] content)
        {
            JsonObject slot = new() { ["slot"] = partition.Label };
            try
            {
                Describe(slot, EspImage.Parse(content, partition.Label));
                slot["assemblies"] = string.Join(", ", ImageSource.FindEmbedded(content).Select(a => $"{a.Assembly.Name} {a.Assembly.Version}"));
            }
            catch (ToolException)
            {
                slot["image"] = content.AsSpan().IndexOfAnyExcept((byte)0xFF) < 0 ? "erased" : "none that would start";
            }

            return slot;
        }

        private static void Describe(JsonObject result, EspImage image)
        {
            result["image"] = "sound";
            result["size"] = image.Size;
            result["chip"] = EspChip.Name(image.Chip);
            result["segments"] = image.Segments.Count;
            result["digest"] = image.IsHashed ? "right" : "none";
            if (image.Description is { } description)
            {
                result["version"] = description.Version;
                result["project"] = description.Project;
                result["idf"] = description.IdfVersion;
                result["built"] = $"{description.Date} {description.Time}".Trim();
            }
        }

        private static void AddAssemblies(JsonObject result, IReadOnlyList<PlacedAssembly> assemblies)
        {
            if (assemblies.Count != 0)
            {
                result["assemblies"] = Inspector.Rows(assemblies);
            }
        }
    }
}
