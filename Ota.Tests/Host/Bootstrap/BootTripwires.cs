using System.Collections;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>
    /// What holds whenever flash is changed or an application is started, looked at then and there: a sweep sees a broken order even where a
    /// later power-on would have made up for it.
    /// </summary>
    internal static class BootTripwires
    {
        private static readonly string[] _records = ["boot.", "ota.", "start."];
        private static readonly byte[][] _images = [.. Enumerable.Range(0, 4).Select(TestApps.Image)];

        /// <summary>Watches a device from here on.</summary>
        /// <param name="fixture">The device.</param>
        /// <param name="rotten">
        /// A file that rots. Of a rotten record the device goes by what it has in memory until its next start, so flash says nothing here.
        /// </param>
        public static BoardFixture Arm(BoardFixture fixture, string rotten = "")
        {
            bool isRecord = rotten.StartsWith("boot.", StringComparison.Ordinal);
            bool isState = rotten.StartsWith("ota.", StringComparison.Ordinal) || rotten.StartsWith("start.", StringComparison.Ordinal);
            fixture.Storage.Changing = name =>
            {
                if (!isRecord && !(isState && name.Split('.')[0] == rotten.Split('.')[0]))
                {
                    Note(fixture, CheckFile(fixture.Storage, name));
                }
            };
            fixture.Starting = assemblies =>
            {
                Note(fixture, CheckBytes(fixture, assemblies));
                if (!isRecord)
                {
                    Note(fixture, CheckTrial(fixture));
                }
            };
            return fixture;
        }

        /// <summary>The boot record on flash, as a power-on now would find it.</summary>
        public static BootRecord RecordOf(MemoryStorage storage)
        {
            return BootRecord.Read(new TwoCopyStateStore(new StorageRecordMedium(storage, "boot"), BootRecord.Length));
        }

        private static void Note(BoardFixture fixture, string? broken) => fixture.Broken ??= broken;

        private static bool IsListed(BootRecord record, int slot)
        {
            return record.Candidate == slot || record.StateOf(slot) is SlotTrial.Pending or SlotTrial.OnTrial or SlotTrial.Confirmed;
        }

        private static string? CheckFile(MemoryStorage storage, string name)
        {
            if (_records.Any(record => name.StartsWith(record, StringComparison.Ordinal)))
            {
                string other = name[..^1] + (name[^1] == '0' ? '1' : '0');
                int? kept = SequenceOf(storage, other);
                int? lost = SequenceOf(storage, name);
                return lost != null && (kept == null || kept < lost) ? $"{name} is written over, which has the newest record" : null;
            }

            if (name == "room")
            {
                // Nobody reads the room of the next release.
                return null;
            }

            int slot = name[0] == 'a' ? 1 : 2;
            BootRecord record = RecordOf(storage);
            return IsListed(record, slot) ? $"{name} is changed while its slot is {record.StateOf(slot)}" : null;
        }

        private static int? SequenceOf(MemoryStorage storage, string name)
        {
            byte[]? copy = SmallFiles.Read(storage, name, 512);
            return copy != null && new TwoCopyStateStore(new OneCopy(copy), copy.Length).Read(new byte[copy.Length]) > 0
                ? LittleEndian.ReadInt32(copy, 4)
                : null;
        }

        private static string? CheckBytes(BoardFixture fixture, ArrayList assemblies)
        {
            byte[] image = _images[fixture.Running];
            byte[] app = (byte[])assemblies[1]!;
            byte[] light = (byte[])assemblies[0]!;
            return image.AsSpan(0, app.Length).SequenceEqual(app) && image.AsSpan(image.Length - light.Length).SequenceEqual(light)
                ? null : "what is started is not what was signed";
        }

        private static string? CheckTrial(BoardFixture fixture)
        {
            BootRecord record = RecordOf(fixture.Storage);
            return record.Candidate != 0 ? (record.StateOf(record.Candidate) == SlotTrial.OnTrial ? null : "a trial is begun that is not on flash")
                : record.StateOf(1) == SlotTrial.Confirmed || record.StateOf(2) == SlotTrial.Confirmed ? null
                : "what is started is not on the list";
        }

        /// <summary>A medium with a first copy only.</summary>
        private sealed class OneCopy(byte[] copy) : IRecordMedium
        {
            public int CopySize => copy.Length;

            public int Read(int index, byte[] buffer, int count)
            {
                count = index == 0 ? Math.Min(count, copy.Length) : 0;
                Array.Copy(copy, buffer, count);
                return count;
            }

            public OtaResult Write(int index, byte[] buffer, int count) => OtaResult.StateWriteFailed;
        }
    }
}
