using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>The boot program of firmware images: what it tells the guard, for how long it asks, and when it lets the application start.</summary>
    [TestClass]
    public sealed class UpdateProgramTests
    {
        private const int Minute = 60000;

        private readonly ClientFixture _world = new();
        private readonly List<GuardEvent> _told = [];
        private readonly MemoryStarts _starts = new(null);

        [TestMethod]
        public void A_cure_is_installed_and_the_restart_into_it_is_not_announced()
        {
            Assert.AreEqual(OtaResult.Ok, Run(StartPlan.Ask, 2));
            Assert.AreEqual(SlotTrial.OnTrial, _world.Slots.GetTrial(_world.Slots.RunningSlot));
            Assert.AreEqual(1, _world.Slots.Restarts);
            Assert.AreEqual(GuardEvent.Sign, _told[0], "A sign comes before anything else.");
            Assert.DoesNotContain(GuardEvent.Restart, _told);
        }

        [TestMethod]
        public void An_answer_with_nothing_to_install_ends_the_asking()
        {
            _world.Slots.Capacity = 4096;
            long start = _world.Clock.TickMilliseconds;
            Assert.AreEqual(OtaResult.ImageTooLarge, Run(StartPlan.Ask, 2));
            Assert.AreEqual(start, _world.Clock.TickMilliseconds, "Nothing was waited for.");
            Assert.Contains(GuardEvent.Answered, _told);
            Assert.AreEqual(GuardEvent.Restart, _told[^1], "The application starts next.");
            Assert.AreEqual(1, _world.Slots.Restarts);
        }

        [TestMethod]
        [DataRow(2, 1)]
        [DataRow(4, 2)]
        [DataRow(6, 4)]
        [DataRow(40, 60)]
        [DataRow(254, 60)]
        [DataRow(1, 1)]
        public void Without_an_answer_it_asks_for_a_minute_that_doubles_to_an_hour_and_counts_for_nothing(int starts, int minutes)
        {
            Silence();
            long start = _world.Clock.TickMilliseconds;
            Run(StartPlan.Ask, starts);
            long asked = _world.Clock.TickMilliseconds - start;
            Assert.IsTrue(asked >= minutes * Minute && asked < (minutes * Minute) + (2 * Minute), $"{asked} ms");
            Assert.DoesNotContain(GuardEvent.Answered, _told);
            Assert.AreEqual(GuardEvent.Restart, _told[^1]);
        }

        [TestMethod]
        public void Without_a_way_back_an_answer_does_not_end_the_asking()
        {
            _world.Slots.Capacity = 4096;
            long start = _world.Clock.TickMilliseconds;
            Run(StartPlan.AskLong, 4);
            Assert.IsGreaterThanOrEqualTo(2L * Minute, _world.Clock.TickMilliseconds - start);
            Assert.Contains(GuardEvent.Answered, _told);
            Assert.AreEqual(GuardEvent.Restart, _told[^1]);
        }

        [TestMethod]
        public void Without_a_network_it_gives_up_after_ten_minutes_and_the_application_starts()
        {
            long start = _world.Clock.TickMilliseconds;
            Assert.AreEqual(OtaResult.ConnectFailed, Run(StartPlan.Ask, 2, networkFailures: int.MaxValue));
            long waited = _world.Clock.TickMilliseconds - start;
            Assert.IsTrue(waited >= 10 * Minute && waited < 12 * Minute, $"{waited} ms");
            Assert.AreEqual(0, _world.Server.Requests);
            Assert.AreEqual(GuardEvent.Restart, _told[^1]);
        }

        [TestMethod]
        public void An_empty_device_asks_until_there_is_an_application()
        {
            Assert.AreEqual(OtaResult.Ok, Run(StartPlan.Application, 0, networkFailures: 30));
            Assert.AreEqual(SlotTrial.OnTrial, _world.Slots.GetTrial(_world.Slots.RunningSlot));
            Assert.DoesNotContain(GuardEvent.Restart, _told);
        }

        [TestMethod]
        public void Between_two_signs_is_less_than_the_half_hour_that_the_native_timer_gives()
        {
            Silence();
            long last = _world.Clock.TickMilliseconds;
            long longest = 0;
            _starts.OnTell = (_, _) =>
            {
                longest = Math.Max(longest, _world.Clock.TickMilliseconds - last);
                last = _world.Clock.TickMilliseconds;
            };
            Run(StartPlan.Ask, 254);
            Assert.IsLessThanOrEqualTo(30L * Minute, longest);
        }

        [TestMethod]
        public void Wrong_options_end_the_program_with_their_code()
        {
            _world.Options.ManifestUrl = "no address";
            Assert.AreEqual(OtaResult.UrlInvalid, Run(StartPlan.Ask, 2));
            Assert.AreEqual(0, _world.Slots.Restarts);
        }

        private void Silence()
        {
            _world.Server.FailWith = OtaResult.ConnectFailed;
            _world.Server.FailCount = int.MaxValue;
        }

        private OtaResult Run(StartPlan plan, int starts, int networkFailures = 0)
        {
            _starts.Plan = plan;
            _starts.Starts = starts;
            _starts.OnTell += (what, _) => _told.Add(what);
            _world.Ports.Starts = _starts;
            return new UpdateProgram(_world.Options, _world.Ports, new FakeNetwork(networkFailures)).Run();
        }

        private sealed class FakeNetwork(int failures) : INetwork
        {
            private int _left = failures;

            public OtaResult Connect(int timeout) => _left-- > 0 ? OtaResult.ConnectFailed : OtaResult.Ok;

            public OtaResult SetClock() => OtaResult.ClockUnset;
        }
    }
}
