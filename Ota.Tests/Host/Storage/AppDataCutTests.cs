using System.Runtime.ExceptionServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Stock;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Storage
{
    /// <summary>The application's data on a virtual board's drive: the power is cut at each operation of the flash, LittleFS's own included.</summary>
    [TestClass]
    public sealed class AppDataCutTests
    {
        private const int MaxLength = 32;
        private static readonly byte[] _old = [1, 2];
        private static readonly byte[] _migrated = [9, 1, 2];
        private static readonly byte[] _newer = [9, 7, 7];

        [TestMethod]
        [DataRow(CutKind.Before)]
        [DataRow(CutKind.Torn)]
        [DataRow(CutKind.After)]
        public void A_cut_at_any_operation_leaves_the_old_data_or_the_new_ones_and_a_rollback_the_old_ones(CutKind kind)
        {
            NorFlash before = StockFixture.EmptyFlash();
            Session(before, 0, data => Expect.Result(OtaResult.Ok, data.Write(_old)));

            // The first start of the new release, which migrates and then writes.
            NorFlash whole = before.Clone();
            Update(whole);
            Assert.IsGreaterThan(3, whole.Operations, "Operations of the flash.");
            for (int n = 0; n < whole.Operations; n++)
            {
                NorFlash flash = before.Clone();
                flash.Faults = new FaultPlan([PowerCut.AtOperation(n, kind, (uint)n)], []);
                Update(flash);
                Assert.IsFalse(flash.IsPowered, $"operation {n} was not cut");
                flash.PowerOn();
                byte[]? found = null;

                // After a rollback the old release finds its own data. Nothing that the new one did reaches them.
                NorFlash rolledBack = flash.Clone();
                Session(rolledBack, 0, data => Expect.Result(OtaResult.Ok, data.Read(out found)));
                CollectionAssert.AreEqual(_old, found, $"operation {n}: rolled back");

                // The new release goes on with what it has written, or migrates again.
                Session(flash, 1, data => Expect.Result(OtaResult.Ok, data.Read(out found)));
                bool isKnown = found != null && (found.SequenceEqual(_migrated) || found.SequenceEqual(_newer));
                Assert.IsTrue(isKnown, $"operation {n}: {(found == null ? "nothing" : string.Join(' ', found))}");
            }
        }

        private static void Update(NorFlash flash) => Session(flash, 1, data =>
        {
            data.Read(out _);
            data.Write(_newer);
        });

        // A start of the release in that slot.
        private static void Session(NorFlash flash, int slot, Action<AppData> steps)
        {
            Runner runner = new(slot, steps);
            new Board(flash, new BoardOptions { Watchdog = null, AppHost = runner }).PowerOn();
            runner.Failure?.Throw();
        }

        private sealed class Runner(int slot, Action<AppData> steps) : IAppHost
        {
            public ExceptionDispatchInfo? Failure { get; private set; }

            public void Run(BootedApp app, IBoard board)
            {
                BoardStorage storage = new(board);
                MemorySlots slots = new(4096);
                slots.Find(slot, SlotTrial.Confirmed, slot == 0 ? SlotTrial.Failed : SlotTrial.OnTrial);
                StorageRecordMedium first = new(storage, "dat-a");
                StorageRecordMedium second = new(storage, "dat-b");
                try
                {
                    steps(slot == 0
                        ? new AppData(first, second, slots, "1.0", 1, null, MaxLength)
                        : new AppData(first, second, slots, "2.0", 2, Migrate, MaxLength));
                }
                catch (UnitTestAssertException exception)
                {
                    Failure = ExceptionDispatchInfo.Capture(exception);
                }
            }

            // The second form has a 9 in front.
            private static byte[] Migrate(int fromVersion, byte[] data) => fromVersion == 1 ? [9, .. data] : throw new InvalidOperationException("migrated twice");
        }
    }
}
