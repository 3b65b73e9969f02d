using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tests.Docs;

namespace NanoOta.Tests.Partitions
{
    /// <summary>Ota.Bootstrap/partitions: what ESP-IDF's gen_esp32part.py would check, and the sizes that docs/PORTING.md promises.</summary>
    [TestClass]
    public sealed class PartitionTablesTests
    {
        private const int KiB = 1024;
        private const int MiB = 1024 * KiB;
        private const int FirstOffset = 0x9000;

        // Two sectors for the copies of the state record, and at least two that count starts.
        private const int LeastRecords = 0x4000;

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly Document _porting = new("docs/PORTING.md");
        private static readonly string _folder = Path.Combine(_root, "Ota.Bootstrap", "partitions");

        public static IEnumerable<object[]> Tables => [["4mb", 4], ["8mb", 8], ["16mb", 16], ["8mb_dev", 8], ["16mb_dev", 16]];

        [TestMethod]
        public void Every_table_of_the_folder_is_tested()
        {
            string[] files = [.. Directory.GetFiles(_folder, "*.csv").Select(path => Path.GetFileNameWithoutExtension(path)!["partitions_nanoota_".Length..])];
            CollectionAssert.AreEquivalent(Tables.Select(row => (string)row[0]).ToArray(), files);
        }

        [TestMethod]
        [DynamicData(nameof(Tables))]
        public void Partitions_are_aligned_do_not_overlap_and_fill_the_flash(string name, int megabytes)
        {
            int end = FirstOffset;
            foreach (Partition partition in Read(name))
            {
                Assert.IsGreaterThanOrEqualTo(end, partition.Offset, $"{partition.Label} overlaps what is before it.");
                Assert.AreEqual(0, partition.Offset % (partition.Type == Partition.TypeApp ? 0x10000 : 0x1000), $"{partition.Label} is not aligned.");
                Assert.AreEqual(0, partition.Size % 0x1000, $"The size of {partition.Label} is not of whole sectors.");
                end = partition.End;
            }

            Assert.AreEqual(megabytes * MiB, end, "Flash is left over, or there is not enough.");
        }

        [TestMethod]
        [DataRow("4mb", "4 MB", 1856, 0, 256)]
        [DataRow("8mb", "8 MB", 3072, 0, 1920)]
        [DataRow("16mb", "16 MB", 4096, 0, 8064)]
        [DataRow("8mb_dev", "8 MB, development", 2304, 1408, 2048)]
        [DataRow("16mb_dev", "16 MB, development", 3072, 2752, 7360)]
        public void They_leave_the_sizes_that_the_documentation_promises(string name, string title, int slot, int deployment, int files)
        {
            Dictionary<string, Partition> rows = Read(name).ToDictionary(row => row.Label);
            Assert.AreEqual(slot * KiB, rows["ota_0"].Size);
            Assert.AreEqual(slot * KiB, rows["ota_1"].Size);
            Assert.AreEqual(deployment * KiB, rows.GetValueOrDefault("deploy")?.Size ?? 0);
            Assert.AreEqual(files * KiB, rows["config"].Size);
            Assert.AreEqual(0x2000, rows["otadata"].Size);
            Assert.IsGreaterThanOrEqualTo(LeastRecords, rows[PartitionTable.StateLabel].Size);

            string[] row = _porting.Row(title, "flash", "each slot", "deployment", "files");
            Assert.AreEqual(slot * KiB, Document.Value(row[0]), $"{title}: each slot");
            Assert.AreEqual(deployment * KiB, row[1] == "none" ? 0 : Document.Value(row[1]), $"{title}: deployment");
            Assert.AreEqual(files * KiB, Document.Value(row[2]), $"{title}: files");
        }

        [TestMethod]
        [DynamicData(nameof(Tables))]
        public void A_board_with_them_boots_and_finds_its_slots_and_its_records(string name, int megabytes)
        {
            PartitionTable table = PartitionTable.Create(megabytes * MiB, [.. Read(name)]);
            Assert.AreEqual(2, table.OtaCount);
            Assert.IsNull(table.Factory);
            Assert.IsNotNull(table.OtaData);
            Assert.AreEqual(Partition.SubtypeUndefined, table.Find(PartitionTable.StateLabel)!.Subtype);
            Partition? deployment = table.Find(Partition.TypeData, Partition.SubtypeDeployment);
            Assert.AreEqual(name.EndsWith("_dev", StringComparison.Ordinal), deployment != null, "Development tables alone have a place for deployments.");

            // nanoCLR maps the deployment into memory, in pages of 64 KiB.
            Assert.AreEqual(0, (deployment?.Offset ?? 0) % 0x10000);
            Assert.IsTrue(PartitionTable.TryParse(table.ToBytes(), megabytes * MiB, out _, out string? fault), fault);
        }

        [TestMethod]
        public void The_virtual_board_has_the_table_for_4_MB()
        {
            CollectionAssert.AreEqual(Read("4mb").ToArray(), PartitionTable.CreateOta4MB().Partitions.ToArray());
        }

        // What stock's tables of July 2026 give nanoCLR (nf-interpreter, targets/ESP32/_IDF): an image is never larger.
        [TestMethod]
        [DataRow("ESP32", 1856)]
        [DataRow("S2, S3, C3, P4", 1664)]
        [DataRow("H2", 1728)]
        [DataRow("C5, C6, C61", 2304)]
        public void What_is_left_for_the_application_is_what_the_documentation_says(string series, int firmware)
        {
            string[] tables = ["4mb", "8mb", "16mb"];
            string[] row = _porting.Row(series, "series", "nanoCLR at most", "4 MB", "8 MB", "16 MB");
            Assert.AreEqual(firmware * KiB, Document.Value(row[0]), $"{series}: nanoCLR");
            for (int i = 0; i < tables.Length; i++)
            {
                int rest = Read(tables[i])[3].Size - (firmware * KiB);
                int documented = row[i + 1] switch { "does not fit" => -1, "nothing sure" => 0, string cell => Document.Value(cell) };
                Assert.AreEqual(Math.Max(rest, -1), documented, $"{series}, table {tables[i]}: {row[i + 1]}");
            }
        }

        private static IReadOnlyList<Partition> Read(string name) => PartitionCsv.Parse(File.ReadAllText(Path.Combine(_folder, $"partitions_nanoota_{name}.csv")));
    }
}
