using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class TrialRulesTests
    {
        [TestMethod]
        [DataRow((int)OtaResult.SlotImageInvalid, true, true, "the platform's own check")]
        [DataRow((int)OtaResult.NativeMismatch, true, true, "natives")]
        [DataRow((int)OtaResult.AssemblyRefused, true, true, "load")]
        [DataRow((int)OtaResult.EntryPointMissing, true, true, "no entry point")]
        [DataRow((int)OtaResult.AppFailed, true, false, "crash")]
        [DataRow((int)OtaResult.AppHung, true, false, "hang")]
        [DataRow((int)OtaResult.HealthCheckFailed, true, false, "health check")]
        [DataRow((int)OtaResult.HealthWindowClosed, true, false, "a check that never passed")]
        [DataRow((int)OtaResult.SleptUndeclared, true, false, "undeclared sleep")]
        [DataRow((int)OtaResult.SurroundingsFailed, false, false, "surroundings")]
        [DataRow((int)OtaResult.TrialFailed, false, false, "an end without a known cause")]
        [DataRow((int)OtaResult.NoAnswer, false, false, "no answer")]
        [DataRow((int)OtaResult.ChunkDigestMismatch, false, false, "bytes that do not match")]
        [DataRow((int)OtaResult.OutOfMemory, false, false, "memory")]
        [DataRow((int)OtaResult.ActivateFailed, false, false, "a boot choice that was not taken")]
        public void A_cause_is_the_releases_fault_only_where_no_outage_can_bring_it_about(int cause, bool answered, bool unanswered, string name)
        {
            Assert.AreEqual(answered, TrialRules.Judge((OtaResult)cause, true) == Blame.Release, name + ", the server having answered");
            Assert.AreEqual(unanswered, TrialRules.Judge((OtaResult)cause, false) == Blame.Release, name + ", without an answer");
        }

        [TestMethod]
        [DataRow((int)StartReason.Unknown, (int)OtaResult.TrialFailed, "unknown")]
        [DataRow((int)StartReason.PowerOn, (int)OtaResult.TrialFailed, "power-on")]
        [DataRow((int)StartReason.Brownout, (int)OtaResult.TrialFailed, "brownout")]
        [DataRow((int)StartReason.Declared, (int)OtaResult.TrialFailed, "declared")]
        [DataRow((int)StartReason.WakeUp, (int)OtaResult.TrialFailed, "wake-up")]
        [DataRow((int)StartReason.Software, (int)OtaResult.AppFailed, "undeclared restart")]
        [DataRow((int)StartReason.Crash, (int)OtaResult.AppFailed, "crash")]
        [DataRow((int)StartReason.Watchdog, (int)OtaResult.AppHung, "watchdog")]
        [DataRow((int)StartReason.UndeclaredWakeUp, (int)OtaResult.SleptUndeclared, "undeclared wake-up")]
        public void A_start_after_a_trial_tells_the_cause_where_the_chip_does(int reason, int cause, string name)
        {
            Assert.AreEqual(cause, (int)TrialRules.CauseOf((StartReason)reason), name);
        }

        [TestMethod]
        [DataRow(899999, -1, false, "no network, a millisecond before the longest window")]
        [DataRow(900000, -1, true, "no network, the longest window over")]
        [DataRow(400000, 299999, false, "network, a millisecond before the window")]
        [DataRow(400000, 300000, true, "network, the window over")]
        [DataRow(900000, 10, true, "a network that came too late")]
        public void A_window_runs_from_the_network_and_at_most_from_the_start(int sinceStart, int sinceNetwork, bool closed, string name)
        {
            Assert.AreEqual(closed, TrialRules.IsWindowClosed(sinceStart, sinceNetwork, TrialRules.Window, TrialRules.LongestWindow), name);
        }
    }
}
