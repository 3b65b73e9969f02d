using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class FaultPlanTests
    {
        private const int Size = 64 * 1024;

        [TestMethod]
        [DataRow("")]
        [DataRow("cut#57/torn/3")]
        [DataRow("cut@0x1a3000/after/4294967295;cut#0/before/0")]
        [DataRow("cut#1/torn/9;bad#12/erase;bad#12/program;bad#13/ignore;bad#14/stuck0/32767;bad#14/stuck1/0")]
        public void A_plan_replays_from_its_text(string text)
        {
            Assert.AreEqual(text, FaultPlan.Parse(text).ToString());
        }

        [TestMethod]
        [DataRow("cut#57")]
        [DataRow("cut#-1/torn/3")]
        [DataRow("cut#1/sideways/3")]
        [DataRow("cut@1000/torn/3")]
        [DataRow("bad#1")]
        [DataRow("bad#1/worn")]
        [DataRow("x")]
        public void A_text_that_is_no_plan_is_refused(string text)
        {
            Assert.ThrowsExactly<FormatException>(() => FaultPlan.Parse(text));
        }

        [TestMethod]
        public void A_cut_before_a_write_leaves_it_undone_and_after_it_done()
        {
            Assert.AreEqual(0xFF, CutWrite("cut#1/before/0").Peek(0, 1)[0]);
            Assert.AreEqual(0x0F, CutWrite("cut#1/after/0").Peek(0, 1)[0]);
        }

        [TestMethod]
        public void A_cut_before_an_erase_leaves_it_undone_and_after_it_done()
        {
            Assert.AreEqual(0x00, CutErase("cut#0/before/0").Peek(0, 1)[0]);
            Assert.AreEqual(0xFF, CutErase("cut#0/after/0").Peek(0, 1)[0]);
        }

        [TestMethod]
        public void A_torn_write_clears_a_part_of_the_bits_and_no_others()
        {
            HashSet<string> outcomes = [];
            bool someTorn = false;
            for (uint seed = 0; seed < 64; seed++)
            {
                byte[] cells = CutWrite($"cut#1/torn/{seed}").Peek(0, 256);
                CollectionAssert.AreEqual(cells, CutWrite($"cut#1/torn/{seed}").Peek(0, 256), $"Seed {seed} replays.");
                outcomes.Add(Convert.ToHexString(cells));
                Assert.AreEqual(-1, cells.AsSpan(200).IndexOfAnyExcept((byte)0xFF), $"Seed {seed} reaches behind the write.");
                for (int i = 0; i < 200; i++)
                {
                    Assert.AreEqual(0x0F, cells[i] & 0x0F, $"Seed {seed} clears a bit that the write leaves, at {i}.");
                    someTorn |= cells[i] is not 0x0F and not 0xFF;
                }
            }

            Assert.IsTrue(outcomes.Count > 32, $"{outcomes.Count} outcomes of 64 seeds.");
            Assert.IsTrue(someTorn, "No byte was torn.");
        }

        [TestMethod]
        public void A_torn_erase_leaves_a_mix_of_old_and_erased_and_anything_in_its_sector_alone()
        {
            int old = 0;
            int erased = 0;
            int other = 0;
            for (uint seed = 0; seed < 16; seed++)
            {
                byte[] cells = CutErase($"cut#0/torn/{seed}").Peek(0, 2 * NorFlash.SectorSize);
                CollectionAssert.AreEqual(cells, CutErase($"cut#0/torn/{seed}").Peek(0, 2 * NorFlash.SectorSize), $"Seed {seed} replays.");
                Assert.AreEqual(-1, cells.AsSpan(NorFlash.SectorSize).IndexOfAnyExcept((byte)0), "The next sector.");
                old += cells.AsSpan(0, NorFlash.SectorSize).Count((byte)0);
                erased += cells.AsSpan(0, NorFlash.SectorSize).Count((byte)0xFF);
                other += NorFlash.SectorSize - cells.AsSpan(0, NorFlash.SectorSize).Count((byte)0) - cells.AsSpan(0, NorFlash.SectorSize).Count((byte)0xFF);
            }

            Assert.IsTrue(old > 1000 && erased > 1000 && other > 1000, $"{old} old, {erased} erased, {other} other.");
        }

        [TestMethod]
        public void After_a_cut_every_call_throws_until_the_power_is_back_and_the_cut_happens_once()
        {
            NorFlash flash = CutWrite("cut#1/before/0");

            Assert.IsFalse(flash.IsPowered);
            Assert.ThrowsExactly<PowerCutException>(() => flash.Read(0, new byte[1]));
            Assert.ThrowsExactly<PowerCutException>(() => flash.Write(0, [0]));
            Assert.ThrowsExactly<PowerCutException>(() => flash.Erase(0, 4096));

            flash.PowerOn();
            Assert.AreEqual(FlashStatus.Ok, flash.Write(0, [0]));
        }

        [TestMethod]
        public void A_cut_by_address_hits_the_first_write_that_covers_it()
        {
            NorFlash flash = new(Size) { Faults = FaultPlan.Parse("cut@0x1064/before/0") };
            flash.Erase(0x1000, 0x1000);
            flash.Write(0x1000, new byte[0x64]);
            Assert.ThrowsExactly<PowerCutException>(() => flash.Write(0x1064, [0]));
        }

        [TestMethod]
        public void A_sector_that_fails_to_erase_or_program_says_so_and_stays_as_it_is()
        {
            NorFlash flash = new(Size) { Faults = FaultPlan.Parse("bad#1/program;bad#2/erase") };

            Assert.AreEqual(FlashStatus.Failed, flash.Write(4096, [0]));
            Assert.AreEqual(0xFF, flash.Peek(4096, 1)[0]);
            flash.Write(8192, [0]);
            Assert.AreEqual(FlashStatus.Failed, flash.Erase(8192, 4096));
            Assert.AreEqual(0, flash.Peek(8192, 1)[0]);
            Assert.AreEqual(FlashStatus.Failed, flash.Write(4000, new byte[200]), "A write into the bad sector stops there.");
            Assert.AreEqual(0, flash.Peek(4095, 1)[0]);
        }

        [TestMethod]
        public void A_sector_that_ignores_writes_says_that_all_is_well()
        {
            NorFlash flash = new(Size) { Faults = FaultPlan.Parse("bad#0/ignore") };
            Assert.AreEqual(FlashStatus.Ok, flash.Write(0, [0]));
            Assert.AreEqual(0xFF, flash.Peek(0, 1)[0]);
        }

        [TestMethod]
        public void A_stuck_bit_reads_its_own_value()
        {
            NorFlash flash = new(Size) { Faults = FaultPlan.Parse("bad#0/stuck1/9;bad#0/stuck0/16") };
            flash.Write(0, [0, 0]);
            byte[] read = new byte[3];
            flash.Read(0, read);
            CollectionAssert.AreEqual(new byte[] { 0, 2, 0xFE }, read);
            flash.Read(1, read.AsSpan(0, 1));
            Assert.AreEqual(2, read[0]);
        }

        private static NorFlash CutWrite(string plan)
        {
            byte[] data = new byte[200];
            Array.Fill(data, (byte)0x0F);
            NorFlash flash = new(Size) { Faults = FaultPlan.Parse(plan) };
            flash.Erase(0, 4096);
            Assert.ThrowsExactly<PowerCutException>(() => flash.Write(0, data));
            return flash;
        }

        private static NorFlash CutErase(string plan)
        {
            NorFlash flash = new(Size);
            flash.Program(0, new byte[2 * NorFlash.SectorSize]);
            flash.Faults = FaultPlan.Parse(plan);
            Assert.ThrowsExactly<PowerCutException>(() => flash.Erase(0, 4096));
            return flash;
        }
    }
}
