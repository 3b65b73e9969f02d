using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class BootProgramTests
    {
        [TestMethod]
        public void An_empty_device_fetches_its_first_application()
        {
            BootWorld world = new BootWorld();
            world.NetworkFailures = 3;
            world.Publish(SignedApps.First);
            world.App = release => world.Client.Confirm();
            Assert.IsFalse(world.Boot());
            Assert.AreEqual(0, world.NetworkFailures);
            Assert.IsTrue(world.Clock.LongestSleep > 15000, "it waits longer each time");
            Assert.IsTrue(world.Boot());
            Expect.State(OtaState.Confirmed, world.Client.State);
            Assert.AreEqual(1, (int)world.Client.SeenRevision);
            Assert.AreEqual("1.0", world.Context.Version);
            Assert.IsTrue(world.Boot());
            Assert.AreEqual("11", world.Started);
        }

        [TestMethod]
        public void An_update_is_tried_confirmed_and_stays()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Expect.State(OtaState.Idle, world.Client.State);
            Assert.IsTrue(world.Boot());
            Assert.AreEqual("122", world.Started);
            Expect.Result(OtaResult.UpToDate, world.Client.LastOutcome.Code);
        }

        [TestMethod]
        public void An_application_that_throws_on_trial_is_undone_and_left_alone()
        {
            CheckUndone(world => throw new System.Exception(), OtaResult.AppFailed, "121");
        }

        [TestMethod]
        public void An_application_that_hangs_on_trial_is_undone()
        {
            CheckUndone(
                world =>
                {
                    while (true)
                    {
                        world.Clock.Sleep(1000);
                    }
                },
                OtaResult.HealthWindowClosed,
                "121");
        }

        [TestMethod]
        public void An_application_whose_main_ends_without_a_confirmation_is_undone()
        {
            CheckUndone(world => { }, OtaResult.HealthWindowClosed, "121");
        }

        [TestMethod]
        public void An_application_that_restarts_too_often_on_trial_is_undone_and_paused_ever_longer()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release =>
            {
                if (release == 2)
                {
                    world.Restart();
                }

                world.Client.Update();
            };
            long pause = PauseRules.First;
            for (int trial = 1; trial <= 4; trial++)
            {
                world.Started = string.Empty;
                Assert.AreEqual(5, world.BootUntilQuiet(9));
                Assert.AreEqual("12221", world.Started);
                Expect.Result(OtaResult.ReleasePaused, world.Client.LastOutcome.Code);
                world.Pass(pause - 60);
                Assert.AreEqual(1, world.BootUntilQuiet(9));
                Expect.Result(OtaResult.ReleasePaused, world.Client.LastOutcome.Code);
                world.Pass(60);
                pause *= 2;
            }
        }

        [TestMethod]
        public void Restarts_on_trial_are_no_failure_while_trial_boots_are_left()
        {
            BootWorld world = BootWorld.WithFirst();
            int sleeps = 2;
            world.App = release =>
            {
                if (world.Client.IsOnTrial && sleeps-- > 0)
                {
                    world.Restart();
                }

                ConfirmAndUpdate(world);
            };
            Assert.AreEqual(4, world.BootUntilQuiet(9));
            Assert.AreEqual("1222", world.Started);
            Assert.AreEqual(2, (int)world.Client.SeenRevision);
        }

        [TestMethod]
        public void An_image_that_rotted_makes_way_for_the_one_before()
        {
            BootWorld world = Updated();
            world.Storage.Damage("b.img", 100);
            world.App = release => { };
            Assert.IsTrue(world.Boot());
            Assert.AreEqual(1, world.Running);

            // The device knows that the newer one does not run any more, and fetches what it lacks of it.
            int sent = world.Server.BytesSent;
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual(2, world.Running);
            Assert.IsTrue(world.Server.BytesSent - sent < 8000, "all of it was fetched");
        }

        [TestMethod]
        public void An_only_image_that_rotted_costs_a_chunk_and_not_the_image()
        {
            BootWorld world = BootWorld.WithFirst();
            world.Publish(SignedApps.First);
            world.Storage.Damage("a.img", 2000);
            int sent = world.Server.BytesSent;
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual("1", world.Started);
            Assert.IsTrue(world.Server.BytesSent - sent < 8000, "all of it was fetched");
        }

        [TestMethod]
        public void Two_dead_images_end_in_recovery_and_come_back()
        {
            BootWorld world = Updated();
            world.Storage.Damage("a.img", 100);
            world.Storage.Damage("b.jws", 100);
            world.Started = string.Empty;
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual("2", world.Started);
            Expect.Result(OtaResult.UpToDate, world.Client.LastOutcome.Code);
        }

        [TestMethod]
        public void A_lost_boot_record_costs_no_download_of_the_image()
        {
            BootWorld world = BootWorld.WithFirst();
            world.Publish(SignedApps.First);
            world.Storage.Damage("boot.0", 20);
            world.Storage.Damage("boot.1", 20);
            int sent = world.Server.BytesSent;
            world.App = release => world.Client.Confirm();
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual(1, world.Running);
            Assert.IsTrue(world.Server.BytesSent - sent < 4000, "the image was fetched");
        }

        [TestMethod]
        public void A_release_that_would_not_link_is_refused_by_name_before_the_first_byte()
        {
            BootWorld world = BootWorld.WithFirst();
            world.Publish(SignedApps.Unlinkable);
            world.App = release =>
            {
                Expect.Result(OtaResult.AssemblyMissing, world.Client.Check());
            };
            Assert.IsTrue(world.Boot());
            Expect.Outcome(OtaResult.AssemblyMissing, "Other", world.Client.LastOutcome);
            Assert.AreEqual(-1, world.Storage.GetLength("b.img"));
        }

        [TestMethod]
        public void An_assembly_that_the_clr_refuses_undoes_the_release()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release => ConfirmAndUpdate(world);
            Assert.IsFalse(world.Boot());
            world.LoadResult = OtaResult.AssemblyRefused;
            Assert.IsFalse(world.Boot());
            world.LoadResult = OtaResult.Ok;
            world.App = release => Expect.Result(OtaResult.AssemblyRefused, world.Client.LastOutcome.Code);
            Assert.IsTrue(world.Boot());
            Assert.AreEqual(1, world.Running);
        }

        [TestMethod]
        public void A_confirmed_application_that_throws_is_given_the_chance_of_an_update()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release =>
            {
                if (release == 1)
                {
                    throw new System.Exception();
                }

                world.Client.Confirm();
            };
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual(2, world.Running);
        }

        [TestMethod]
        public void A_full_drive_leaves_the_running_release_in_peace()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release =>
            {
                Expect.Result(OtaResult.Ok, world.Client.Check());
                world.Storage.WriteFault = OtaResult.SlotWriteFailed;
                Expect.Result(OtaResult.SlotWriteFailed, world.Client.Stage());
                world.Storage.WriteFault = OtaResult.Ok;
            };
            Assert.IsTrue(world.Boot());
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            Assert.AreEqual(2, world.Running);
        }

        [TestMethod]
        public void Wrong_options_are_said_and_not_run()
        {
            BootWorld world = new BootWorld();
            world.TrialBoots = 0;
            Expect.Result(OtaResult.ArgumentInvalid, world.Program().Run());
        }

        internal static void ConfirmAndUpdate(BootWorld world)
        {
            if (world.Client.IsOnTrial)
            {
                world.Client.Confirm();
            }

            world.Client.Update();
        }

        private static BootWorld Updated()
        {
            BootWorld world = BootWorld.WithFirst();
            world.App = release => ConfirmAndUpdate(world);
            Assert.AreEqual(2, world.BootUntilQuiet(9));
            return world;
        }

        private static void CheckUndone(WorldStep sick, OtaResult reason, string started)
        {
            BootWorld world = BootWorld.WithFirst();
            bool told = false;
            world.App = release =>
            {
                if (release == 2)
                {
                    sick(world);
                }
                else if (world.Client.State == OtaState.RolledBack)
                {
                    told = world.Client.LastOutcome.Code == reason;
                    Expect.Result(OtaResult.ReleasePaused, world.Client.Update());
                }
                else
                {
                    world.Client.Update();
                }
            };
            world.BootUntilQuiet(9);
            Assert.AreEqual(started, world.Started);
            Assert.IsTrue(told, "the reason is another");
        }
    }

    /// <summary>Does something with a world.</summary>
    public delegate void WorldStep(BootWorld world);
}
