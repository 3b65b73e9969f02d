using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>What the Bootstrap promises to an app of stock firmware fits on the drive that stock firmware has.</summary>
    [TestClass]
    public sealed partial class DriveCapacityTests
    {
        private const int Flush = 16384;

        // A chunk has 2 KiB on average, an entry of the table 36 bytes; a manifest of a dozen residents stays below 4 KiB.
        private const int TableLength = 2500;
        private const int ManifestLength = 4000;

        [TestMethod]
        public void The_board_allows_what_the_resident_program_allows()
        {
            string settings = File.ReadAllText(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "Ota.Bootstrap", "Resident", "Settings.cs"));
            Assert.AreEqual(BoardStorage.DefaultCapacity, int.Parse(Capacity().Match(settings).Groups[1].Value));
        }

        [TestMethod]
        public void Two_apps_of_full_size_fit_with_their_proofs_and_records_and_each_can_be_replaced()
        {
            Board board = new(StockFixture.EmptyFlash(), new BoardOptions { Watchdog = null, AppHost = new Filler() });
            BootReport report = board.PowerOn();
            Assert.AreEqual(RunEnd.Returned, report.End, report.Detail);
        }

        [GeneratedRegex(@"const int Capacity = (\d+);")]
        private static partial Regex Capacity();

        private sealed class Filler : IAppHost
        {
            public void Run(BootedApp app, IBoard board)
            {
                BoardStorage storage = new(board);
                foreach (string record in (string[])["boot.0", "boot.1", "ota.0", "ota.1"])
                {
                    Put(storage, record, 500);
                }

                foreach (string slot in (string[])["a", "b", "a", "b"])
                {
                    Put(storage, slot + ".img", storage.Capacity);
                    Put(storage, slot + ".jws", ManifestLength);
                    Put(storage, slot + ".chk", TableLength);
                    Put(storage, "boot.0", 500);
                }
            }

            private static void Put(BoardStorage storage, string name, int length)
            {
                byte[] bytes = SmallDrive.Bytes(length, length);
                Assert.AreEqual(OtaResult.Ok, storage.Open(name, 0), name);
                for (int at = 0; at < length; at += Flush)
                {
                    Assert.AreEqual(OtaResult.Ok, storage.Append(bytes, at, Math.Min(Flush, length - at)), $"{name} at {at}");
                    Assert.AreEqual(OtaResult.Ok, storage.Flush(), $"{name} at {at}");
                }

                Assert.AreEqual(OtaResult.Ok, storage.Close(), name);
                byte[] back = new byte[length];
                Assert.AreEqual(OtaResult.Ok, storage.Read(name, 0, back, 0, length), name);
                CollectionAssert.AreEqual(bytes, back);
            }
        }
    }
}
