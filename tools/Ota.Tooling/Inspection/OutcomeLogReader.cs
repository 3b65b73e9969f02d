using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>A row of the agent's outcome log, as flash has it.</summary>
    /// <param name="Number">One higher for each row.</param>
    /// <param name="Phase">The phase's number: docs/FORMAT.md.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Status">The number that the other side gave.</param>
    /// <param name="Subject">The first characters of what the code is about; null for nothing.</param>
    /// <param name="Release">The release, as "1.1.0.0"; null for none.</param>
    /// <param name="Count">How often.</param>
    /// <param name="Time">When, or null without the time.</param>
    /// <param name="Uptime">Without the time: seconds since that start.</param>
    public sealed record OutcomeRow(int Number, int Phase, OtaResult Code, int Status, string? Subject, string? Release, int Count, DateTimeOffset? Time, long Uptime)
    {
        private static readonly string[] _phases = ["start", "check", "leave", "stage", "install", "trial", "settings"];

        /// <summary>The row in words.</summary>
        public JsonObject ToJson() => new()
        {
            ["number"] = Number,
            ["phase"] = Phase < _phases.Length ? _phases[Phase] : Phase.ToString(CultureInfo.InvariantCulture),
            ["code"] = (int)Code,
            ["meaning"] = ResultText.Of(Code),
            ["status"] = Status,
            ["subject"] = Subject,
            ["release"] = Release,
            ["count"] = Count,
            ["time"] = Time is { } time ? time.ToString("u", CultureInfo.InvariantCulture) : $"{Uptime} s after a start",
        };
    }

    /// <summary>Reads the agent's outcome log from its two copies: a second reader, made from docs/FORMAT.md alone.</summary>
    public static class OutcomeLogReader
    {
        private const int HeaderLength = 16;
        private const int LogLength = 480;
        private const int Rows = 16;
        private const int RowsAt = 32;
        private const int RowLength = 28;
        private const uint CopyMagic = 0x32434E4F;
        private const uint LogMagic = 0x314C4F4E;

        /// <summary>The rows of the newest whole copy, the oldest first; empty without a log.</summary>
        public static IReadOnlyList<OutcomeRow> Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
        {
            byte[]? a = Whole(first);
            byte[]? b = Whole(second);
            byte[]? log = a == null ? b : b == null ? a : (int)(U32(a, 4) - U32(b, 4)) > 0 ? a : b;
            return log == null ? [] : Parse(log.AsSpan(HeaderLength));
        }

        private static byte[]? Whole(ReadOnlySpan<byte> copy)
        {
            bool fits = copy.Length >= HeaderLength + LogLength && U32(copy, 0) == CopyMagic && U32(copy, 8) == LogLength && U32(copy, HeaderLength) == LogMagic;
            byte[] covered = fits ? [.. copy[4..12], .. copy.Slice(HeaderLength, LogLength)] : [];
            return fits && Crc32(covered) == U32(copy, 12) ? copy[..(HeaderLength + LogLength)].ToArray() : null;
        }

        private static List<OutcomeRow> Parse(ReadOnlySpan<byte> log)
        {
            List<OutcomeRow> rows = [];
            int next = (int)U32(log, 4);
            for (int number = Math.Max(1, next - Rows); number < next; number++)
            {
                ReadOnlySpan<byte> row = log.Slice(RowsAt + ((number - 1) % Rows * RowLength), RowLength);
                uint time = U32(row, 0);
                bool isUptime = (time & 0x80000000) != 0;
                ulong version = BinaryPrimitives.ReadUInt64LittleEndian(row[8..]);
                string subject = Encoding.ASCII.GetString(row[18..]).TrimEnd('\0');
                rows.Add(new OutcomeRow(
                    number,
                    row[6],
                    (OtaResult)BinaryPrimitives.ReadUInt16LittleEndian(row[4..]),
                    BinaryPrimitives.ReadInt16LittleEndian(row[16..]),
                    subject.Length == 0 ? null : subject,
                    version == 0 ? null : $"{(version >> 48) & 0xFFFF}.{(version >> 32) & 0xFFFF}.{(version >> 16) & 0xFFFF}.{version & 0xFFFF}",
                    row[7],
                    isUptime ? null : new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(time),
                    isUptime ? time & 0x7FFFFFFF : 0));
            }

            return rows;
        }

        private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

        // IEEE 802.3, reflected.
        private static uint Crc32(byte[] bytes)
        {
            uint crc = 0xFFFFFFFF;
            foreach (byte value in bytes)
            {
                crc ^= value;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
                }
            }

            return ~crc;
        }
    }
}
