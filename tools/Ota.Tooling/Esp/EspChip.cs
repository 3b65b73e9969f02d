using System.Globalization;

namespace NanoOta.Tooling.Esp
{
    /// <summary>ESP-IDF's chip ids (esp_chip_id_t) and their names.</summary>
    public static class EspChip
    {
        private static readonly (int Id, string Name)[] _chips =
        [
            (0, "esp32"), (2, "esp32s2"), (5, "esp32c3"), (9, "esp32s3"), (0x0C, "esp32c2"), (0x0D, "esp32c6"),
            (0x10, "esp32h2"), (0x12, "esp32p4"), (0x14, "esp32c61"), (0x17, "esp32c5"),
        ];

        /// <summary>The name of a chip, or its number where there is no name.</summary>
        public static string Name(int id)
        {
            foreach ((int known, string name) in _chips)
            {
                if (known == id)
                {
                    return name;
                }
            }

            return id.ToString(CultureInfo.InvariantCulture);
        }

        /// <summary>Reads a name ("esp32s3", "ESP32-S3") or a number; null when it is neither.</summary>
        public static int? Parse(string text)
        {
            string plain = text.Replace("-", string.Empty, StringComparison.Ordinal);
            foreach ((int id, string name) in _chips)
            {
                if (name.Equals(plain, StringComparison.OrdinalIgnoreCase))
                {
                    return id;
                }
            }

            return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? number : null;
        }
    }
}
