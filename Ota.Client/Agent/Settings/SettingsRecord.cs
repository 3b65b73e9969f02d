namespace NanoOta
{
    /// <summary>The settings as bytes, and what of them is on trial. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    internal sealed class SettingsRecord
    {
        /// <summary>Bytes at most.</summary>
        public const int MaxLength = TextAt + (4 * 256) + 65;

        private const int Magic = 0x31534F4E;
        private const int TextAt = 32;

        /// <summary>The settings.</summary>
        public AgentSettings Settings;

        /// <summary>When updates were switched off, seconds since 1970 UTC; 0 if unknown.</summary>
        public long OffSince;

        /// <summary>The address before the one on trial; null when none is on trial.</summary>
        public string FormerUrl;

        /// <summary>The interval before the one on trial; 0 when none is on trial.</summary>
        public int FormerInterval;

        /// <summary>Writes the record into a buffer of <see cref="MaxLength"/> bytes. The length.</summary>
        public int Encode(byte[] target)
        {
            LittleEndian.WriteInt32(target, 0, Magic);
            target[4] = (byte)Settings.Updates;
            target[5] = 0;
            LittleEndian.WriteInt16(target, 6, Settings.WindowStart);
            LittleEndian.WriteInt16(target, 8, Settings.WindowEnd);
            LittleEndian.WriteInt16(target, 10, Settings.UtcOffset);
            LittleEndian.WriteInt32(target, 12, Settings.Interval);
            LittleEndian.WriteInt32(target, 16, FormerInterval);
            LittleEndian.WriteInt32(target, 20, Settings.DailyBytes);
            LittleEndian.WriteInt64(target, 24, OffSince);
            int at = Put(target, TextAt, Settings.Url);
            at = Put(target, at, FormerUrl);
            at = Put(target, at, Settings.ReserveUrl);
            at = Put(target, at, Settings.ReportUrl);
            return Put(target, at, Settings.Group);
        }

        /// <summary>
        /// Reads a record that a store gave back whole. <see cref="OtaResult.StateCorrupt"/> for other bytes, or values out of range. Then nothing is
        /// changed.
        /// </summary>
        public OtaResult Decode(byte[] source, int count, ITransport transport)
        {
            if (count < TextAt + 5 || LittleEndian.ReadInt32(source, 0) != Magic)
            {
                return OtaResult.StateCorrupt;
            }

            AgentSettings settings = new AgentSettings();
            settings.Updates = (UpdateSwitch)(int)source[4];
            settings.WindowStart = ReadInt16(source, 6);
            settings.WindowEnd = ReadInt16(source, 8);
            settings.UtcOffset = ReadInt16(source, 10);
            settings.Interval = LittleEndian.ReadInt32(source, 12);
            settings.DailyBytes = LittleEndian.ReadInt32(source, 20);
            int at = TextAt;
            settings.Url = Take(source, count, ref at);
            string former = Take(source, count, ref at);
            settings.ReserveUrl = Take(source, count, ref at);
            settings.ReportUrl = Take(source, count, ref at);
            settings.Group = Take(source, count, ref at);
            if (at != count || settings.Check(transport) != OtaResult.Ok)
            {
                return OtaResult.StateCorrupt;
            }

            Settings = settings;
            FormerUrl = former;
            FormerInterval = LittleEndian.ReadInt32(source, 16);
            OffSince = LittleEndian.ReadInt64(source, 24);
            return OtaResult.Ok;
        }

        private static int ReadInt16(byte[] source, int index)
        {
            int value = LittleEndian.ReadUInt16(source, index);
            return value < 0x8000 ? value : value - 0x10000;
        }

        // Length in one byte, then the characters; 0 for null.
        private static int Put(byte[] target, int at, string text)
        {
            int length = text == null ? 0 : text.Length;
            target[at++] = (byte)length;
            for (int i = 0; i < length; i++)
            {
                target[at++] = (byte)text[i];
            }

            return at;
        }

        // Moves past the end where the bytes do not suffice.
        private static string Take(byte[] source, int count, ref int at)
        {
            int length = at < count ? source[at] : count;
            int start = at + 1;
            at = start + length;
            return length == 0 || at > count ? null : System.Text.Encoding.UTF8.GetString(source, start, length);
        }
    }
}
