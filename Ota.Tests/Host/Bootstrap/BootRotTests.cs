using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>
    /// A bit of a file flips at every operation that changes flash, with the power on or between two power-ons: of the image that runs, what
    /// proves it, the other slot, either copy of either record.
    /// </summary>
    [TestClass]
    public class BootRotTests
    {
        public required TestContext TestContext { get; set; }

        [TestMethod]
        public void An_update_comes_through_whatever_rots_at_any_operation()
        {
            BoardFixture model = BoardFixture.WithFirst();
            Sweep(() => BootModel.Copy(model, SignedApps.Second), BootSweepTests.ConfirmAndUpdate, SignedApps.Second, final: 2);
        }

        [TestMethod]
        public void An_update_over_a_slot_that_was_confirmed_comes_through_whatever_rots_at_any_operation()
        {
            BoardFixture model = BootModel.Second();
            Sweep(() => BootModel.Copy(model, SignedApps.Third), BootSweepTests.ConfirmAndUpdate, SignedApps.Third, final: 3);
        }

        [TestMethod]
        public void After_a_rollback_the_next_release_is_had_whatever_rots_at_any_operation()
        {
            BoardFixture model = BoardFixture.WithFirst();
            Sweep(
                () => BootModel.Copy(model, SignedApps.Second),
                fixture => BootSweepTests.WithSickSecond(BootSweepTests.ConfirmAndUpdate(fixture)),
                SignedApps.Third,
                final: 3);
        }

        [TestMethod]
        public void A_device_at_rest_boots_the_other_slot_or_fetches_the_release_again_whatever_rots()
        {
            BoardFixture model = BootModel.Second();
            foreach (string file in BootModel.Files)
            {
                int length = model.Storage.GetLength(file);
                for (int offset = 0; offset < length; offset += Math.Max(1, length / 64))
                {
                    BoardFixture fixture = BootTripwires.Arm(BootModel.Copy(model, SignedApps.Second), file);
                    fixture.App = BootSweepTests.ConfirmAndUpdate(fixture);
                    fixture.Storage.Damage(file, offset);
                    string label = $"{file} at {offset}";
                    CheckedBoot(fixture, label);
                    Settle(fixture, 2, label);
                }
            }
        }

        private void Sweep(Func<BoardFixture> make, Func<BoardFixture, AppMain> app, string offer, int final)
        {
            BoardFixture whole = make();
            int start = whole.Power.Operations;
            whole.App = app(whole);
            whole.BootUntilQuiet(6);
            int end = whole.Power.Operations;
            int scenarios = 0;
            for (int at = start + 1; at <= end; at++)
            {
                for (int which = 0; which < BootModel.Files.Length * 2; which++)
                {
                    string file = BootModel.Files[which / 2];
                    bool isCut = (which & 1) != 0;
                    BoardFixture fixture = BootTripwires.Arm(make(), file);
                    fixture.App = app(fixture);
                    int offset = Rot(fixture, file, at, isCut);
                    if (offset < 0)
                    {
                        continue;
                    }

                    scenarios++;
                    string label = $"{file} rots at {offset} in operation {at} of {end}{(isCut ? ", which is cut" : string.Empty)}";
                    CheckedBoot(fixture, label);

                    fixture.Publish(offer);
                    Settle(fixture, final, label);
                }
            }

            TestContext.WriteLine($"{end - start} operations, {scenarios} scenarios");
            Assert.IsGreaterThan((end - start) * 5, scenarios);
        }

        // Runs until the power goes away after the bit has flipped, or the device rests. Where it flipped; -1 if the file has no bytes then.
        private static int Rot(BoardFixture fixture, string file, int at, bool isCut)
        {
            int offset = -1;
            fixture.Power.Beginning = () =>
            {
                if (fixture.Power.Operations != at)
                {
                    return;
                }

                // Images and tables begin with what the loader goes by, so every second flip is there.
                int length = fixture.Storage.GetLength(file);
                offset = length < 1 ? -1 : (at & 1) == 0 ? at * 7 % Math.Min(length, 160) : at * 7919 % length;
                if (offset >= 0)
                {
                    fixture.Storage.Damage(file, offset);
                }

                if (isCut)
                {
                    fixture.Power.Cut();
                }
            };
            bool rests = false;
            for (int boot = 0; boot < 10 && !rests && fixture.Power.Operations < at; boot++)
            {
                rests = fixture.Boot();
            }

            fixture.Power.Beginning = null;
            return offset;
        }

        // What the record lists as confirmed and what verifies is started; with nothing of the kind the device helps itself.
        private static void CheckedBoot(BoardFixture fixture, string label)
        {
            fixture.Power.Restore();
            fixture.Storage.Restart();
            BootRecord record = BootTripwires.RecordOf(fixture.Storage);
            bool isThere = false;
            for (int slot = 1; slot <= 2; slot++)
            {
                isThere |= record.StateOf(slot) == SlotTrial.Confirmed
                    && AppVerifier.Verify(fixture.Storage, AppSlots.NameOf(slot), record.RevisionOf(slot), new OtaOptions { Keys = Keys(), Product = "lamp" }, fixture, out _) == OtaResult.Ok;
            }

            fixture.Boot();
            if (isThere)
            {
                // A trial may end in a restart before that.
                bool mayRestart = record.Candidate != 0;
                Assert.IsFalse(fixture.InRecovery, $"{label}: in recovery beside a good image");
                Assert.IsTrue(fixture.Running != 0 || mayRestart, $"{label}: nothing is started beside a good image");
            }
            else
            {
                Assert.IsTrue(fixture.InRecovery || record.Candidate != 0, $"{label}: nothing good is there, and it does not recover");
            }
        }

        private static TrustedKeys Keys()
        {
            Expect.Result(OtaResult.Ok, TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys));
            return keys;
        }

        private static void Settle(BoardFixture fixture, int final, string label)
        {
            for (int boot = 0; boot < 10; boot++)
            {
                if (fixture.Boot())
                {
                    if (fixture.Client.LastOutcome.Code == OtaResult.ReleasePaused)
                    {
                        fixture.Pass(86400);
                        continue;
                    }

                    Assert.AreEqual(final, fixture.Running, $"{label}: {fixture.Started}, {fixture.Client.LastOutcome.Code}");
                    Assert.IsFalse(fixture.InRecovery, label);
                    Assert.AreEqual(OtaResult.UpToDate, fixture.Client.LastOutcome.Code, $"{label}: {fixture.Started}, {fixture.Client.State}");
                    return;
                }
            }

            Assert.Fail($"{label}: it never comes to rest");
        }
    }
}
