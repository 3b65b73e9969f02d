namespace NanoOta
{
    /// <summary>Writes reports as JSON. docs/FORMAT.md has the fields. No I/O. Not thread-safe.</summary>
    internal sealed class ReportWriter
    {
        private const string Digits = "0123456789abcdef";

        private string _json = "{\"format\":1";

        /// <summary>The document so far, closed.</summary>
        public string Text => _json + "}";

        /// <summary>Adds a number.</summary>
        public void Add(string field, long value)
        {
            _json += ",\"" + field + "\":" + value.ToString();
        }

        /// <summary>Adds a text; null is left out. RFC 8259, escaped to ASCII.</summary>
        public void Add(string field, string value)
        {
            if (value == null)
            {
                return;
            }

            string text = string.Empty;
            for (int i = 0; i < value.Length; i++)
            {
                int c = value[i];
                text += c >= ' ' && c <= '~' && c != '"' && c != '\\'
                    ? value[i].ToString()
                    : "\\u" + Digits[(c >> 12) & 15] + Digits[(c >> 8) & 15] + Digits[(c >> 4) & 15] + Digits[c & 15];
            }

            _json += ",\"" + field + "\":\"" + text + "\"";
        }

        /// <summary>Adds a version, as "1.2.0.0"; 0 is left out.</summary>
        public void AddVersion(string field, long version)
        {
            if (version > 0)
            {
                Add(field, Part(version, 48) + "." + Part(version, 32) + "." + Part(version, 16) + "." + Part(version, 0));
            }
        }

        private static string Part(long version, int shift)
        {
            return ((version >> shift) & 0xFFFF).ToString();
        }
    }
}
