using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tests.Docs;
using NanoOta.Tests.Stock;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Life
{
    /// <summary>What one update writes beside the image, over all of nanoOta's files, from the check to the confirmation.</summary>
    [TestClass]
    public sealed class StateWritesTests
    {
        private const int BudgetOfOtaSlots = 10;
        private const int BudgetOfStock = 16;

        private static readonly string[] _columns = ["board", "client's record", "boot choice", "counts of starts", "all", "budget"];

        [TestMethod]
        public void An_update_of_OTA_slots_writes_state_as_often_as_the_document_says()
        {
            using SlotDevice device = new();
            device.Live(2 * SlotDevice.Hour);
            List<FlashOperation> log = [];
            List<FlashOperation> update = [];
            device.Board.Flash.Log = log;
            device.Publish("2.0", run =>
            {
                run.Prove();
                update = [.. log];
                run.Work();
            });
            device.Live(SlotDevice.Hour);
            Assert.AreEqual("2.0 VALID", device.Chosen);
            PartitionTable table = PartitionTable.CreateOta4MB();
            Partition staged = table.Ota(1)!;
            int erases = update.Count(operation => operation.Kind == FlashOperationKind.Erase && (operation.Offset < staged.Offset || operation.Offset >= staged.End));
            Assert.IsLessThanOrEqualTo(BudgetOfOtaSlots, erases, "Sectors erased outside of the image's slot.");
            int record = table.Find(PartitionTable.StateLabel)!.Offset;
            Compare(
                "OTA slots",
                BudgetOfOtaSlots,
                Writes(update, record, 2 * NorFlash.SectorSize),
                Writes(update, table.OtaData!.Offset, table.OtaData.Size),
                Writes(update, record + (2 * NorFlash.SectorSize), table.Find(PartitionTable.StateLabel)!.Size - (2 * NorFlash.SectorSize)));
        }

        [TestMethod]
        public void An_update_on_stock_firmware_writes_state_as_often_as_the_document_says()
        {
            List<string> written = [];
            List<string> update = [];
            StockFixture first = new(StockFixture.EmptyFlash(), 1);
            for (int i = 0; i < 6 && first.State != OtaState.Confirmed; i++)
            {
                first.Board.PowerOn();
            }

            StockFixture fixture = new(first.Board.Flash, 2)
            {
                Reason = StartReason.Unknown,
                WrapStorage = storage => new CountingStorage(storage, written),
                Prove = client =>
                {
                    client.ProbeServer();
                    client.Confirm();
                    update = [.. written];
                },
            };
            for (int i = 0; i < 6 && update.Count == 0; i++)
            {
                fixture.Board.PowerOn();
            }

            Assert.AreEqual(OtaState.Confirmed, fixture.State);
            Assert.IsLessThanOrEqualTo(BudgetOfStock, update.Count - 1, "Writes beside the image: " + string.Join(' ', update));
            int Writes(string prefix) => update.Count(file => file.StartsWith(prefix, StringComparison.Ordinal));
            Compare("stock firmware", BudgetOfStock, Writes("ota."), Writes("boot.") + update.Count(file => file.EndsWith(".jws", StringComparison.Ordinal)), Writes("start."));
            Assert.AreEqual(1, update.Count(file => file.EndsWith(".img", StringComparison.Ordinal)), "The image itself, and no other file.");
        }

        private static void Compare(string board, int budget, int record, int boot, int counts)
        {
            int[] documented = [.. new Document("docs/FOOTPRINT.md").Row(board, _columns).Select(Document.Value)];
            int[] measured = [record, boot, counts, record + boot + counts, budget];
            CollectionAssert.AreEqual(measured, documented, $"{board}: measured {string.Join(", ", measured)}.");
        }

        // A write begins with an erase, or with the first of several programs in a row of one sector.
        private static int Writes(List<FlashOperation> log, int offset, int size)
        {
            int writes = 0;
            int last = -1;
            foreach (FlashOperation operation in log)
            {
                int sector = operation.Offset / NorFlash.SectorSize;
                bool begins = operation.Kind == FlashOperationKind.Erase || sector != last;
                writes += begins && operation.Offset >= offset && operation.Offset < offset + size ? 1 : 0;
                last = sector;
            }

            return writes;
        }

        // Counts the files that change: one write from Open to Close, and one delete.
        private sealed class CountingStorage(IAppStorage storage, List<string> written) : IAppStorage
        {
            public int Capacity => storage.Capacity;

            public int GetLength(string name) => storage.GetLength(name);

            public OtaResult Read(string name, int offset, byte[] buffer, int index, int count) => storage.Read(name, offset, buffer, index, count);

            public OtaResult Open(string name, int keep)
            {
                written.Add(name);
                return storage.Open(name, keep);
            }

            public OtaResult Append(byte[] buffer, int index, int count) => storage.Append(buffer, index, count);

            public OtaResult Flush() => storage.Flush();

            public OtaResult Close() => storage.Close();

            public OtaResult Delete(string name)
            {
                if (storage.GetLength(name) >= 0)
                {
                    written.Add("-" + name);
                }

                return storage.Delete(name);
            }
        }
    }
}
