using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>The power is cut at every operation that changes flash, before it, in it and after it.</summary>
    [TestClass]
    public class BootSweepTests
    {
        // Of pairs of cuts, for each scenario.
        private const int Samples = 150;

        private static readonly CutMode[] _cuts = [CutMode.Before, CutMode.Torn, CutMode.After];

        public required TestContext TestContext { get; set; }

        [TestMethod]
        public void An_update_survives_a_power_cut_at_every_operation()
        {
            BoardFixture model = BoardFixture.WithFirst();
            Sweep(() => BootModel.Copy(model, SignedApps.Second), ConfirmAndUpdate, allowed: "12", final: 2);
        }

        [TestMethod]
        public void An_update_over_a_slot_that_was_confirmed_survives_a_power_cut_at_every_operation()
        {
            BoardFixture model = BootModel.Second();
            Sweep(() => BootModel.Copy(model, SignedApps.Third), ConfirmAndUpdate, allowed: "23", final: 3);
        }

        [TestMethod]
        public void An_update_whose_image_is_in_a_confirmed_slot_already_survives_a_power_cut_at_every_operation()
        {
            // Not a byte of it is staged: what is written are the files that prove it.
            BoardFixture model = BootModel.Second();
            Sweep(() => BootModel.Copy(model, SignedApps.Return), ConfirmAndUpdate, allowed: "12", final: 1);
        }

        [TestMethod]
        public void A_rollback_survives_a_power_cut_at_every_operation()
        {
            BoardFixture model = BoardFixture.WithFirst();
            Sweep(
                () => BootModel.Copy(model, SignedApps.Second),
                fixture => WithSickSecond(_ => fixture.Client.Update()),
                allowed: "12",
                final: 1);
        }

        [TestMethod]
        public void Provisioning_survives_a_power_cut_at_every_operation()
        {
            Sweep(() => BootModel.Copy(new BoardFixture(), SignedApps.First), ConfirmAndUpdate, allowed: "01", final: 1);
        }

        [TestMethod]
        public void Two_power_cuts_anywhere_never_lose_an_app()
        {
            BoardFixture first = BoardFixture.WithFirst();
            BoardFixture second = BootModel.Second();
            Random random = TestSeed.Create(TestContext);
            Sample(random, () => BootModel.Copy(new BoardFixture(), SignedApps.First), ConfirmAndUpdate, "01", 1);
            Sample(random, () => BootModel.Copy(first, SignedApps.Second), ConfirmAndUpdate, "12", 2);
            Sample(random, () => BootModel.Copy(second, SignedApps.Third), ConfirmAndUpdate, "23", 3);
            Sample(random, () => BootModel.Copy(second, SignedApps.Return), ConfirmAndUpdate, "12", 1);
        }

        private static void Sample(Random random, Func<BoardFixture> make, Func<BoardFixture, AppMain> app, string allowed, int final)
        {
            int start = make().Power.Operations;
            int end = Run(make(), app, final);
            for (int sample = 0; sample < Samples; sample++)
            {
                BoardFixture fixture = BootTripwires.Arm(make());
                fixture.App = app(fixture);
                int at = random.Next(start + 1, end);
                int again = random.Next(at + 1, end + 1);
                CutMode mode = _cuts[random.Next(3)];
                CutMode other = _cuts[random.Next(3)];
                string label = $"cut {mode} at {at} and {other} at {again} of {end}";
                RunWithCut(fixture, at, mode, allowed, label);
                RunWithCut(fixture, again, other, allowed, label);
                Settle(fixture, allowed, final, label);
                Assert.AreEqual(final, fixture.Running, label);
            }
        }

        internal static AppMain WithSickSecond(AppMain app) => release =>
        {
            if (release == 2)
            {
                throw new InvalidOperationException("sick");
            }

            app(release);
        };

        internal static AppMain ConfirmAndUpdate(BoardFixture fixture) => release => BootProgramTests.ConfirmAndUpdate(fixture);

        private static void Sweep(Func<BoardFixture> make, Func<BoardFixture, AppMain> app, string allowed, int final)
        {
            int start = make().Power.Operations;
            int end = Run(make(), app, final);
            Assert.IsGreaterThan(start + 10, end);
            for (int at = start + 1; at <= end; at++)
            {
                foreach (CutMode mode in _cuts)
                {
                    BoardFixture fixture = BootTripwires.Arm(make());
                    fixture.App = app(fixture);
                    string label = $"cut {mode} at {at} of {end}";
                    RunWithCut(fixture, at, mode, allowed, label);
                    Settle(fixture, allowed, final, label);
                    Assert.AreEqual(final, fixture.Running, label);
                }
            }
        }

        private static int Run(BoardFixture fixture, Func<BoardFixture, AppMain> app, int final)
        {
            fixture.App = app(fixture);
            Settle(fixture, "0123", final, "without a cut");
            return fixture.Power.Operations;
        }

        private static void RunWithCut(BoardFixture fixture, int at, CutMode mode, string allowed, string label)
        {
            fixture.Power.CutAt = at;
            fixture.Power.Mode = mode;
            for (int boot = 0; boot < 10 && fixture.Power.Operations < at; boot++)
            {
                bool rests = fixture.Boot();
                CheckRunning(fixture, allowed, label);
                if (rests)
                {
                    break;
                }
            }

            fixture.Power.CutAt = 0;
        }

        private static void Settle(BoardFixture fixture, string allowed, int final, string label)
        {
            for (int boot = 0; boot < 10; boot++)
            {
                bool rests = fixture.Boot();
                CheckRunning(fixture, allowed, label);
                if (rests && fixture.Running != final && fixture.Context?.Client.LastOutcome.Code == OtaResult.ReleasePaused)
                {
                    fixture.Pass(86400);
                }
                else if (rests)
                {
                    return;
                }
            }

            Assert.Fail($"{label}: it never comes to rest");
        }

        // A boot that the cut ended before an application was started says nothing.
        private static void CheckRunning(BoardFixture fixture, string allowed, string label)
        {
            Assert.IsTrue(fixture.Running == 0 || allowed.Contains((char)('0' + fixture.Running), StringComparison.Ordinal), label);
            Assert.IsTrue(allowed[0] == '0' || !fixture.InRecovery, $"{label}: in recovery");
        }
    }
}
