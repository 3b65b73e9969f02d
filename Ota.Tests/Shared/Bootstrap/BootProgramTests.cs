using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class BootProgramTests
    {
        [TestMethod]
        public void An_empty_device_fetches_its_first_application()
        {
            BoardFixture fixture = new BoardFixture();
            fixture.NetworkFailures = 3;
            fixture.Publish(SignedApps.First);
            fixture.App = release => fixture.Client.Confirm();
            Assert.IsFalse(fixture.Boot());
            Assert.AreEqual(0, fixture.NetworkFailures);
            Assert.IsTrue(fixture.Clock.LongestSleep > 15000, "it waits longer each time");
            Assert.IsTrue(fixture.Boot());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
            Assert.AreEqual(1, (int)fixture.Client.SeenRevision);
            Assert.AreEqual("1.0", fixture.Context.Version);
            Assert.IsTrue(fixture.Boot());
            Assert.AreEqual("11", fixture.Started);
        }

        [TestMethod]
        public void An_update_is_tried_confirmed_and_stays()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Expect.State(OtaState.Idle, fixture.Client.State);
            Assert.IsTrue(fixture.Boot());
            Assert.AreEqual("122", fixture.Started);
            Expect.Result(OtaResult.UpToDate, fixture.Client.LastOutcome.Code);
        }

        [TestMethod]
        public void An_application_that_throws_on_trial_is_undone_and_left_alone()
        {
            CheckUndone(fixture => throw new System.Exception(), OtaResult.AppFailed, "121");
        }

        [TestMethod]
        public void An_application_that_hangs_on_trial_is_undone()
        {
            CheckUndone(
                fixture =>
                {
                    while (true)
                    {
                        fixture.Clock.Sleep(1000);
                    }
                },
                OtaResult.HealthWindowClosed,
                "121");
        }

        [TestMethod]
        public void An_application_whose_main_ends_without_a_confirmation_is_undone()
        {
            CheckUndone(fixture => { }, OtaResult.HealthWindowClosed, "121");
        }

        [TestMethod]
        public void An_application_that_restarts_too_often_on_trial_is_undone_and_paused_ever_longer()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release =>
            {
                if (release == 2)
                {
                    fixture.Restart();
                }

                fixture.Client.Update();
            };
            long pause = PauseRules.First;
            for (int trial = 1; trial <= 4; trial++)
            {
                fixture.Started = string.Empty;
                Assert.AreEqual(5, fixture.BootUntilQuiet(9));
                Assert.AreEqual("12221", fixture.Started);
                Expect.Result(OtaResult.ReleasePaused, fixture.Client.LastOutcome.Code);
                fixture.Pass(pause - 60);
                Assert.AreEqual(1, fixture.BootUntilQuiet(9));
                Expect.Result(OtaResult.ReleasePaused, fixture.Client.LastOutcome.Code);
                fixture.Pass(60);
                pause *= 2;
            }
        }

        [TestMethod]
        public void Restarts_on_trial_are_no_failure_while_trial_boots_are_left()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            int sleeps = 2;
            fixture.App = release =>
            {
                if (fixture.Client.IsOnTrial && sleeps-- > 0)
                {
                    fixture.Restart();
                }

                ConfirmAndUpdate(fixture);
            };
            Assert.AreEqual(4, fixture.BootUntilQuiet(9));
            Assert.AreEqual("1222", fixture.Started);
            Assert.AreEqual(2, (int)fixture.Client.SeenRevision);
        }

        [TestMethod]
        public void An_image_that_rotted_makes_way_for_the_one_before()
        {
            BoardFixture fixture = Updated();

            // A file is cut at the first wrong chunk: what lies before stays.
            fixture.Storage.Damage("b.img", TestApps.Image(2).Length - 100);
            fixture.App = release => { };
            Assert.IsTrue(fixture.Boot());
            Assert.AreEqual(1, fixture.Running);

            // The device knows that the newer one does not run any more, and fetches what it lacks of it.
            int sent = fixture.Server.BytesSent;
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual(2, fixture.Running);
            Assert.IsTrue(fixture.Server.BytesSent - sent < 8000, "all of it was fetched");
        }

        [TestMethod]
        public void An_only_image_that_rotted_costs_a_chunk_and_not_the_image()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.Publish(SignedApps.First);
            fixture.Storage.Damage("a.img", 2000);
            int sent = fixture.Server.BytesSent;
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual("1", fixture.Started);
            Assert.IsTrue(fixture.Server.BytesSent - sent < 8000, "all of it was fetched");
        }

        [TestMethod]
        public void Two_dead_images_end_in_recovery_and_come_back()
        {
            BoardFixture fixture = Updated();
            fixture.Storage.Damage("a.img", 100);
            fixture.Storage.Damage("b.jws", 100);
            fixture.Started = string.Empty;
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual("2", fixture.Started);
            Expect.Result(OtaResult.UpToDate, fixture.Client.LastOutcome.Code);
        }

        [TestMethod]
        public void A_lost_boot_record_costs_no_download_of_the_image()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.Publish(SignedApps.First);
            fixture.Storage.Damage("boot.0", 20);
            fixture.Storage.Damage("boot.1", 20);
            int sent = fixture.Server.BytesSent;
            fixture.App = release => fixture.Client.Confirm();
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual(1, fixture.Running);
            Assert.IsTrue(fixture.Server.BytesSent - sent < 4000, "the image was fetched");
        }

        [TestMethod]
        public void A_release_that_would_not_link_is_refused_by_name_before_the_first_byte()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.Publish(SignedApps.Unlinkable);
            fixture.App = release =>
            {
                Expect.Result(OtaResult.AssemblyMissing, fixture.Client.Check());
            };
            Assert.IsTrue(fixture.Boot());
            Expect.Outcome(OtaResult.AssemblyMissing, "Other", fixture.Client.LastOutcome);
            Assert.AreEqual(-1, fixture.Storage.GetLength("b.img"));
        }

        [TestMethod]
        public void An_assembly_that_the_clr_refuses_undoes_the_release()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.IsFalse(fixture.Boot());
            fixture.LoadResult = OtaResult.AssemblyRefused;
            Assert.IsFalse(fixture.Boot());
            fixture.LoadResult = OtaResult.Ok;
            fixture.App = release => Expect.Result(OtaResult.AssemblyRefused, fixture.Client.LastOutcome.Code);
            Assert.IsTrue(fixture.Boot());
            Assert.AreEqual(1, fixture.Running);
        }

        [TestMethod]
        public void A_confirmed_application_that_throws_is_given_the_chance_of_an_update()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release =>
            {
                if (release == 1)
                {
                    throw new System.Exception();
                }

                fixture.Client.Confirm();
            };
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual(2, fixture.Running);
        }

        [TestMethod]
        public void A_clock_that_runs_years_ahead_is_set_before_it_makes_a_release_expired()
        {
            const long FourYears = 126230400;
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.Pass(FourYears);
            fixture.App = release => ConfirmAndUpdate(fixture);
            fixture.BootUntilQuiet(4);
            Assert.AreEqual(2, fixture.Running);
        }

        [TestMethod]
        public void A_full_drive_leaves_the_running_release_in_peace()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release =>
            {
                Expect.Result(OtaResult.Ok, fixture.Client.Check());
                fixture.Storage.WriteFault = OtaResult.SlotWriteFailed;
                Expect.Result(OtaResult.SlotWriteFailed, fixture.Client.Stage());
                fixture.Storage.WriteFault = OtaResult.Ok;
            };
            Assert.IsTrue(fixture.Boot());
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            Assert.AreEqual(2, fixture.Running);
        }

        [TestMethod]
        public void L21_A_log_that_fills_the_drive_leaves_room_for_the_next_release()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.Storage.Size = fixture.Storage.UsedBytes() + 5000;
            fixture.App = release =>
            {
                // The log takes what is free, again and again.
                fixture.Storage.Put("log", new byte[Larger(fixture.Storage.GetLength("log"), fixture.Storage)]);
                ConfirmAndUpdate(fixture);
            };
            Assert.IsTrue(fixture.BootUntilQuiet(9) <= 9, fixture.Started);
            Assert.AreEqual(2, fixture.Running, fixture.Started);
        }

        // The log and what is free beside.
        private static int Larger(int log, MemoryStorage storage)
        {
            return (log < 0 ? 0 : log) + storage.Size - storage.UsedBytes();
        }

        [TestMethod]
        public void Wrong_options_are_said_and_not_run()
        {
            BoardFixture fixture = new BoardFixture();
            fixture.TrialBoots = 0;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Program().Run());
        }

        internal static void ConfirmAndUpdate(BoardFixture fixture)
        {
            if (fixture.Client.IsOnTrial)
            {
                fixture.Client.Confirm();
            }

            fixture.Client.Update();
        }

        private static BoardFixture Updated()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release => ConfirmAndUpdate(fixture);
            Assert.AreEqual(2, fixture.BootUntilQuiet(9));
            return fixture;
        }

        private static void CheckUndone(FixtureStep sick, OtaResult reason, string started)
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            bool told = false;
            fixture.App = release =>
            {
                if (release == 2)
                {
                    sick(fixture);
                }
                else if (fixture.Client.State == OtaState.RolledBack)
                {
                    told = fixture.Client.LastOutcome.Code == reason;
                    Expect.Result(OtaResult.ReleasePaused, fixture.Client.Update());
                }
                else
                {
                    fixture.Client.Update();
                }
            };
            fixture.BootUntilQuiet(9);
            Assert.AreEqual(started, fixture.Started);
            Assert.IsTrue(told, "the reason is another");
        }
    }

    /// <summary>Does something with a fixture.</summary>
    public delegate void FixtureStep(BoardFixture fixture);
}
