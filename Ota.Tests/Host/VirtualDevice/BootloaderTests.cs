using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class BootloaderTests
    {
        private static readonly uint[] _sequences = [0xFFFFFFFF, 1, 2, 5];
        private static readonly uint[] _states = [0, 1, 2, 3, 4, 0xFFFFFFFF, 77];

        [TestMethod]
        [DataRow(true, true)]
        [DataRow(true, false)]
        [DataRow(false, true)]
        [DataRow(false, false)]
        public void Every_pair_of_entries_boots_what_the_facts_say(bool rollback, bool hasFactory)
        {
            SmallFlash layout = new(hasFactory, 2);
            OtaEntry[] entries = [.. EveryEntry()];
            int boots = 0;
            for (int images = 0; images < 8; images++)
            {
                bool[] slotBoots = [(images & 1) != 0, (images & 2) != 0];
                bool factoryBoots = (images & 4) != 0;
                if (factoryBoots && !hasFactory)
                {
                    continue;
                }

                NorFlash provisioned = layout.Create();
                for (int slot = 0; slot < 2; slot++)
                {
                    if (slotBoots[slot])
                    {
                        SmallFlash.PutImage(provisioned, layout.Table.Ota(slot)!, $"1.{slot}");
                    }
                }

                if (factoryBoots)
                {
                    SmallFlash.PutImage(provisioned, layout.Table.Factory!, "0.0");
                }

                foreach (OtaEntry first in entries)
                {
                    foreach (OtaEntry second in entries)
                    {
                        NorFlash flash = provisioned.Clone();
                        layout.PutEntry(flash, 0, first);
                        layout.PutEntry(flash, 1, second);

                        BootChoice choice = new Bootloader(flash, new BootloaderOptions { Rollback = rollback }, new EFuse()).Boot();

                        (int slot, OtaEntry firstAfter, OtaEntry secondAfter) =
                            BootOracle.Boot(first, second, rollback, hasFactory, factoryBoots, slotBoots);
                        int runs = choice.Partition == null ? -2 : choice.Partition.IsOta ? choice.Partition.OtaIndex : -1;
                        string what = $"{first} {second} images {images}";
                        Assert.AreEqual(slot, runs, what);
                        Assert.AreEqual(firstAfter, layout.GetEntry(flash, 0), what);
                        Assert.AreEqual(secondAfter, layout.GetEntry(flash, 1), what);
                        boots++;
                    }
                }
            }

            Assert.AreEqual((hasFactory ? 8 : 4) * entries.Length * entries.Length, boots);
        }

        [TestMethod]
        public void Entries_are_rewritten_by_an_erase_and_a_write_and_no_more_than_needed()
        {
            SmallFlash layout = new(false, 2);
            NorFlash flash = layout.Create();
            SmallFlash.PutImage(flash, layout.Table.Ota(0)!, "1");
            layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.New));
            List<FlashOperation> log = [];
            flash.Log = log;

            new Bootloader(flash, new BootloaderOptions(), new EFuse()).Boot();

            int offset = layout.Table.OtaData!.Offset;
            FlashOperation[] expected = [new(FlashOperationKind.Erase, offset, 4096), new(FlashOperationKind.Write, offset, 32)];
            CollectionAssert.AreEqual(expected, log);

            log.Clear();
            layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.Valid));
            new Bootloader(flash, new BootloaderOptions(), new EFuse()).Boot();
            Assert.IsEmpty(log, "A confirmed image boots without a write.");
        }

        [TestMethod]
        public void A_cut_at_any_operation_of_the_bootloader_leaves_a_board_that_boots()
        {
            SmallFlash layout = new(false, 2);
            NorFlash origin = layout.Create();
            SmallFlash.PutImage(origin, layout.Table.Ota(0)!, "1");
            SmallFlash.PutImage(origin, layout.Table.Ota(1)!, "2");
            foreach (OtaImageState state in new[] { OtaImageState.New, OtaImageState.PendingVerify })
            {
                layout.PutEntry(origin, 0, OtaEntry.Create(1, OtaImageState.Valid));
                layout.PutEntry(origin, 1, OtaEntry.Create(2, state));
                for (int operation = 0; operation < 2; operation++)
                {
                    foreach (CutKind kind in Enum.GetValues<CutKind>())
                    {
                        for (uint seed = 0; seed < (kind == CutKind.Torn ? 200u : 1u); seed++)
                        {
                            NorFlash flash = origin.Clone();
                            flash.Faults = new FaultPlan(PowerCut.AtOperation(operation, kind, seed));
                            Bootloader bootloader = new(flash, new BootloaderOptions(), new EFuse());
                            Assert.ThrowsExactly<PowerCutException>(() => bootloader.Boot());
                            flash.PowerOn();
                            Assert.IsNotNull(bootloader.Boot().Partition, $"{state} {flash.Faults}");
                        }
                    }
                }
            }
        }

        [TestMethod]
        public void A_damaged_partition_table_boots_nothing()
        {
            SmallFlash layout = new(false, 2);
            NorFlash flash = layout.Create();
            SmallFlash.PutImage(flash, layout.Table.Ota(0)!, "1");
            flash.Program(PartitionTable.DefaultOffset + 5, [0x55]);

            BootChoice choice = new Bootloader(flash, new BootloaderOptions(), new EFuse()).Boot();

            Assert.IsNull(choice.Partition);
            Assert.AreEqual(Bootloader.NoIndex, choice.StartIndex);
        }

        [TestMethod]
        public void Anti_rollback_passes_over_images_under_the_fuses_and_burns_for_a_valid_one()
        {
            SmallFlash layout = new(false, 2);
            NorFlash flash = layout.Create();
            SmallFlash.PutImage(flash, layout.Table.Ota(0)!, "1", 1);
            SmallFlash.PutImage(flash, layout.Table.Ota(1)!, "2", 3);
            layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.Valid));
            layout.PutEntry(flash, 1, OtaEntry.Create(2, OtaImageState.Valid));
            EFuse fuses = new();
            BootloaderOptions options = new() { AntiRollback = true };

            Assert.AreEqual("ota_1", new Bootloader(flash, options, fuses).Boot().Partition?.Label);
            Assert.AreEqual(3u, fuses.SecureVersion);

            layout.PutEntry(flash, 0, OtaEntry.Create(3, OtaImageState.Valid));
            Assert.AreEqual("ota_1", new Bootloader(flash, options, fuses).Boot().Partition?.Label, "ota_0 is newer by sequence, and under the fuses.");
            layout.PutEntry(flash, 0, OtaEntry.Blank);
            layout.PutEntry(flash, 1, OtaEntry.Blank);
            Assert.AreEqual("ota_1", new Bootloader(flash, options, fuses).Boot().Partition?.Label, "Blank otadata.");
            Assert.AreEqual(OtaEntry.Create(2, OtaImageState.Valid), layout.GetEntry(flash, 0));
        }

        [TestMethod]
        public void The_sequence_of_set_boot_is_the_smallest_that_maps_to_the_slot_and_is_not_under_the_active_one()
        {
            for (int count = 1; count <= 16; count++)
            {
                for (uint active = 1; active < 200; active++)
                {
                    for (int slot = 0; slot < count; slot++)
                    {
                        uint expected = 0;
                        for (uint i = 0; expected < active || i == 0; i++)
                        {
                            expected = (uint)((slot + 1) % count) + (i * (uint)count);
                        }

                        uint sequence = EspOtaSelection.NextSequence(active, slot, count);
                        Assert.AreEqual(expected, sequence, $"slot {slot} of {count}, active {active}");
                        Assert.AreEqual(slot, (int)((sequence - 1) % count), $"slot {slot} of {count}, active {active}");
                    }
                }
            }
        }

        private static IEnumerable<OtaEntry> EveryEntry()
        {
            foreach (uint sequence in _sequences)
            {
                foreach (uint state in _states)
                {
                    yield return new OtaEntry(sequence, (OtaImageState)state, 0xFFFFFFFF);
                    if (sequence != 0xFFFFFFFF)
                    {
                        yield return new OtaEntry(sequence, (OtaImageState)state, BootOracle.KnownCrc(sequence));
                    }
                }
            }
        }
    }
}
