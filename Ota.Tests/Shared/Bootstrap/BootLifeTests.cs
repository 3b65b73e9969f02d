using System.Threading;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>Stock firmware after the confirmation, on a board without a reset reason: asking, going back, life.</summary>
    [TestClass]
    public class BootLifeTests
    {
        [TestMethod]
        public void L2_A_confirmed_application_that_restarts_at_every_start_makes_way_for_the_one_before()
        {
            BoardFixture fixture = DeadSecond();
            int boots = BootUntil(fixture, 1, 30);
            Assert.AreEqual(11, boots, "starts until the release before runs: " + fixture.Started);
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
        }

        [TestMethod]
        public void L2_A_newer_release_is_fetched_before_the_application_that_dies_starts()
        {
            BoardFixture fixture = DeadSecond();
            fixture.Publish(SignedApps.Third);
            Assert.IsTrue(BootUntil(fixture, 3, 4) <= 4, "starts until release 3 runs: " + fixture.Started);
        }

        [TestMethod]
        public void No_outage_leads_to_another_release()
        {
            BoardFixture fixture = DeadSecond();
            fixture.Server.FailWith = OtaResult.ConnectFailed;
            fixture.Server.FailCount = int.MaxValue;
            for (int i = 0; i < 40; i++)
            {
                fixture.Boot();
                Assert.AreEqual(2, fixture.Running, "start " + i);
            }

            fixture.Server.FailCount = 0;
            fixture.Publish(SignedApps.Third);
            Assert.IsTrue(BootUntil(fixture, 3, 4) <= 4, "starts until release 3 runs after the outage: " + fixture.Started);
        }

        [TestMethod]
        public void Going_back_survives_a_power_cut_at_every_operation()
        {
            for (int cut = 1; cut < 200; cut++)
            {
                BoardFixture fixture = DeadSecond();
                for (int i = 0; i < 10; i++)
                {
                    fixture.Boot();
                }

                fixture.Power.CutAt = fixture.Power.Operations + cut;
                fixture.Boot();
                bool wasCut = fixture.Running != 1;
                fixture.Power.CutAt = 0;
                Assert.IsTrue(BootUntil(fixture, 1, 14) <= 14, "cut in operation " + cut + ": " + fixture.Started);
                if (!wasCut)
                {
                    return;
                }
            }

            Assert.IsTrue(false, "The cuts never came to an end.");
        }

        [TestMethod]
        public void Life_ends_the_count_and_the_thread_beside_the_application_asks_where_nobody_does()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.Boot();
            fixture.Publish(SignedApps.Third);
            fixture.App = release =>
            {
                // It works, and never asks.
                for (int second = 0; second < 1200 && release == 2; second++)
                {
                    fixture.Clock.Sleep(1000);
                }

                fixture.Client.Confirm();
            };
            fixture.Boot();
            fixture.Boot();
            Assert.AreEqual(3, fixture.Running, fixture.Started);
        }

        [TestMethod]
        public void L5_Declared_restarts_go_on_with_the_trial_sixteen_times()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            OtaResult last = OtaResult.Ok;
            int declared = 0;
            fixture.App = release =>
            {
                if (release == 1)
                {
                    fixture.Client.Update();
                }
                else if (fixture.Client.IsOnTrial)
                {
                    last = fixture.Client.DeclareRestart(declared % 2 == 0 ? NextStart.Application : NextStart.AfterSleep);
                    if (last == OtaResult.Ok)
                    {
                        declared++;
                        fixture.Restart();
                    }

                    fixture.Client.Confirm();
                }
            };
            fixture.BootUntilQuiet(30);
            Assert.AreEqual(16, declared, "declared restarts");
            Expect.Result(OtaResult.SlotOnTrial, last);
            Assert.AreEqual(2, fixture.Running, fixture.Started);
        }

        [TestMethod]
        public void A_start_writes_once_before_the_application_and_once_when_it_lives()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release => fixture.Client.SayAlive();
            fixture.Boot();
            int writes = 0;
            fixture.Storage.Changing = name =>
            {
                writes += name.Substring(0, 5) == "start" ? 1 : 0;
            };
            fixture.Boot();

            // Each write takes the older copy away and puts the new one in its place.
            Assert.AreEqual(4, writes, "changes of the count's files");
        }

        [TestMethod]
        public void L2_An_application_that_hangs_after_life_is_restarted_after_26_hours()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release => SpendTime(fixture, 40);
            Assert.IsFalse(fixture.Boot(), "the board restarts");
            long hours = fixture.Clock.TickMilliseconds / 3600000;
            Assert.IsTrue(hours >= 26 && hours <= 27, "hours until the restart: " + hours);
        }

        [TestMethod]
        public void L2_An_application_that_hangs_at_every_start_makes_way_for_the_one_before()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release =>
            {
                if (release == 2)
                {
                    SpendTime(fixture, 40);
                }

                fixture.Client.Confirm();
            };
            Assert.IsTrue(BootUntil(fixture, 1, 14) <= 14, "starts until release 1 runs: " + fixture.Started);
            Assert.AreEqual(1, FaultsOfFormer(fixture), "faults of the release that was left");
        }

        [TestMethod]
        public void An_application_that_asks_once_a_day_is_not_restarted()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release =>
            {
                for (int day = 0; day < 3; day++)
                {
                    SpendTime(fixture, 24);
                    fixture.Client.Check();
                }
            };
            Assert.IsTrue(fixture.Boot(), "three days without a restart");
        }

        [TestMethod]
        public void L2_An_exception_in_main_is_a_known_bad_end_and_going_back_a_fault()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release =>
            {
                if (release == 2)
                {
                    throw new System.InvalidOperationException();
                }

                fixture.Client.Confirm();
            };
            Assert.IsTrue(BootUntil(fixture, 1, 30) <= 30, "starts until release 1 runs: " + fixture.Started);
            Assert.AreEqual(1, FaultsOfFormer(fixture), "faults of the release that was left");
        }

        [TestMethod]
        public void Going_back_for_an_unknown_reason_is_no_fault()
        {
            BoardFixture fixture = DeadSecond();
            BootUntil(fixture, 1, 30);
            Assert.AreEqual(0, FaultsOfFormer(fixture), "faults of the release that was left");
        }

        [TestMethod]
        public void The_window_of_a_trial_runs_from_the_networks_coming_up_and_closes_after_15_minutes()
        {
            ExpectWindow(7, 12);
            ExpectWindow(60, 15);
            ExpectWindow(0, 5);
        }

        // The network comes up that many minutes after the start, and the trial ends that many minutes after the start.
        private static void ExpectWindow(int up, int closed)
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release => fixture.Client.Update();
            fixture.Boot();
            fixture.Link = new LateNetwork(fixture, up);
            fixture.App = release =>
            {
                for (int second = 0; second < 1200; second++)
                {
                    fixture.Clock.Sleep(1000);
                }
            };
            Assert.IsFalse(fixture.Boot(), "the board restarts");
            Assert.AreEqual(2, fixture.Running, fixture.Started);
            long minutes = fixture.Clock.TickMilliseconds / 60000;
            Assert.IsTrue(minutes >= closed && minutes <= closed + 1, "network after " + up + " minutes, minutes until the trial ends: " + minutes);
        }

        // Ten minutes a step, and a turn for the thread beside the application.
        private static void SpendTime(BoardFixture fixture, int hours)
        {
            for (int i = 0; i < hours * 6; i++)
            {
                fixture.Clock.Sleep(599000);
                fixture.Clock.Sleep(1000);

                // The time is the test's. The thread beside the application looks at the time when that thread has its turn.
                Thread.Sleep(1);
            }
        }

        private static int FaultsOfFormer(BoardFixture fixture)
        {
            byte[] bytes = new byte[DeviceRecord.Length];
            DeviceRecord record = new DeviceRecord();
            int count = new TwoCopyStateStore(new StorageRecordMedium(fixture.Storage, "ota"), DeviceRecord.Length).Read(bytes);
            Expect.Result(OtaResult.Ok, record.Decode(bytes, count));
            Expect.Result(OtaResult.WentBack, record.Failed.CauseOf(record.Former.GetImages()));
            return record.Failed.FaultsOf(record.Former.GetImages());
        }

        private sealed class LateNetwork : ILink
        {
            private readonly BoardFixture _fixture;
            private readonly int _minutes;

            public LateNetwork(BoardFixture fixture, int minutes)
            {
                _fixture = fixture;
                _minutes = minutes;
            }

            public bool IsUp => _fixture.Clock.TickMilliseconds >= _minutes * 60000;
        }

        private static BoardFixture Confirmed()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release =>
            {
                if (release == 1)
                {
                    fixture.Client.Update();
                }
                else
                {
                    fixture.Client.Confirm();
                }
            };
            fixture.BootUntilQuiet(4);
            Assert.AreEqual(2, fixture.Running, "the release that is confirmed");
            fixture.Started = string.Empty;
            return fixture;
        }

        // Release 2 is confirmed over release 1, and restarts at every start. The board does not tell why it starts.
        private static BoardFixture DeadSecond()
        {
            BoardFixture fixture = Confirmed();
            fixture.Reason = StartReason.Unknown;
            fixture.App = release =>
            {
                if (release == 2)
                {
                    fixture.Restart();
                }

                if (fixture.Client.IsOnTrial)
                {
                    fixture.Client.Confirm();
                }
            };
            return fixture;
        }

        private static int BootUntil(BoardFixture fixture, int release, int limit)
        {
            int boots = 0;
            while (boots <= limit && fixture.Running != release)
            {
                fixture.Boot();
                boots++;
            }

            return boots;
        }
    }
}
