using System;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What the start after a power cut finds and does, as tables. Slot 0 has the old release, slot 1 the new one.</summary>
    [TestClass]
    public class PowerCutTests
    {
        [TestMethod]
        [DataRow("activate", 0, false, (int)OtaResult.Ok, (int)OtaState.Idle, 0)]
        [DataRow("activate", 1, false, (int)OtaResult.ActivateFailed, (int)OtaState.Idle, 0)]
        [DataRow("activate", 2, true, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 1)]
        [DataRow("confirm", 0, false, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("confirm", 1, false, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("confirm", 2, false, (int)OtaResult.Ok, (int)OtaState.Confirmed, 1)]
        [DataRow("confirm", 3, true, (int)OtaResult.Ok, (int)OtaState.Confirmed, 1)]
        [DataRow("reject", 0, false, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("reject", 1, false, (int)OtaResult.HealthCheckFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("reject", 2, true, (int)OtaResult.HealthCheckFailed, (int)OtaState.RolledBack, 0)]
        public void A_cut_between_two_writes_leaves_a_device_that_goes_on(string operation, int writes, bool isWhole, int result, int state, int running)
        {
            string label = operation + " with power for " + writes + " writes";
            ClientFixture fixture = operation == "activate" ? ClientFixture.Staged() : ClientFixture.OnTrial();
            WritePower power = new WritePower(writes);
            fixture.Medium.Power = power;
            fixture.Slots.Power = power;
            try
            {
                Do(operation, fixture.Client);
            }
            catch (InvalidOperationException)
            {
                // The power went.
            }

            Assert.AreEqual(!isWhole, power.IsCut, label);
            fixture.Medium.Power = null;
            fixture.Slots.Power = null;
            if (!isWhole || operation == "confirm")
            {
                fixture.Slots.Restart();
            }

            Check(fixture, label, (OtaResult)result, (OtaState)state, running);
        }

        [TestMethod]
        [DataRow("Activating: the target is up", (int)OtaState.Activating, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.OnTrial, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 1)]
        [DataRow("Activating: the boot choice was not made", (int)OtaState.Activating, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.None, (int)OtaResult.ActivateFailed, (int)OtaState.Idle, 0)]
        [DataRow("Activating: the boot choice was made and not taken", (int)OtaState.Activating, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.Pending, (int)OtaResult.ActivateFailed, (int)OtaState.Idle, 0)]
        [DataRow("Activating: the target came up and failed", (int)OtaState.Activating, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.Failed, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("Activating: another release is on trial", (int)OtaState.Activating, 0, (int)SlotTrial.OnTrial, (int)SlotTrial.None, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 0)]
        [DataRow("OnTrial: the trial goes on", (int)OtaState.OnTrial, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.OnTrial, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 1)]
        [DataRow("OnTrial: the boot side rolled back", (int)OtaState.OnTrial, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.Failed, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("OnTrial: a torn entry reads Confirmed", (int)OtaState.OnTrial, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.Confirmed, (int)OtaResult.Ok, (int)OtaState.RolledBack, 0)]
        [DataRow("OnTrial: a torn entry reads None", (int)OtaState.OnTrial, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.None, (int)OtaResult.Ok, (int)OtaState.RolledBack, 0)]
        [DataRow("OnTrial: a torn entry reads Pending", (int)OtaState.OnTrial, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.Pending, (int)OtaResult.Ok, (int)OtaState.RolledBack, 0)]
        [DataRow("Confirming: the boot side was not asked yet", (int)OtaState.Confirming, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.OnTrial, (int)OtaResult.Ok, (int)OtaState.Confirmed, 1)]
        [DataRow("Confirming: the boot side has confirmed", (int)OtaState.Confirming, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.Confirmed, (int)OtaResult.Ok, (int)OtaState.Confirmed, 1)]
        [DataRow("Confirming: the cut took the entry", (int)OtaState.Confirming, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.Failed, (int)OtaResult.TrialFailed, (int)OtaState.RolledBack, 0)]
        [DataRow("RolledBack: the boot side rolled back", (int)OtaState.RolledBack, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.Failed, (int)OtaResult.TrialContinues, (int)OtaState.RolledBack, 0)]
        [DataRow("RolledBack: a torn entry reads Confirmed", (int)OtaState.RolledBack, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.Confirmed, (int)OtaResult.Ok, (int)OtaState.RolledBack, 0)]
        [DataRow("RolledBack: the boot side goes on with the trial", (int)OtaState.RolledBack, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.OnTrial, (int)OtaResult.Ok, (int)OtaState.RolledBack, 0)]
        [DataRow("Idle: the target is up all the same", (int)OtaState.Idle, 1, (int)SlotTrial.Confirmed, (int)SlotTrial.OnTrial, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 1)]
        [DataRow("Idle: nothing was open", (int)OtaState.Idle, 0, (int)SlotTrial.Confirmed, (int)SlotTrial.None, (int)OtaResult.Ok, (int)OtaState.Idle, 0)]
        [DataRow("Idle: somebody else has started a trial", (int)OtaState.Idle, 0, (int)SlotTrial.OnTrial, (int)SlotTrial.None, (int)OtaResult.TrialContinues, (int)OtaState.OnTrial, 0)]
        public void A_start_settles_what_record_and_boot_side_say(
            string what, int record, int running, int first, int second, int result, int state, int after)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Rewrite((OtaState)record);
            fixture.Slots.Find(running, (SlotTrial)first, (SlotTrial)second);
            Check(fixture, what, (OtaResult)result, (OtaState)state, after);

            // A cut in the start itself is settled by the next start, which ends the same way.
            fixture.Boot();
            Expect.State((OtaState)state, fixture.Client.State, what + ", again");
            Assert.AreEqual(after, fixture.Slots.Running, what + ", again");
        }

        private static void Do(string operation, OtaClient client)
        {
            switch (operation)
            {
                case "activate":
                    client.Activate();
                    break;
                case "confirm":
                    client.Confirm();
                    break;
                default:
                    client.Reject(OtaResult.HealthCheckFailed);
                    break;
            }
        }

        private static void Check(ClientFixture fixture, string label, OtaResult result, OtaState state, int running)
        {
            Expect.Result(result, fixture.Boot(), label);
            Expect.State(state, fixture.Client.State, label);
            Assert.AreEqual(running, fixture.Slots.Running, label);
        }
    }
}
