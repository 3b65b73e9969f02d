using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>
    /// Shows the records that devices keep on flash: state, boot, starts, settings, outcome log, application's data, each in copies of one form, and says
    /// in words what the device was doing. The layouts are those of docs/FORMAT.md.
    /// </summary>
    internal static class RecordInspection
    {
        private const int HeaderSize = 16;
        private const int LogRows = 16;
        private const int LogRowSize = 28;
        private const long Epoch2020 = 1577836800;

        private static readonly string[] _phases = ["start", "check", "leave", "staging", "installing", "trial", "settings"];
        private static readonly string[] _slotStates = ["none", "pending", "on trial", "confirmed", "failed"];

        /// <summary>Whether it is a copy of a record.</summary>
        public static bool IsRecord(ReadOnlySpan<byte> data) => data.StartsWith("ONC2"u8) && data.Length >= HeaderSize;

        /// <summary>One copy, as a file of a drive holds it.</summary>
        public static JsonObject Inspect(ReadOnlySpan<byte> data, string name) =>
            TryOpen(data, out ReadOnlySpan<byte> content, out uint sequence)
                ? Describe(content, sequence)
                : throw new ToolException(ExitCode.BadInput, $"{name} is a torn copy of a record: its length or its CRC-32 is wrong. Look at the other copy.");

        /// <summary>The newest whole copy in the first two sectors of the partition for records; null when there is none.</summary>
        public static JsonObject? OfPartition(ReadOnlySpan<byte> partition)
        {
            JsonObject? newest = null;
            uint best = 0;
            for (int copy = 0; copy < 2 && partition.Length >= (copy + 1) * Partition.SectorSize; copy++)
            {
                ReadOnlySpan<byte> sector = partition.Slice(copy * Partition.SectorSize, Partition.SectorSize);
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(sector);
                if (length == ~BinaryPrimitives.ReadUInt32LittleEndian(sector[4..]) && length <= Partition.SectorSize - 8
                    && TryOpen(sector.Slice(8, (int)length), out ReadOnlySpan<byte> content, out uint sequence)
                    && (newest == null || (int)(sequence - best) > 0))
                {
                    newest = Describe(content, sequence);
                    best = sequence;
                }
            }

            return newest;
        }

        /// <summary>The newest whole one of two copies in files; null when there is none.</summary>
        public static JsonObject? OfCopies(byte[]?[] copies)
        {
            JsonObject? newest = null;
            uint best = 0;
            foreach (byte[]? copy in copies)
            {
                if (TryOpen(copy, out ReadOnlySpan<byte> content, out uint sequence) && (newest == null || (int)(sequence - best) > 0))
                {
                    newest = Describe(content, sequence);
                    best = sequence;
                }
            }

            return newest;
        }

        private static bool TryOpen(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> content, out uint sequence)
        {
            content = default;
            sequence = 0;
            if (!IsRecord(data))
            {
                return false;
            }

            sequence = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(data[8..]);
            if (length == 0 || length > data.Length - HeaderSize)
            {
                return false;
            }

            content = data.Slice(HeaderSize, (int)length);
            System.IO.Hashing.Crc32 crc = new();
            crc.Append(data.Slice(4, 8));
            crc.Append(content);
            return crc.GetCurrentHashAsUInt32() == BinaryPrimitives.ReadUInt32LittleEndian(data[12..]);
        }

        private static JsonObject Describe(ReadOnlySpan<byte> content, uint sequence)
        {
            JsonObject result = content switch
            {
                _ when content.Length == 430 && content.StartsWith("NTO2"u8) => State(content),
                _ when content.Length == 40 && content.StartsWith("NBR1"u8) => Boot(content),
                _ when content.Length >= 54 && content.StartsWith("NOS2"u8) => Settings(content),
                _ when content.Length >= 32 + (LogRows * LogRowSize) && content.StartsWith("NOL1"u8) => Log(content),
                _ when content.Length >= 28 && content.StartsWith("NAD1"u8) => AppData(content),
                _ when content.Length == 12 => Starts(content),
                _ => new JsonObject { ["kind"] = "record", ["says"] = "a record of another kind; a kept network configuration is not shown, since a password stands in it" },
            };
            result.Insert(1, "copy", sequence);
            result.Insert(2, "size", content.Length);
            return result;
        }

        private static JsonObject State(ReadOnlySpan<byte> record)
        {
            string target = ReleaseText(record[20..]);
            string installed = ReleaseText(record[66..]);
            int rollBacks = record[7];
            ushort last = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
            JsonObject result = new()
            {
                ["kind"] = "state record",
                ["says"] = Doing(record[4], record[5] == 1, VersionText(BinaryPrimitives.ReadInt64LittleEndian(record[20..])), VersionText(BinaryPrimitives.ReadInt64LittleEndian(record[66..]))),
                ["state"] = Name<OtaState>(record[4]),
                ["lastResult"] = ResultText.WithCode((OtaResult)last),
                ["target"] = target,
                ["installed"] = installed,
                ["former"] = ReleaseText(record[112..]),
                ["lastAnswered"] = Time(BinaryPrimitives.ReadUInt32LittleEndian(record[12..])),
                ["firstServed"] = Time(BinaryPrimitives.ReadUInt32LittleEndian(record[16..])),
                ["idleAttempts"] = record[6],
                ["rollBacks"] = rollBacks,
            };
            JsonArray seen = [];
            for (int at = 158; at < 254; at += 24)
            {
                long revision = BinaryPrimitives.ReadInt64LittleEndian(record[(at + 8)..]);
                if (revision != 0)
                {
                    seen.Add(new JsonObject { ["channel"] = Convert.ToHexStringLower(record.Slice(at, 8)), ["revision"] = revision, ["payload"] = Convert.ToHexStringLower(record.Slice(at + 16, 8)) });
                }
            }

            JsonArray failed = [];
            for (int at = 254; at < 430; at += 22)
            {
                if (record.Slice(at, 22).IndexOfAnyExcept((byte)0) >= 0)
                {
                    failed.Add(new JsonObject
                    {
                        ["images"] = Convert.ToHexStringLower(record.Slice(at, 8)),
                        ["cause"] = ResultText.WithCode((OtaResult)BinaryPrimitives.ReadUInt16LittleEndian(record[(at + 18)..])),
                        ["faults"] = record[at + 20],
                        ["pauseSteps"] = record[at + 21],
                        ["pausedSince"] = Time(BinaryPrimitives.ReadUInt32LittleEndian(record[(at + 8)..])),
                        ["retry"] = BinaryPrimitives.ReadUInt16LittleEndian(record[(at + 16)..]),
                    });
                }
            }

            result["seenRevisions"] = seen;
            result["failedReleases"] = failed;
            return result;
        }

        // What a person wants to know of a device that stopped.
        private static string Doing(byte state, bool isAnswered, string target, string installed) => (OtaState)state switch
        {
            OtaState.Activating => $"the device was about to restart into {target}; {installed} ran before",
            OtaState.OnTrial => $"the device was trying {target} ({(isAnswered ? "the server had answered" : "the server had not answered yet")}); without a confirmation {installed} comes back",
            OtaState.Confirming => $"the device was confirming {target} when it stopped",
            OtaState.Confirmed => $"the device ran {installed}, confirmed, and had nothing to do",
            OtaState.RolledBack => $"the device had gone back to {installed}",
            OtaState.Idle => $"no update was under way; {installed} is installed",
            _ => "a state that this version of nanoota does not know",
        };

        private static JsonObject Boot(ReadOnlySpan<byte> record)
        {
            string active = SlotName(record[4]);
            string candidate = SlotName(record[5]);
            return new JsonObject
            {
                ["kind"] = "boot record",
                ["says"] = record[5] == 0
                    ? $"the Bootstrap starts slot {active}"
                    : $"the Bootstrap tries slot {candidate} at most {record[6]} more times, and goes back to slot {active} then",
                ["active"] = active,
                ["candidate"] = candidate,
                ["trialBootsLeft"] = record[6],
                ["a"] = Slot(record[8..]),
                ["b"] = Slot(record[24..]),
            };
        }

        private static string Slot(ReadOnlySpan<byte> slot) => string.Create(
            CultureInfo.InvariantCulture,
            $"{(slot[0] < _slotStates.Length ? _slotStates[slot[0]] : $"state {slot[0]}")}, revision {BinaryPrimitives.ReadInt64LittleEndian(slot[8..])}");

        private static string SlotName(byte slot) => slot switch { 0 => "none", 1 => "a", 2 => "b", _ => slot.ToString(CultureInfo.InvariantCulture) };

        private static JsonObject Starts(ReadOnlySpan<byte> record) => new()
        {
            ["kind"] = "count of starts",
            ["says"] = record[1] == 0
                ? "the application lived long enough after the last start"
                : string.Create(CultureInfo.InvariantCulture, $"{record[1]} starts ended before the application lived; {record[2]} of the asks were answered"),
            ["form"] = record[0],
            ["startsWithoutLife"] = record[1],
            ["answeredAsks"] = record[2],
            ["flags"] = Words(record[3], ["answered", "restart announced", "the next start asks", "no way back", "sleep announced"]),
            ["readErrors"] = record[4],
            ["slotLeft"] = SlotName(record[5]),
            ["declaredRestarts"] = record[8],
        };

        private static JsonObject Settings(ReadOnlySpan<byte> record)
        {
            short start = BinaryPrimitives.ReadInt16LittleEndian(record[6..]);
            short end = BinaryPrimitives.ReadInt16LittleEndian(record[8..]);
            JsonObject result = new()
            {
                ["kind"] = "settings",
                ["updates"] = record[4] == 0 ? "on" : $"off since {Time(BinaryPrimitives.ReadInt64LittleEndian(record[24..]))}",
                ["window"] = start < 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{start / 60:D2}:{start % 60:D2}-{end / 60:D2}:{end % 60:D2} local time"),
                ["minutesAheadOfUtc"] = BinaryPrimitives.ReadInt16LittleEndian(record[10..]),
                ["intervalSeconds"] = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
                ["network"] = record[5] == 0 ? "any" : "none that costs by the byte",
                ["bytesADay"] = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]),
            };
            int at = 40;
            foreach (string name in (string[])["url", "urlBefore", "reserveUrl", "reportUrl", "group", "authorities", "authoritiesBefore"])
            {
                int length = at + 2 <= record.Length ? BinaryPrimitives.ReadUInt16LittleEndian(record[at..]) : 0;
                if (at + 2 + length > record.Length)
                {
                    result["says"] = "the texts are cut off";
                    break;
                }

                result[name] = Ascii(record.Slice(at + 2, length));
                at += 2 + length;
            }

            return result;
        }

        private static JsonObject Log(ReadOnlySpan<byte> record)
        {
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
            JsonArray rows = [];
            for (uint number = next > LogRows ? next - LogRows : 1; number < next; number++)
            {
                ReadOnlySpan<byte> row = record.Slice(32 + ((int)((number - 1) % LogRows) * LogRowSize), LogRowSize);
                uint time = BinaryPrimitives.ReadUInt32LittleEndian(row);
                ushort code = BinaryPrimitives.ReadUInt16LittleEndian(row[4..]);
                rows.Add(new JsonObject
                {
                    ["number"] = number,
                    ["time"] = (time & 0x80000000) != 0 ? $"{time & 0x7FFFFFFF} s after its start" : AudienceText.Time(Epoch2020 + time),
                    ["phase"] = row[6] < _phases.Length ? _phases[row[6]] : row[6].ToString(CultureInfo.InvariantCulture),
                    ["result"] = ResultText.WithCode((OtaResult)code),
                    ["times"] = row[7],
                    ["release"] = VersionText(BinaryPrimitives.ReadInt64LittleEndian(row[8..])),
                    ["status"] = BinaryPrimitives.ReadInt16LittleEndian(row[16..]),
                    ["subject"] = Ascii(row[18..]),
                });
            }

            string says = rows.Count == 0 ? "nothing has happened yet" : $"the last that happened: {rows[^1]!["phase"]}, {rows[^1]!["result"]}";
            return new JsonObject { ["kind"] = "outcome log", ["says"] = says, ["reportedUpTo"] = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]), ["rows"] = rows };
        }

        private static JsonObject AppData(ReadOnlySpan<byte> record) => new()
        {
            ["kind"] = "application's data",
            ["form"] = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]),
            ["writtenBy"] = VersionText(BinaryPrimitives.ReadInt64LittleEndian(record[16..])),
            ["length"] = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]),
        };

        private static string ReleaseText(ReadOnlySpan<byte> release) => release[..46].IndexOfAnyExcept((byte)0) < 0
            ? "none"
            : $"{VersionText(BinaryPrimitives.ReadInt64LittleEndian(release))} (images {Convert.ToHexStringLower(release.Slice(30, 8))}, issued {AudienceText.Date(BinaryPrimitives.ReadInt64LittleEndian(release[16..]))})";

        private static string VersionText(long version) => version == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{(ushort)(version >> 48)}.{(ushort)(version >> 32)}.{(ushort)(version >> 16)}.{(ushort)version}");

        private static string Time(long seconds) => seconds <= 0 ? "not known" : AudienceText.Time(seconds);

        private static string Ascii(ReadOnlySpan<byte> text) => Encoding.Latin1.GetString(text).TrimEnd('\0');

        private static string Name<T>(int value)
            where T : struct, Enum => Enum.IsDefined(typeof(T), value) ? Enum.ToObject(typeof(T), value).ToString()! : value.ToString(CultureInfo.InvariantCulture);

        private static string Words(int bits, string[] names)
        {
            string[] set = [.. names.Where((_, i) => (bits & (1 << i)) != 0)];
            return set.Length == 0 ? "none" : string.Join(", ", set);
        }
    }
}
