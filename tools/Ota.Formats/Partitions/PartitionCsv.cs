using System.Globalization;

namespace NanoOta.Formats
{
    /// <summary>Reads partition tables as they are written for ESP-IDF. Source: ESP-IDF v5.5, gen_esp32part.py.</summary>
    public static class PartitionCsv
    {
        private const int FirstOffset = PartitionTable.DefaultOffset + 0x1000;

        private static readonly Dictionary<string, byte> _subtypes = new(StringComparer.Ordinal)
        {
            ["factory"] = Partition.SubtypeFactory,
            ["test"] = Partition.SubtypeTest,
            ["ota"] = Partition.SubtypeOtaData,
            ["phy"] = Partition.SubtypePhy,
            ["nvs"] = Partition.SubtypeNvs,
            ["coredump"] = 0x03,
            ["nvs_keys"] = 0x04,
            ["efuse"] = 0x05,
            ["undefined"] = Partition.SubtypeUndefined,
            ["fat"] = 0x81,
            ["spiffs"] = 0x82,
            ["littlefs"] = Partition.SubtypeLittleFs,
        };

        /// <summary>The partitions of a table, in order; offsets that are left out follow the partition before.</summary>
        /// <exception cref="FormatException">A line is none that is known here; the message says which.</exception>
        public static IReadOnlyList<Partition> Parse(string text)
        {
            List<Partition> partitions = [];
            int line = 0;
            foreach (string raw in text.Split('\n'))
            {
                line++;
                string content = raw.Split('#')[0].Trim();
                if (content.Length == 0)
                {
                    continue;
                }

                string[] fields = content.Split(',', StringSplitOptions.TrimEntries);
                try
                {
                    partitions.Add(Read(fields, partitions.Count == 0 ? FirstOffset : partitions[^1].End));
                }
                catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
                {
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {line}, '{content}', is no partition: name, type, subtype, offset, size are wanted."), e);
                }
            }

            return partitions;
        }

        /// <summary>Reads a size as ESP-IDF writes one: decimal or 0x, in bytes, or with K or M behind.</summary>
        public static int ParseSize(string text)
        {
            int unit = text.ToUpperInvariant() switch
            {
                [.., 'K'] => 1024,
                [.., 'M'] => 1024 * 1024,
                _ => 1,
            };
            string number = unit == 1 ? text : text[..^1];
            return checked(unit * (number.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? int.Parse(number.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)));
        }

        private static Partition Read(string[] fields, int next)
        {
            byte type = fields[1] switch
            {
                "app" => Partition.TypeApp,
                "data" => Partition.TypeData,
                _ => checked((byte)ParseSize(fields[1])),
            };
            int alignment = type == Partition.TypeApp ? 0x10000 : 0x1000;
            int offset = fields[3].Length == 0 ? (next + alignment - 1) / alignment * alignment : ParseSize(fields[3]);
            return new Partition(fields[0], type, Subtype(fields[2]), offset, ParseSize(fields[4]), Flags(fields));
        }

        private static byte Subtype(string text)
        {
            if (text.StartsWith("ota_", StringComparison.Ordinal))
            {
                return (byte)(Partition.SubtypeOta0 + byte.Parse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture));
            }

            return _subtypes.TryGetValue(text, out byte subtype) ? subtype : checked((byte)ParseSize(text));
        }

        private static uint Flags(string[] fields) => (fields.Length < 6 ? string.Empty : fields[5]) switch
        {
            "" => 0,
            "encrypted" => 1,
            "readonly" => 2,
            _ => throw new FormatException("The flag is not known."),
        };
    }
}
