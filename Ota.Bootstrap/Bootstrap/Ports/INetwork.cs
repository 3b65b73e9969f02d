namespace NanoOta
{
    /// <summary>The network and the time, for recovery, which has no application that would see to them.</summary>
    public interface INetwork
    {
        /// <summary>
        /// Connects as the device is configured (stored Wi-Fi, Ethernet), waiting that many milliseconds at most; at once when it is
        /// connected. <see cref="OtaResult.ConnectFailed"/>. Never throws.
        /// </summary>
        OtaResult Connect(int timeout);

        /// <summary>Asks for the time (SNTP) and sets the clock. <see cref="OtaResult.ClockUnset"/> when none came. Never throws.</summary>
        OtaResult SetClock();
    }
}
