// The little of nanoFramework.Hardware.Esp32 that the samples use, with its names and signatures; WifiNetworkTests holds it to the API data.
namespace nanoFramework.Hardware.Esp32
{
    public enum EspNativeError
    {
        OK,
    }

    public static class Sleep
    {
        private static readonly AsyncLocal<Action> _sleeping = new();
        private static readonly AsyncLocal<TimeSpan> _timer = new();

        /// <summary>What the board does when it is told to sleep.</summary>
        internal static Action Sleeping { set => _sleeping.Value = value; }

        internal static TimeSpan Timer => _timer.Value;

        public static EspNativeError EnableWakeupByTimer(TimeSpan time)
        {
            _timer.Value = time;
            return EspNativeError.OK;
        }

        public static void StartDeepSleep() => _sleeping.Value!();
    }
}
