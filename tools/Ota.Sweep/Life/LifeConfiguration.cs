namespace NanoOta.Sweep.Life
{
    /// <summary>The stored network configuration of a story's device: one byte.</summary>
    internal sealed class LifeConfiguration(LifeWorld world) : INetworkConfiguration
    {
        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            buffer[0] = world.StoredNetwork;
            return 1;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] configuration, int count)
        {
            world.Say("the kept network configuration is put back");
            world.StoredNetwork = configuration[0];
            return OtaResult.Ok;
        }
    }
}
