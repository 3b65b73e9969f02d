namespace NanoOta
{
    /// <summary>Sets the clock, where the application does not.</summary>
    public interface IClockSetter
    {
        /// <summary>
        /// Asks for the time (SNTP) and sets the clock. <see cref="OtaResult.ClockUnset"/> when none came. Ends within seconds. Never throws.
        /// </summary>
        OtaResult SetClock();
    }
}
