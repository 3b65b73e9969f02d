namespace NanoOta.VirtualDevice
{
    /// <summary>The network configuration that a board's platform stores; outlives restarts. Thread-safe.</summary>
    public sealed class StoredConfiguration
    {
        private volatile byte[] _bytes = "factory"u8.ToArray();

        /// <summary>The bytes, whose meaning is nobody's but the platform's.</summary>
        public byte[] Bytes
        {
            get => [.. _bytes];
            set => _bytes = [.. value];
        }
    }
}
