using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Life
{
    /// <summary>Cases from the field on a whole board with OTA slots. docs/TESTING.md has the list of all cases and their tests.</summary>
    [TestClass]
    public sealed class FieldCasesTests
    {
        private const int Minute = SlotDevice.Minute;
        private const int Hour = SlotDevice.Hour;
        private const int Day = SlotDevice.Day;
        private const byte EspMagic = 0xE9;

        [TestMethod]
        [DataRow(OtaResult.ConnectFailed)]
        [DataRow(OtaResult.HttpNotFound)]
        [DataRow(OtaResult.CaptivePortal)]
        public void L1_A_server_that_is_away_for_the_whole_trial_costs_no_good_release(OtaResult answer)
        {
            using SlotDevice device = new();
            int trials = 0;
            device.Publish("2.0", run =>
            {
                if (run.Begin().IsOnTrial && trials++ == 0)
                {
                    device.Silence(answer);
                }

                run.Work();
            });
            device.Live(Hour);
            Assert.AreEqual($"{SlotDevice.Factory} VALID", device.Chosen, "The first trial has no server, and is not confirmed.");
            device.Silence(OtaResult.Ok);
            Arrives(device, "2.0");
            Assert.AreEqual(2, trials, "One trial without a server and one with the server.");
        }

        [TestMethod]
        public void L6_A_baseline_is_not_kept_before_the_confirmation()
        {
            using SlotDevice device = new();
            int trials = 0;
            device.Publish("2.0", run =>
            {
                // As a build does that knows its own release.
                run.Options.BaselineRevision = 2;
                if (run.Begin().IsOnTrial && trials++ == 0)
                {
                    run.Clock.Sleep(Minute);
                    device.Board.CutPower();
                    run.Clock.Sleep(1);
                }

                run.Work();
            });
            Arrives(device, "2.0");
            Assert.AreEqual(2, trials, "One trial is cut, the next one is confirmed.");
        }

        [TestMethod]
        [DataRow("product")]
        [DataRow("component")]
        [DataRow("channel")]
        public void L8_A_release_that_could_not_be_replaced_is_not_confirmed(string wrong)
        {
            using SlotDevice device = new();
            device.Publish("2.0", run =>
            {
                switch (wrong)
                {
                    case "product":
                        run.Options.Product = "another";
                        break;
                    case "component":
                        run.Options.Component = "app";
                        break;
                    default:
                        run.Options.Channel = "another";
                        break;
                }

                run.Work();
            });
            device.Live(Day);
            Assert.AreEqual($"{SlotDevice.Factory} VALID", device.Chosen, string.Join(' ', device.Runs));
            Assert.Contains("2.0", device.Runs, "The release never came on trial.");
            device.Publish("3.0");
            Arrives(device, "3.0");
        }

        [TestMethod]
        public void L9_Two_sick_releases_that_are_served_in_turn_are_each_left_alone()
        {
            using SlotDevice device = new();
            int trials = 0;
            for (int turn = 0; turn < 20; turn++)
            {
                device.Publish(turn % 2 == 0 ? "2.0" : "3.0", run =>
                {
                    trials++;
                    run.Begin().ProbeServer();
                    throw new InvalidOperationException("The release crashes.");
                });
                device.Live(4L * Hour);
            }

            Assert.AreEqual(2 * 3, trials, "Three faults condemn a release: " + string.Join(' ', device.Runs));
            Assert.AreEqual($"{SlotDevice.Factory} VALID", device.Chosen);
            device.Publish("4.0");
            Arrives(device, "4.0");
        }

        [TestMethod]
        public void L10_A_confirmed_slot_that_rots_is_written_again_by_a_newer_release()
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            Arrives(device, "2.0");
            Rot(device);
            device.Publish("3.0");
            int before = device.Runs.Count();
            Arrives(device, "3.0");
            Assert.AreEqual(SlotDevice.Factory, device.Runs.ElementAt(before), "The bootloader passes over the rotten slot.");
        }

        [TestMethod]
        public void L10_A_confirmed_slot_that_rots_is_written_again_by_its_own_release()
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            Arrives(device, "2.0");
            Rot(device);
            int before = device.Runs.Count();
            Arrives(device, "2.0");
            Assert.AreEqual(SlotDevice.Factory, device.Runs.ElementAt(before), "The bootloader passes over the rotten slot.");
        }

        [TestMethod]
        public void L17_A_release_that_runs_from_the_factory_on_is_not_installed_again()
        {
            using SlotDevice device = new();
            device.Publish(SlotDevice.Factory);
            device.Live(Hour);
            Assert.AreEqual($"{SlotDevice.Factory}: UpToDate", device.Said[^1]);
            Assert.IsLessThan(4096, device.Server.BytesSent, "The manifest alone is fetched.");
        }

        [TestMethod]
        public void L19_Noise_as_an_image_is_counted_and_left_alone_and_fetched_once()
        {
            using SlotDevice device = new();
            int length = device.PublishNoise("2.0", EspMagic);
            device.Live(Day);
            Assert.AreEqual($"{SlotDevice.Factory}: ReleaseFailedBefore", device.Said[^1]);
            device.Live(9L * Day);
            Assert.AreEqual($"{SlotDevice.Factory}: ReleaseFailedBefore", device.Said[^1]);
            Assert.IsLessThan(2 * length, device.Server.BytesSent, "The image is fetched once in ten days.");
            Assert.DoesNotContain("2.0", device.Runs, "Noise is no image that starts.");
            device.Publish("3.0");
            Arrives(device, "3.0");
        }

        // The first byte refuses itself, so nothing of the image is kept.
        [TestMethod]
        public void L19_Noise_without_the_magic_byte_costs_its_first_chunk_three_times()
        {
            using SlotDevice device = new();
            device.PublishNoise("2.0", 0);
            device.Live(10L * Day);
            Assert.AreEqual(3, device.Said.Count(said => said.EndsWith($" {OtaResult.SlotImageInvalid}", StringComparison.Ordinal)), "Three faults condemn.");
            Assert.AreEqual($"{SlotDevice.Factory}: ReleaseFailedBefore", device.Said[^1]);
            Assert.IsLessThan(3 * 2 * NorFlash.SectorSize, device.Server.BytesSent, "The first chunk alone is fetched.");
            device.Publish("3.0");
            Arrives(device, "3.0");
        }

        // A later release arrives, and the bytes in flash say so.
        private static void Arrives(SlotDevice device, string version)
        {
            device.Live(Day);
            string runs = string.Join(' ', device.Runs);
            Assert.AreEqual(version, device.Running, runs);
            Assert.AreEqual($"{version} VALID", device.Chosen, runs);
        }

        // Clears the bits of one byte in the middle of the image in the second slot.
        private static void Rot(SlotDevice device)
        {
            NorFlash flash = device.Board.Flash;
            flash.PowerOn();
            byte[] slot = flash.Peek(PartitionTable.CreateOta4MB().Ota(1)!.Offset, NorFlash.SectorSize);
            int at = Array.FindIndex(slot, 300, value => value != 0);
            flash.Write(PartitionTable.CreateOta4MB().Ota(1)!.Offset + at, new byte[1]);
        }
    }
}
