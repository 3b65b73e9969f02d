using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Life
{
    /// <summary>The life of a device with OTA slots, from managed code down to flash: each kind of failure, and what comes after.</summary>
    [TestClass]
    public sealed class SlotLifeTests
    {
        private const int Minute = SlotDevice.Minute;
        private const int Hour = SlotDevice.Hour;
        private const int Day = SlotDevice.Day;

        [TestMethod]
        public void A_good_release_arrives_lives_and_is_followed_by_the_next()
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            device.Live(2 * Hour);
            Assert.AreEqual("2.0", device.Running);
            Assert.AreEqual(0, device.Note.Starts, "It lived.");
            device.Publish("3.0");
            device.Live(2 * Hour);
            Assert.AreEqual("3.0", device.Running);
        }

        [TestMethod]
        public void L2_A_release_that_crashes_at_every_start_after_its_confirmation_is_replaced_by_the_next_one()
        {
            using SlotDevice device = new();
            device.Publish("2.0", CrashesOnceConfirmed);
            device.Live(Hour);
            device.Publish("3.0");
            device.Live(Day);
            Assert.AreEqual("3.0", device.Running, string.Join(' ', device.Runs));
        }

        [TestMethod]
        public void L2_Where_nothing_newer_comes_the_release_before_runs_again_and_the_dead_one_is_a_fault()
        {
            using SlotDevice device = new();
            device.Publish("2.0", CrashesOnceConfirmed);
            device.Live(6 * Hour);
            string runs = string.Join(' ', device.Runs);
            Assert.AreEqual(SlotDevice.Factory, device.Running, runs);
            Assert.AreEqual(1, device.Runs.Count(run => run == "guard"), runs);
            Assert.AreEqual(5, device.Runs.Count(run => run == "ask"), "Five asks before going back: " + runs);
            Assert.Contains("1.0: ReleasePaused", device.Said, "The release left is paused.");
            Assert.AreEqual(GuardWord.None, device.Note.Word, "The client took the word.");
        }

        [TestMethod]
        public void The_release_left_comes_again_on_trial_after_its_pause_and_three_known_bad_ends_condemn_it()
        {
            using SlotDevice device = new();
            device.Publish("2.0", CrashesOnceConfirmed);
            device.Live(60L * Day);
            string runs = string.Join(' ', device.Runs);
            Assert.AreEqual(3, device.Runs.Count(run => run == "guard"), runs);
            Assert.AreEqual(SlotDevice.Factory, device.Running, runs);
            Assert.AreEqual("1.0: ReleaseFailedBefore", device.Said[^1]);
            device.Publish("3.0");
            device.Live(Day);
            Assert.AreEqual("3.0", device.Running);
        }

        [TestMethod]
        public void No_outage_leads_to_another_release_and_the_cure_arrives_after_it()
        {
            using SlotDevice device = new();
            device.Publish("2.0", CrashesOnceConfirmed);
            device.Live(Minute);
            device.Silence();
            device.Live(20L * Day);
            Assert.DoesNotContain("guard", device.Runs, "Nobody answered.");
            device.Publish("3.0");
            device.Silence(false);
            device.Live(Day);
            Assert.AreEqual("3.0", device.Running);
        }

        [TestMethod]
        [DataRow(ClrFault.StartsNothing)]
        [DataRow(ClrFault.WaitsForDebugger)]
        [DataRow(ClrFault.HangsInNativeCode)]
        public void L2_A_firmware_on_which_managed_code_hangs_on_trial_is_left_and_a_later_release_arrives(ClrFault fault)
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            device.Fault = app => app.Version == "2.0" ? fault : ClrFault.None;
            device.Live(Hour);
            string runs = string.Join(' ', device.Runs);
            Assert.Contains("2.0", device.Runs, "The release never came on trial.");
            Assert.AreEqual(SlotDevice.Factory, device.Running, runs);
            Assert.AreEqual($"{SlotDevice.Factory} VALID", device.Chosen, runs);
            ComesAfter(device);
        }

        [TestMethod]
        [DataRow(ClrFault.StartsNothing)]
        [DataRow(ClrFault.WaitsForDebugger)]
        [DataRow(ClrFault.HangsInNativeCode)]
        public void L2_A_firmware_on_which_managed_code_hangs_once_confirmed_is_left_and_a_later_release_arrives(ClrFault fault)
        {
            using SlotDevice device = new();
            bool isConfirmed = false;
            device.Publish("2.0", run =>
            {
                run.Prove();
                isConfirmed = true;
                run.Natives.Restart();
            });
            device.Fault = app => app.Version == "2.0" && isConfirmed ? fault : ClrFault.None;
            device.Live(Day);
            Assert.AreEqual(SlotDevice.Factory, device.Running, string.Join(' ', device.Runs));
            Assert.AreEqual($"{SlotDevice.Factory} VALID", device.Chosen, string.Join(' ', device.Runs));
            ComesAfter(device);
        }

        [TestMethod]
        public void L2_A_release_that_announces_a_restart_at_every_start_is_asked_for_its_cure_and_not_left()
        {
            using SlotDevice device = new();
            device.Publish("2.0", run =>
            {
                OtaClient client = run.Prove();
                Assert.AreEqual(OtaResult.Ok, client.DeclareRestart());
                run.Clock.Sleep(Minute);
                run.Natives.Restart();
            });
            device.Live(6 * Hour);
            Assert.DoesNotContain("guard", device.Runs, "What is announced says nothing against the release.");
            device.Publish("3.0");
            device.Live(Hour);
            Assert.AreEqual("3.0", device.Running, string.Join(' ', device.Runs.TakeLast(20)));
        }

        [TestMethod]
        public void L5_Restarts_and_sleeps_that_are_declared_go_on_with_the_trial_sixteen_times()
        {
            using SlotDevice device = new();
            List<OtaResult> declared = [];
            device.Publish("2.0", run =>
            {
                OtaClient client = run.Begin();
                if (client.IsOnTrial && declared.Count <= StartCount.MaxDeclared)
                {
                    bool sleeps = declared.Count % 2 == 1;
                    declared.Add(client.DeclareRestart(sleeps ? NextStart.AfterSleep : NextStart.Application));
                    if (declared[^1] == OtaResult.Ok)
                    {
                        if (sleeps)
                        {
                            run.Natives.DeepSleep(Minute);
                        }

                        run.Natives.Restart();
                    }
                }

                run.Work();
            });
            device.Live(3 * Hour);
            Assert.AreEqual(StartCount.MaxDeclared + 1, declared.Count);
            Assert.IsTrue(declared.Take(StartCount.MaxDeclared).All(result => result == OtaResult.Ok), string.Join(' ', declared));
            Assert.AreEqual(OtaResult.SlotOnTrial, declared[^1], "Another one would end the trial.");
            Assert.AreEqual("2.0", device.Running);
            Assert.DoesNotContain("1.0: ReleasePaused", device.Said);
        }

        [TestMethod]
        public void L5_A_sleep_that_nobody_declared_ends_the_trial_undecided_before_an_answer()
        {
            using SlotDevice device = new();
            int trials = 0;
            device.Publish("2.0", run =>
            {
                if (run.Begin().IsOnTrial && trials++ == 0)
                {
                    run.Natives.DeepSleep(Minute);
                }

                run.Work();
            });
            device.Live(2 * Hour);
            Assert.Contains("1.0: SleptUndeclared", device.Said);
            Assert.AreEqual("2.0", device.Running, "It came again after its pause.");
        }

        [TestMethod]
        public void Until_life_only_the_updater_stages()
        {
            using SlotDevice device = new();
            List<OtaResult> updates = [];
            device.Publish("2.0", run =>
            {
                OtaClient client = run.Prove();
                device.Publish("3.0");
                for (int minute = 0; minute < 12; minute++)
                {
                    updates.Add(client.Update());
                    client.Tend();
                    run.Clock.Sleep(Minute);
                }
            });
            device.Live(Hour);
            Assert.IsTrue(updates.Take(10).All(result => result == OtaResult.LifePending), string.Join(' ', updates));
            Assert.AreEqual("3.0", device.Running, string.Join(' ', updates));
        }

        [TestMethod]
        public void The_applications_own_word_is_life()
        {
            using SlotDevice device = new();
            OtaResult before = OtaResult.Ok;
            device.Publish("2.0", run =>
            {
                OtaClient client = run.Prove();
                device.Publish("3.0");
                before = client.Update();
                Assert.AreEqual(OtaResult.Ok, client.SayAlive());
                client.Update();
            });
            device.Live(Hour);
            Assert.AreEqual(OtaResult.LifePending, before);
            Assert.AreEqual("3.0", device.Running);
        }

        [TestMethod]
        public void A_device_that_nobody_serves_for_three_days_asks_before_the_application_once_in_three_days()
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            device.Live(Hour);
            device.Silence();
            device.Live(10L * Day);
            int asks = device.Runs.Count(run => run == "ask");
            Assert.AreEqual(3, asks, string.Join(' ', device.Runs));
            Assert.AreEqual("2.0", device.Running);
        }

        [TestMethod]
        public void A_sleeper_that_nobody_serves_asks_too_and_writes_nothing_by_waking()
        {
            using SlotDevice device = new();
            void Sleeper(SlotRun run)
            {
                OtaClient client = run.Prove();
                if (run.Clock.TickMilliseconds < device.Until)
                {
                    long hour = run.Clock.UtcSeconds / 3600;
                    if (run.Clock.UtcSeconds % 3600 < 600)
                    {
                        client.Update();
                    }

                    if (client.DeclareRestart(NextStart.AfterSleep) == OtaResult.Ok)
                    {
                        run.Natives.DeepSleep(10 * Minute);
                    }
                }
            }

            device.Publish("2.0", Sleeper);
            device.Live(2 * Hour);
            Assert.AreEqual("2.0", device.Running);
            long before = device.Board.Flash.Cost.BytesWritten;
            device.Live(20 * Hour);
            Assert.AreEqual(before, device.Board.Flash.Cost.BytesWritten, "Waking writes nothing.");
            device.Silence();
            device.Live(7L * Day);
            Assert.AreEqual(2, device.Runs.Count(run => run == "ask"), "Once in three days.");
        }

        [TestMethod]
        public void A_release_below_notBelow_is_no_way_back()
        {
            using SlotDevice device = new();
            device.Publish("2.0", CrashesOnceConfirmed, notBelow: "2.0");
            device.Live(3L * Day);
            Assert.DoesNotContain("guard", device.Runs);
            Assert.IsTrue(device.Note.Flags.HasFlag(GuardMarks.NoWayBack), "The guard was told.");
            device.Publish("3.0");
            device.Live(Day);
            Assert.AreEqual("3.0", device.Running, string.Join(' ', device.Runs.TakeLast(20)));
        }

        [TestMethod]
        public void L14_A_record_that_cannot_be_read_begins_anew_after_three_starts()
        {
            using SlotDevice device = new();
            device.Publish("2.0");
            device.Live(2 * Hour);
            Formats.Partition records = Formats.PartitionTable.CreateOta4MB().Find(Formats.PartitionTable.StateLabel)!;
            device.Board.Flash.PowerOn();
            for (int copy = 0; copy < 2; copy++)
            {
                device.Board.Flash.Write(records.Offset + (copy * NorFlash.SectorSize) + 40, new byte[32]);
            }

            device.Publish("3.0");
            device.Live(Hour);
            Assert.AreEqual("2.0: StateCorrupt", device.Said[^1], "An error is no absence.");
            device.Live(Hour);
            Assert.AreEqual("2.0", device.Running);
            device.Live(2 * Hour);
            Assert.AreEqual("3.0", device.Running, string.Join(' ', device.Said.TakeLast(5)));
        }

        [TestMethod]
        public void The_monitor_gives_the_native_timer_its_own_window_and_more()
        {
            using SlotDevice device = new();
            long start = 0;
            device.Publish("2.0", run =>
            {
                OtaClient client = run.Begin();
                HealthMonitor monitor = new(client, run.Clock) { LongestWindow = 40 * Minute, Window = 30 * Minute };
                start = start == 0 ? run.Clock.TickMilliseconds : start;
                monitor.Add("slow", () => run.Clock.TickMilliseconds - start >= 25 * Minute ? HealthStatus.Healthy : HealthStatus.NotYet);
                monitor.Run();
                run.Work();
            });
            device.Live(Hour);
            Assert.AreEqual("2.0", device.Running, "The native timer, of 15 minutes by itself, waited.");
        }

        [TestMethod]
        public void L4_A_power_cut_in_the_trial_is_no_fault_and_the_release_comes_again()
        {
            using SlotDevice device = new();
            int trials = 0;
            device.Publish("2.0", run =>
            {
                if (run.Begin().IsOnTrial && trials++ < 4)
                {
                    run.Clock.Sleep(30000);
                    device.Board.CutPower();
                    run.Clock.Sleep(1);
                }

                run.Work();
            });
            device.Live(5L * Day);
            Assert.AreEqual(5, trials);
            Assert.AreEqual("2.0", device.Running, "Four cuts condemned nothing.");
        }

        // The promise: a later good release, and the bytes in flash say so.
        private static void ComesAfter(SlotDevice device)
        {
            device.Publish("3.0");
            device.Live(SlotDevice.Day);
            Assert.AreEqual("3.0", device.Running, string.Join(' ', device.Runs));
            Assert.AreEqual("3.0 VALID", device.Chosen, string.Join(' ', device.Runs));
        }

        private static void CrashesOnceConfirmed(SlotRun run)
        {
            OtaClient client = run.Begin();
            if (!client.IsOnTrial)
            {
                throw new InvalidOperationException("The release crashes.");
            }

            run.Prove();
            run.Natives.Restart();
        }
    }
}
