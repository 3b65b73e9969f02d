using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;

namespace NanoOta.Tests.Partitions
{
    /// <summary>Ota.Bootstrap/partitions: what ESP-IDF's gen_esp32part.py would check, and the sizes that docs/PORTING.md promises.</summary>
    [TestClass]
    public sealed class PartitionTablesTests
    {
        private const int KiB = 1024;
        private const int MiB = 1024 * KiB;
        private const int FirstOffset = 0x9000;

        private static readonly string _folder = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "Ota.Bootstrap", "partitions");

        [TestMethod]
        [DataRow(4)]
        [DataRow(8)]
        [DataRow(16)]
        public void Partitions_are_aligned_do_not_overlap_and_fit(int megabytes)
        {
            int end = FirstOffset;
            foreach (Row row in Read(megabytes))
            {
                Assert.IsGreaterThanOrEqualTo(end, row.Offset, $"{row.Name} overlaps what is before it.");
                Assert.AreEqual(0, row.Offset % (row.Type == "app" ? 0x10000 : 0x1000), $"{row.Name} is not aligned.");
                Assert.AreEqual(0, row.Size % 0x1000, $"The size of {row.Name} is not of whole sectors.");
                Assert.IsGreaterThan(0, row.Size);
                Assert.IsLessThan(16, row.Name.Length);
                end = row.Offset + row.Size;
            }

            Assert.AreEqual(megabytes * MiB, end, "Flash is left over, or there is not enough.");
        }

        [TestMethod]
        [DataRow(4, 1536, 640, 304)]
        [DataRow(8, 2304, 1472, 2032)]
        [DataRow(16, 3072, 2752, 7408)]
        public void They_leave_the_sizes_that_the_documentation_promises(int megabytes, int slot, int deployment, int files)
        {
            Dictionary<string, Row> rows = Read(megabytes).ToDictionary(row => row.Name);
            Assert.AreEqual(slot * KiB, rows["ota_0"].Size);
            Assert.AreEqual(slot * KiB, rows["ota_1"].Size);
            Assert.AreEqual(deployment * KiB, rows["deploy"].Size);
            Assert.AreEqual(files * KiB, rows["config"].Size);
            Assert.AreEqual(0x2000, rows["otadata"].Size);

            // Two copies of the state record, two sectors of the guard's notes.
            Assert.AreEqual(4 * 4 * KiB, rows[PartitionTable.StateLabel].Size);

            string promise = $"| {megabytes} MB | {slot} KiB | {deployment} KiB | {files} KiB |";
            Assert.Contains(promise, File.ReadAllText(Path.Combine(_folder, "..", "..", "docs", "PORTING.md")));
        }

        [TestMethod]
        [DataRow(4)]
        [DataRow(8)]
        [DataRow(16)]
        public void A_board_with_them_boots_and_finds_its_slots_and_its_state_record(int megabytes)
        {
            PartitionTable table = PartitionTable.Create(megabytes * MiB, [.. Read(megabytes).Select(ToPartition)]);
            Assert.AreEqual(2, table.OtaCount);
            Assert.IsNull(table.Factory);
            Assert.IsNotNull(table.OtaData);
            Assert.AreEqual(Partition.SubtypeUndefined, table.Find(PartitionTable.StateLabel)!.Subtype);
            Assert.AreEqual(0x84, table.Find("deploy")!.Subtype);

            // nanoCLR maps the deployment into memory, in pages of 64 KiB.
            Assert.AreEqual(0, table.Find("deploy")!.Offset % 0x10000);
            Assert.AreEqual(table.ToBytes().Length, PartitionTable.TryParse(table.ToBytes(), megabytes * MiB, out _, out string? fault) ? table.ToBytes().Length : 0, fault);
        }

        private static Row[] Read(int megabytes)
        {
            string[] lines = File.ReadAllLines(Path.Combine(_folder, $"partitions_nanoota_{megabytes}mb.csv"));
            return [.. lines.Where(line => !line.StartsWith('#')).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Select(ToRow)];
        }

        private static Row ToRow(string[] fields)
        {
            Assert.HasCount(5, fields);
            return new Row(fields[0], fields[1], fields[2], Hexadecimal(fields[3]), Hexadecimal(fields[4]));
        }

        private static int Hexadecimal(string text)
        {
            Assert.StartsWith("0x", text);
            return int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        private static Partition ToPartition(Row row)
        {
            byte subtype = row.Subtype switch
            {
                "ota_0" => Partition.SubtypeOta0,
                "ota_1" => Partition.SubtypeOta0 + 1,
                "ota" => Partition.SubtypeOtaData,
                "phy" => Partition.SubtypePhy,
                "nvs" => Partition.SubtypeNvs,
                "undefined" => Partition.SubtypeUndefined,
                "littlefs" => Partition.SubtypeLittleFs,
                _ => (byte)Hexadecimal(row.Subtype),
            };
            return new Partition(row.Name, row.Type == "app" ? Partition.TypeApp : Partition.TypeData, subtype, row.Offset, row.Size);
        }

        private sealed record Row(string Name, string Type, string Subtype, int Offset, int Size);
    }
}
