namespace NanoOta
{
    /// <summary>The network and the time, for recovery, which has no application that would see to them.</summary>
    public interface INetwork : IClockSetter
    {
        /// <summary>
        /// Connects as the device is configured (stored Wi-Fi, Ethernet), and waits that many milliseconds at most. A connected device does not
        /// wait. Never throws.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.ConnectFailed"/>.</returns>
        OtaResult Connect(int timeout);
    }
}
