using System.Runtime.CompilerServices;

namespace NanoOta.Sweep.Life
{
    /// <summary>What a story changes within an agent: chance that repeats, and the health checks' pace and defences.</summary>
    internal static class AgentAccess
    {
        /// <summary>Called before the agent begins.</summary>
        public static void Prepare(OtaAgent agent, LifeWorld world, RunClock clock, int healthInterval)
        {
            ChanceOf(agent) = new Random((int)(world.Clock.Seconds % int.MaxValue));
            if (world.Lacks(Defence.ServerCheck))
            {
                MonitorOf(agent) = new HealthMonitor(agent.Client, clock, ServerCheck.UnsafeSkipped);
            }

            HealthMonitor monitor = MonitorOf(agent);
            monitor.Interval = healthInterval;
            if (world.Lacks(Defence.TrialWindow))
            {
                monitor.Window = int.MaxValue;
                monitor.LongestWindow = int.MaxValue;
            }
        }

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_random")]
        private static extern ref Random ChanceOf(OtaAgent agent);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_monitor")]
        private static extern ref HealthMonitor MonitorOf(OtaAgent agent);
    }
}
