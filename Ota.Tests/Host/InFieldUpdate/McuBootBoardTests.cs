using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.InFieldUpdate
{
    /// <summary>The virtual board with MCUboot, and its firmware's slot.</summary>
    [TestClass]
    public sealed class McuBootBoardTests
    {
        private const int KiB = 1024;

        [TestMethod]
        [DataRow(2, 768, 212)]
        [DataRow(4, 1600, 372)]
        [DataRow(8, 2048, 1972)]
        [DataRow(16, 2048, 6068)]
        public void Slots_have_the_sizes_of_the_platform_s_table(int megabytes, int nanoClr, int deployment)
        {
            McuBootLayout layout = McuBootLayout.Create(megabytes * KiB * KiB);
            Assert.AreEqual(nanoClr * KiB, layout.NanoClr.Primary.Size);
            Assert.AreEqual(nanoClr * KiB, layout.NanoClr.Secondary.Size);
            Assert.AreEqual(deployment * KiB, layout.Deployment.Primary.Size);
            Assert.AreEqual(layout.Deployment.Primary.End, layout.Deployment.Secondary.Offset);
            Assert.AreEqual(megabytes * KiB * KiB, layout.StateRecord.End);
            Assert.AreEqual(megabytes == 2, layout.IsOverwriteOnly);
        }

        [TestMethod]
        public void A_firmware_is_swapped_in_confirmed_by_itself_and_can_be_taken_back()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            McuBootLayout layout = McuBootLayout.Create(0x10000, 0x8000, 0x8000, isOverwriteOnly: false);
            byte[] old = Firmware(key, "1.0.0.0", 1);
            byte[] next = Firmware(key, "1.1.0.0", 2);
            NorFlash flash = new(0x10000 + (4 * 0x8000) + 0x6000);
            byte[] app = new EspImageBuilder { Version = "app" }.AddSegment(new byte[64]).Build();
            Board.Provision(flash, layout, old, new McuBootImageBuilder().Build(app, key));
            List<(int Running, SlotTrial Trial)> seen = [];
            void Run(BootedApp booted, IBoard natives)
            {
                InFieldUpdateSlot slot = new(new BoardUpdateSessions(natives, UpdateImage.NanoClr), 0, layout.NanoClr.Capacity);
                seen.Add((slot.RunningSlot, slot.GetTrial(slot.RunningSlot)));
                if (seen.Count == 1)
                {
                    Assert.AreEqual(0, slot.Resume(next.Length, next, 1024));
                    Assert.AreEqual(OtaResult.Ok, slot.Write(next, 0, next.Length));
                    Assert.AreEqual(OtaResult.Ok, slot.End());
                    Assert.AreEqual(OtaResult.Ok, slot.Activate());
                    natives.Restart();
                }

                if (seen.Count == 2)
                {
                    Assert.AreEqual(OtaResult.Ok, slot.Confirm());
                    slot.RollBack();
                }
            }

            Board board = new(flash, new BoardOptions
            {
                McuBoot = new McuBootOptions { Layout = layout, PublicKey = McuBootImageBuilder.PublicKeyOf(key) },
                Watchdog = null,
                AppHost = new DelegateAppHost(new Dictionary<string, Action<BootedApp, IBoard>> { ["app"] = Run }),
            });
            BootReport last = board.Run();

            Assert.AreEqual(RunEnd.Returned, last.End, last.Detail);
            Assert.HasCount(3, seen);
            Assert.IsTrue(seen.All(run => run.Trial == SlotTrial.Confirmed), "nanoCLR has no trial.");
            Assert.AreNotEqual(seen[0].Running, seen[1].Running);
            Assert.AreEqual(seen[0].Running, seen[2].Running);
            CollectionAssert.AreEqual(old, flash.Peek(layout.NanoClr.Primary.Offset, old.Length));
            CollectionAssert.AreEqual(next, flash.Peek(layout.NanoClr.Secondary.Offset, next.Length));
        }

        [TestMethod]
        public void A_firmware_that_nobody_signed_does_not_boot()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            McuBootLayout layout = McuBootLayout.Create(0x10000, 0x8000, 0x8000, isOverwriteOnly: false);
            NorFlash flash = new(0x10000 + (4 * 0x8000) + 0x6000);
            Board.Provision(flash, layout, Firmware(stranger, "1.0.0.0", 1), Firmware(key, "1.0.0.0", 1));
            Board board = new(flash, new BoardOptions
            {
                McuBoot = new McuBootOptions { Layout = layout, PublicKey = McuBootImageBuilder.PublicKeyOf(key) },
            });
            Assert.AreEqual(RunEnd.NothingBootable, board.PowerOn().End);
        }

        [TestMethod]
        public async Task The_demo_tells_its_story_on_such_a_board()
        {
            CliRun run = await CliRun.OfAsync("demo", "--ifu");
            run.Gives(ExitCode.Ok, "Every step went as it must.");
            Assert.DoesNotContain("checking\n   checking", run.Out, "A step ends with the check that finds nothing, and not an interval later.");
        }

        private static byte[] Firmware(ECDsa key, string version, uint seed) =>
            new McuBootImageBuilder { Version = Version.Parse(version) }
                .Build(new EspImageBuilder { ProjectName = "nanoCLR" }.AddSegment(TestImages.Noise(seed, 9000)).Build(), key);
    }
}
