namespace NanoOta
{
    /// <summary>The network configuration that the platform stores, as bytes that nobody but the platform's adapter understands.</summary>
    /// <remarks>Never throws. Not thread-safe.</remarks>
    public interface INetworkConfiguration
    {
        /// <summary>Reads the stored configuration into a buffer.</summary>
        /// <returns>The number of bytes; 0 where no configuration can be read. The same configuration gives the same bytes.</returns>
        int Read(byte[] buffer);

        /// <summary>Stores a configuration that <see cref="Read"/> gave. The next connection uses the configuration.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.StateWriteFailed"/>.</returns>
        OtaResult Write(byte[] configuration, int count);
    }
}
