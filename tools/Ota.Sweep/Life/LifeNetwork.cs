namespace NanoOta.Sweep.Life
{
    /// <summary>The updater's network.</summary>
    internal sealed class LifeNetwork(LifeWorld world, RunClock clock) : INetwork
    {
        /// <inheritdoc/>
        public OtaResult Connect(int timeout)
        {
            if (!world.Server.IsLinkUp)
            {
                clock.Sleep(timeout);
            }

            return world.Server.IsLinkUp ? OtaResult.Ok : OtaResult.ConnectFailed;
        }

        /// <inheritdoc/>
        public OtaResult SetClock() => world.SetClock();
    }
}
