using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Formats;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows the newest of the native guard's notes: what the guard knew of the starts before the CLR.</summary>
    internal static class GuardInspection
    {
        private const int FirstSector = 2;
        private const int NoteSize = 16;
        private const int CrcAt = 12;

        private static readonly string[] _words = ["nothing is in hand", "a slot was chosen for a trial", "a slot's confirmation was being written", "the guard had left the slot"];
        private static readonly string[] _asks = ["none", "the boot part was started", "the boot program gave a sign", "the server answered", "the application was started after an answer"];

        /// <summary>The newest whole note of the partition; null when there is none.</summary>
        public static JsonObject? OfPartition(ReadOnlySpan<byte> partition)
        {
            ReadOnlySpan<byte> newest = default;
            uint generation = 0;
            int end = Math.Min(partition.Length, (FirstSector + 2) * Partition.SectorSize);
            for (int at = FirstSector * Partition.SectorSize; at + NoteSize <= end; at += NoteSize)
            {
                ReadOnlySpan<byte> note = partition.Slice(at, NoteSize);
                uint number = BinaryPrimitives.ReadUInt32LittleEndian(note);
                if (number > generation && number != uint.MaxValue && BinaryPrimitives.ReadUInt32LittleEndian(note[CrcAt..]) == System.IO.Hashing.Crc32.HashToUInt32(note[..CrcAt]))
                {
                    generation = number;
                    newest = note;
                }
            }

            return generation == 0 ? null : Describe(newest, generation);
        }

        private static JsonObject Describe(ReadOnlySpan<byte> note, uint generation) => new()
        {
            ["note"] = generation,
            ["says"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{Of(_words, note[4])}{(note[4] == 0 ? string.Empty : $" (ota_{note[5] - Partition.SubtypeOta0})")}; {note[6]} starts without life; the last start came by {Reason(note[11])}"),
            ["ask"] = Of(_asks, note[7]),
            ["asksWithoutLife"] = note[8],
            ["declaredRestarts"] = note[9],
            ["nextStartAsks"] = (note[10] & 2) != 0,
            ["noWayBack"] = (note[10] & 4) != 0,
        };

        private static string Of(string[] words, byte value) => value < words.Length ? words[value] : $"word {value}";

        private static string Reason(byte reason) => Enum.IsDefined((StartReason)reason) ? ((StartReason)reason).ToString() : $"reason {reason}";
    }
}
