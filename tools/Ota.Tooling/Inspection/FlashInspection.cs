using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows ESP-IDF's images, partition tables, otadata and whole flash files.</summary>
    internal static class FlashInspection
    {
        private const byte DeploymentSubtype = 0x84;
        private const int SectorSize = 4096;
        private const int OtaDataSize = 2 * SectorSize;

        /// <summary>Whether a partition table begins here.</summary>
        public static bool IsPartitionTable(ReadOnlySpan<byte> data) => data.Length >= 32 && data[0] == 0xAA && data[1] == 0x50;

        /// <summary>Whether it is a flash file: a partition table lies at its usual place.</summary>
        public static bool IsFlash(ReadOnlySpan<byte> data) =>
            data.Length > PartitionTable.DefaultOffset && IsPartitionTable(data[PartitionTable.DefaultOffset..]);

        /// <summary>Whether it is the otadata of some device: two sectors, blank but for sound entries.</summary>
        public static bool IsOtaData(ReadOnlySpan<byte> data)
        {
            if (data.Length != OtaDataSize)
            {
                return false;
            }

            foreach (int at in (int[])[0, SectorSize])
            {
                OtaEntry entry = OtaEntry.Parse(data[at..]);
                bool isBlank = data.Slice(at, OtaEntry.Size).IndexOfAnyExcept((byte)0xFF) < 0;
                if ((!isBlank && !entry.HasRightCrc) || data[(at + OtaEntry.Size)..(at + SectorSize)].IndexOfAnyExcept((byte)0xFF) >= 0)
                {
                    return false;
                }
            }

            return true;
        }

        public static JsonObject InspectImage(byte[] data, string name)
        {
            JsonObject result = new() { ["kind"] = "esp image" };
            EspImageInfo image = EspFirmware.Read(data, name);
            Describe(result, image);
            if (!AttachedInspection.Add(result, data, image))
            {
                AddAssemblies(result, ImageSource.FindEmbedded(data));
            }

            return result;
        }

        public static JsonObject InspectPartitions(byte[] data, string name) => new()
        {
            ["kind"] = "partition table",
            ["partitions"] = Rows(ReadTable(data, int.MaxValue, name)),
        };

        public static JsonObject InspectFlash(byte[] data, string name)
        {
            PartitionTable table = ReadTable(data.AsSpan(PartitionTable.DefaultOffset), data.Length, name);
            JsonObject result = new()
            {
                ["kind"] = "flash",
                ["size"] = data.Length,
                ["partitions"] = Rows(table),
            };
            if (table.OtaData != null)
            {
                AddOtaData(result, data.AsSpan(table.OtaData.Offset, OtaDataSize), table.OtaCount);
            }

            AddRecords(result, data, table);
            if (table.Find(Partition.TypeData, Partition.SubtypeLittleFs) is { } drive)
            {
                DriveInspection.Add(result, data.AsSpan(drive.Offset, drive.Size));
            }

            result["slots"] = new JsonArray([.. table.Partitions.Where(p => p.Type == Partition.TypeApp).Select(p => Slot(p, Content(data, p)))]);
            if (table.Find(Partition.TypeData, DeploymentSubtype) is { } deployment)
            {
                AddAssemblies(result, ImageSource.FindEmbedded(Content(data, deployment)));
            }

            return result;
        }

        /// <summary>Adds the two entries and the one that decides; with the number of slots, also which slot that is.</summary>
        public static void AddOtaData(JsonObject result, ReadOnlySpan<byte> data, int slots)
        {
            OtaEntry[] entries = [OtaEntry.Parse(data), OtaEntry.Parse(data[SectorSize..])];
            OtaEntry[] valid = [.. entries.Where(e => e.IsValid).OrderByDescending(e => e.Sequence)];
            int active = valid.Length == 0 ? -1 : Array.IndexOf(entries, valid[0]);
            result["otadata"] = new JsonArray([.. entries.Select((entry, i) => new JsonObject
            {
                ["entry"] = i,
                ["sequence"] = entry.Sequence == uint.MaxValue ? "blank" : entry.Sequence.ToString(CultureInfo.InvariantCulture),
                ["state"] = StateName(entry.State),
                ["crc"] = entry.HasRightCrc ? "right" : "wrong",
                ["active"] = i == active,
            })]);
            if (active < 0)
            {
                result["chosen"] = "none: factory, or the first slot";
            }
            else if (slots > 0)
            {
                result["chosen"] = $"ota_{(entries[active].Sequence - 1) % (uint)slots}";
            }
        }

        // The words first: what the device was doing when it stopped.
        private static void AddRecords(JsonObject result, byte[] data, PartitionTable table)
        {
            if (table.Partitions.FirstOrDefault(partition => partition.Label == PartitionTable.StateLabel) is not { } records)
            {
                return;
            }

            ReadOnlySpan<byte> partition = data.AsSpan(records.Offset, records.Size);
            JsonObject? state = RecordInspection.OfPartition(partition);
            result["says"] = state?["says"]?.ToString() ?? "no whole state record: the device never finished an update, or its record is lost";
            if (GuardInspection.OfPartition(partition) is { } guard)
            {
                result["guard"] = guard;
            }

            if (state != null)
            {
                result["stateRecord"] = state;
            }
        }

        private static PartitionTable ReadTable(ReadOnlySpan<byte> data, int flashSize, string name) =>
            PartitionTable.TryParse(data, flashSize, out PartitionTable? table, out string? fault)
                ? table
                : throw new ToolException(ExitCode.BadInput, $"The partition table in {name} is not sound: {fault.TrimEnd('.')}. Write it anew.");

        private static byte[] Content(byte[] flash, Partition partition) => flash[partition.Offset..partition.End];

        private static JsonArray Rows(PartitionTable table) => [.. table.Partitions.Select(p => new JsonObject
        {
            ["label"] = p.Label,
            ["kind"] = Kind(p),
            ["offset"] = $"0x{p.Offset:X}",
            ["size"] = $"0x{p.Size:X}",
            ["encrypted"] = (p.Flags & 1) != 0,
        })];

        private static JsonObject Slot(Partition partition, byte[] content)
        {
            JsonObject slot = new() { ["slot"] = partition.Label };
            try
            {
                EspImageInfo image = EspFirmware.Read(content, partition.Label);
                Describe(slot, image);
                AttachedInspection.Add(slot, content, image);
            }
            catch (ToolException)
            {
                slot["image"] = content.AsSpan().IndexOfAnyExcept((byte)0xFF) < 0 ? "erased" : "none that would start";
            }

            return slot;
        }

        public static void Describe(JsonObject result, EspImageInfo image)
        {
            result["image"] = "sound";
            result["size"] = image.Length;
            result["chip"] = EspChip.Name(image.ChipId);
            result["segments"] = image.Segments.Count;
            result["sha256"] = Convert.ToHexStringLower(image.Digest);
            if (image.Description is { } description)
            {
                result["version"] = description.Version;
                result["project"] = description.ProjectName;
            }
        }

        private static void AddAssemblies(JsonObject result, IReadOnlyList<PlacedAssembly> assemblies)
        {
            if (assemblies.Count != 0)
            {
                result["assemblies"] = Inspector.Rows(assemblies);
            }
        }

        private static string StateName(OtaImageState state) => state switch
        {
            OtaImageState.New => "NEW",
            OtaImageState.PendingVerify => "PENDING_VERIFY",
            OtaImageState.Valid => "VALID",
            OtaImageState.Invalid => "INVALID",
            OtaImageState.Aborted => "ABORTED",
            OtaImageState.Undefined => "UNDEFINED",
            _ => $"0x{(uint)state:X8}",
        };

        private static string Kind(Partition partition) => (partition.Type, partition.Subtype) switch
        {
            (Partition.TypeApp, Partition.SubtypeFactory) => "app factory",
            (Partition.TypeApp, Partition.SubtypeTest) => "app test",
            (Partition.TypeApp, _) when partition.IsOta => $"app ota_{partition.OtaIndex}",
            (Partition.TypeData, Partition.SubtypeOtaData) => "data otadata",
            (Partition.TypeData, Partition.SubtypePhy) => "data phy",
            (Partition.TypeData, Partition.SubtypeNvs) => "data nvs",
            (Partition.TypeData, 0x03) => "data coredump",
            (Partition.TypeData, 0x04) => "data nvs_keys",
            (Partition.TypeData, Partition.SubtypeUndefined) => "data undefined",
            (Partition.TypeData, 0x81) => "data fat",
            (Partition.TypeData, 0x82) => "data spiffs",
            (Partition.TypeData, Partition.SubtypeLittleFs) => "data littlefs",
            (Partition.TypeData, DeploymentSubtype) => "data deployment",
            _ => $"0x{partition.Type:X2} 0x{partition.Subtype:X2}",
        };
    }
}
