using System.Diagnostics;
using System.Globalization;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Bench
{
    /// <summary>
    /// What a release costs over the air, without the manifest: chunks as they were before, the delta file with one section, and the tools that
    /// Debian has. Beside it what a device decodes the delta file with.
    /// </summary>
    internal static class BytesBench
    {
        private const double MeanGoal = 12;
        private const double MeanGoalWithoutOld = 28;
        private const double WorstGoal = 60;
        private const int FirmwareGoal = 2560;

        // All numbers are those of a device: manifest apart, the delta file, which has the head of the table.
        public static int Run()
        {
            using InstructionCounter counter = InstructionCounter.ForClient();
            int missed = 0;
            Dictionary<string, int> costs = [];
            Console.WriteLine("Bytes over the air, table and directory included, and IL instructions that decoding takes for each byte of the image");
            Console.WriteLine($"{"pair",-38}{"image",9}{"former",9}{"D1",8}{"",8}{"goal",8}" + string.Concat(DeltaTools.All.Select(tool => $"{tool.Name,9}"))
                + $"{"IL mean",9}{"worst",7}{"encoding",10}");
            foreach (ImagePair pair in ImagePair.All())
            {
                long start = Stopwatch.GetTimestamp();
                ImageDigests digests = ImageDigests.Of(pair.New);
                byte[] identity = pair.Old.Length == 0 ? new byte[DeltaDirectory.IdentityLength] : ImageDigests.Of(pair.Old).Identity;
                DeltaSectionContent section = SectionEncoder.Encode(pair.Old, pair.New, digests, readsNew: true);
                TimeSpan encoding = Stopwatch.GetElapsedTime(start);
                byte[] file = DeltaFileWriter.Write(digests, [(identity, section)]);
                int cost = file.Length;
                costs.Add(pair.Name, cost);
                DeltaWork work = DeltaWork.Measure(counter, file, pair.Old, identity, pair.New, canReadNew: true);
                bool isMissed = (double)cost / pair.New.Length > (pair.Goal ?? 1) || work.Worst > WorstGoal
                    || work.Mean > (pair.Old.Length == 0 ? MeanGoalWithoutOld : MeanGoal);
                missed += isMissed ? 1 : 0;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pair.Name,-38}{pair.New.Length,9}{Share(FormerChunks.Cost(pair.Old, pair.New), pair),9}{cost,8}{Share(cost, pair),8}{Goal(pair.Goal),8}")
                    + string.Concat(DeltaTools.All.Select(tool => $"{Share(pair.Old.Length == 0 ? null : DeltaTools.Measure(tool, pair.Old, pair.New), pair),9}"))
                    + string.Create(CultureInfo.InvariantCulture, $"{work.Mean,9:F1}{work.Worst,7:F1}{encoding.TotalSeconds,8:F1} s{(isMissed ? "  missed" : string.Empty)}"));
            }

            missed += CompareFirmware(costs, "1.1.0") + CompareFirmware(costs, "2.0.0");
            missed += PrintSectors();
            return missed == 0 ? 0 : 1;
        }

        private static int CompareFirmware(Dictionary<string, int> costs, string version)
        {
            int more = costs[$"firmware, application 1.0.0 -> {version}"] - costs[$"thermostat 1.0.0 -> {version}"];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Application {version} inside the firmware costs {more} bytes more than alone (goal {FirmwareGoal})"));
            return more > FirmwareGoal ? 1 : 0;
        }

        // In a slot that holds the release before last, a device writes the chunks that differ.
        private static int PrintSectors()
        {
            Console.WriteLine("Sectors that an application's update writes in a slot with the same firmware and an older application (goal 10 % more than alone, or one)");
            Console.WriteLine($"{"slot -> update",-38}{"image",9}{"alone",9}{"inside",8}");
            byte[] resources = ImagePair.Assembly("Resources", Enumerable.Range(0, 46_000).Select(i => (byte)(i * i >> 7)).ToArray());
            byte[] texts = ImagePair.Assembly("Texts", new byte[4800]);
            int missed = 0;
            foreach ((string name, byte[] before, byte[] after) in ((string, byte[], byte[])[])
            [
                ("thermostat 1.0.0 -> 2.0.0", ImagePair.Thermostat("1.0.0"), ImagePair.Thermostat("2.0.0")),
                ("thermostat and texts", [.. ImagePair.Thermostat("1.0.0"), .. texts], [.. ImagePair.Thermostat("2.0.0"), .. texts]),
                ("thermostat 1.0.0 -> 1.1.0", ImagePair.Thermostat("1.0.0"), ImagePair.Thermostat("1.1.0")),
                ("ota-a, one commit", ImagePair.Image("ota-a.old"), ImagePair.Image("ota-a.new")),
                ("ota-b, four commits", ImagePair.Image("ota-b.old"), ImagePair.Image("ota-a.new")),
                ("ota-c, thirty commits", ImagePair.Image("ota-c.old"), ImagePair.Image("ota-c.new")),
                ("three together, one commit", [.. resources, .. ImagePair.Thermostat("2.0.0"), .. ImagePair.Image("ota-a.old")], [.. resources, .. ImagePair.Thermostat("2.0.0"), .. ImagePair.Image("ota-a.new")]),
                ("three together, all changed", [.. ImagePair.Thermostat("1.0.0"), .. ImagePair.Image("ota-b.old"), .. resources], [.. ImagePair.Thermostat("2.0.0"), .. ImagePair.Image("ota-a.new"), .. resources]),
            ])
            {
                int alone = Differing(before, after);
                int inside = Differing(ImagePair.Firmware(before), ImagePair.Firmware(after));
                bool isMissed = inside > Math.Max(1.1 * alone, alone + 1);
                missed += isMissed ? 1 : 0;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38}{after.Length,9}{alone,9}{inside,8}{(isMissed ? "  missed" : string.Empty)}"));
            }

            return missed;
        }

        private static int Differing(byte[] before, byte[] after) => Enumerable.Range(0, ChunkTable.ChunksOf(after.Length))
            .Count(chunk => !Chunk(before, chunk).SequenceEqual(Chunk(after, chunk)));

        private static ReadOnlySpan<byte> Chunk(byte[] image, int chunk)
        {
            int at = Math.Min(chunk * ChunkDigest.BufferLength, image.Length);
            return image.AsSpan(at, Math.Min(ChunkDigest.BufferLength, image.Length - at));
        }

        private static string Share(long? bytes, ImagePair pair) =>
            bytes == null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * bytes.Value / pair.New.Length:F1} %");

        private static string Goal(double? share) => share == null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");
    }
}
