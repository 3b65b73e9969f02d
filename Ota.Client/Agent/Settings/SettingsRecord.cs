using System.Text;

namespace NanoOta
{
    /// <summary>The settings as bytes, and what of them is on trial. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    internal sealed class SettingsRecord
    {
        /// <summary>Bytes at most.</summary>
        public const int MaxLength = TextAt + (4 * 257) + 66 + (2 * (2 + MaxAuthorities));

        /// <summary>Stands for the authorities of the transport's options.</summary>
        public const string FactoryAuthorities = "-";

        /// <summary>Characters of authorities.</summary>
        public const int MaxAuthorities = 4096;

        private const int Magic = 0x32534F4E;
        private const int TextAt = 40;

        /// <summary>The settings.</summary>
        public AgentSettings Settings;

        /// <summary>When updates were switched off, seconds since 1970 UTC; 0 if unknown.</summary>
        public long OffSince;

        /// <summary>What tells the signed settings apart that were taken last; 0 for none.</summary>
        public long Signed;

        /// <summary>The address before the one on trial; null when none is on trial.</summary>
        public string FormerUrl;

        /// <summary>The interval before the one on trial; 0 when none is on trial.</summary>
        public int FormerInterval;

        /// <summary>The authorities before those on trial, or <see cref="FactoryAuthorities"/>; null when none are on trial.</summary>
        public string FormerAuthorities;

        /// <summary>Bytes of this record, or a few more.</summary>
        public int Room => MaxLength - (2 * MaxAuthorities) + LengthOf(Settings.Authorities) + LengthOf(FormerAuthorities);

        /// <summary>
        /// The record after a change. What was on trial itself has proven nothing, so the former value stays the former one. The factory's address is
        /// in reserve anyway.
        /// </summary>
        public SettingsRecord With(AgentSettings settings)
        {
            SettingsRecord next = (SettingsRecord)MemberwiseClone();
            next.Settings = settings.Copy();
            if (settings.Url != Settings.Url)
            {
                string proven = FormerUrl != null ? FormerUrl : Settings.Url;
                next.FormerUrl = proven == settings.Url ? null : proven;
            }

            if (settings.Interval != Settings.Interval)
            {
                int proven = FormerInterval != 0 ? FormerInterval : Settings.Interval;
                next.FormerInterval = proven == settings.Interval ? 0 : proven;
            }

            if (settings.Authorities != Settings.Authorities)
            {
                string proven = FormerAuthorities != null ? FormerAuthorities : OrFactory(Settings.Authorities);
                next.FormerAuthorities = proven == OrFactory(settings.Authorities) ? null : proven;
            }

            return next;
        }

        /// <summary>Writes the record into a buffer of <see cref="Room"/> bytes. The length.</summary>
        public int Encode(byte[] target)
        {
            LittleEndian.WriteInt32(target, 0, Magic);
            target[4] = (byte)Settings.Updates;
            target[5] = (byte)Settings.Network;
            LittleEndian.WriteInt16(target, 6, Settings.WindowStart);
            LittleEndian.WriteInt16(target, 8, Settings.WindowEnd);
            LittleEndian.WriteInt16(target, 10, Settings.UtcOffset);
            LittleEndian.WriteInt32(target, 12, Settings.Interval);
            LittleEndian.WriteInt32(target, 16, FormerInterval);
            LittleEndian.WriteInt32(target, 20, Settings.DailyBytes);
            LittleEndian.WriteInt64(target, 24, OffSince);
            LittleEndian.WriteInt64(target, 32, Signed);
            int at = Put(target, TextAt, Settings.Url);
            at = Put(target, at, FormerUrl);
            at = Put(target, at, Settings.ReserveUrl);
            at = Put(target, at, Settings.ReportUrl);
            at = Put(target, at, Settings.Group);
            at = Put(target, at, Settings.Authorities);
            return Put(target, at, FormerAuthorities);
        }

        /// <summary>
        /// Reads a record that a store gave back whole. <see cref="OtaResult.StateCorrupt"/> for other bytes, or values out of range. Then nothing is
        /// changed.
        /// </summary>
        public OtaResult Decode(byte[] source, int count, ITransport transport)
        {
            if (count < TextAt + (7 * 2) || LittleEndian.ReadInt32(source, 0) != Magic)
            {
                return OtaResult.StateCorrupt;
            }

            AgentSettings settings = new AgentSettings();
            settings.Updates = (UpdateSwitch)(int)source[4];
            settings.Network = (NetworkRule)(int)source[5];
            settings.WindowStart = ReadInt16(source, 6);
            settings.WindowEnd = ReadInt16(source, 8);
            settings.UtcOffset = ReadInt16(source, 10);
            settings.Interval = LittleEndian.ReadInt32(source, 12);
            settings.DailyBytes = LittleEndian.ReadInt32(source, 20);
            int at = TextAt;
            settings.Url = Take(source, count, ref at);
            string formerUrl = Take(source, count, ref at);
            settings.ReserveUrl = Take(source, count, ref at);
            settings.ReportUrl = Take(source, count, ref at);
            settings.Group = Take(source, count, ref at);
            settings.Authorities = Take(source, count, ref at);
            string formerAuthorities = Take(source, count, ref at);
            if (at != count || settings.Check(transport) != OtaResult.Ok)
            {
                return OtaResult.StateCorrupt;
            }

            Settings = settings;
            FormerUrl = formerUrl;
            FormerAuthorities = formerAuthorities;
            FormerInterval = LittleEndian.ReadInt32(source, 16);
            OffSince = LittleEndian.ReadInt64(source, 24);
            Signed = LittleEndian.ReadInt64(source, 32);
            return OtaResult.Ok;
        }

        private static string OrFactory(string authorities)
        {
            return authorities == null ? FactoryAuthorities : authorities;
        }

        private static int LengthOf(string text)
        {
            return text == null ? 0 : text.Length;
        }

        private static int ReadInt16(byte[] source, int index)
        {
            int value = LittleEndian.ReadUInt16(source, index);
            return value < 0x8000 ? value : value - 0x10000;
        }

        // Length in two bytes, then the characters; 0 for null.
        private static int Put(byte[] target, int at, string text)
        {
            int length = LengthOf(text);
            LittleEndian.WriteInt16(target, at, length);
            at += 2;
            for (int i = 0; i < length; i++)
            {
                target[at++] = (byte)text[i];
            }

            return at;
        }

        // Moves past the end where the bytes do not suffice.
        private static string Take(byte[] source, int count, ref int at)
        {
            int length = at + 2 <= count ? LittleEndian.ReadUInt16(source, at) : count;
            int start = at + 2;
            at = start + length;
            return length == 0 || at > count ? null : Encoding.UTF8.GetString(source, start, length);
        }
    }
}
