namespace NanoOta
{
    /// <summary>Judges the options once at the start, so that no later code has to.</summary>
    internal static class OptionsCheck
    {
        private const int MinDeadline = 1000;
        private const int Day = 86400;
        private const int DefaultFirstDelay = 1000;
        private const int DefaultLongestDelay = 60000;
        private const int DefaultAttempts = 8;

        public static OtaOutcome Check(OtaOptions options, OtaPorts ports)
        {
            if (options != null && options.Keys == null)
            {
                // A key that nobody filled in gave no list of keys.
                return OtaOutcome.Of(OtaResult.KeyInvalid);
            }

            bool complete = ports != null && ports.Transport != null && (ports.Slot == null) != (ports.Session == null) && ports.Boot != null && ports.Store != null
                && ports.Clock != null && ports.Restart != null
                && options != null && !IsEmpty(options.Product) && !IsEmpty(options.Component) && !IsEmpty(options.DeviceId);
            if (!complete)
            {
                return OtaOutcome.Of(OtaResult.ArgumentInvalid);
            }

            bool fits = options.BaselineRevision >= 0 && options.BaselineRevision <= ManifestReader.MaxNumber && !IsEmpty(options.Channel)
                && options.MaxTableLength >= ChunkDigest.Length && options.ChunkDeadline >= MinDeadline
                && options.FirstPause >= 1 && options.FirstPause <= Day
                && options.LifeAfter >= 60 && options.LifeAfter <= Day
                && options.UnservedAfter >= 3600 && options.UnservedAfter <= 30 * Day
                && (options.Running != RunningImage.ByManifest || options.RunningManifest != null)
                && IsVersionOrNull(options.Version) && IsVersionOrNull(options.FirmwareVersion) && IsVersionOrNull(options.BootstrapVersion);
            if (!fits)
            {
                return OtaOutcome.Of(OtaResult.ArgumentInvalid);
            }

            if (ports.Transport.Resolve(null, options.ManifestUrl) == null)
            {
                return OtaOutcome.About(OtaResult.UrlInvalid, options.ManifestUrl);
            }

            if (options.Retry == null)
            {
                options.Retry = new RetryPolicy(DefaultFirstDelay, DefaultLongestDelay, DefaultAttempts, Seed(options.DeviceId));
            }

            return OtaOutcome.Ok;
        }

        private static bool IsEmpty(string text)
        {
            return text == null || text.Length == 0;
        }

        private static bool IsVersionOrNull(string text)
        {
            return text == null || ReleaseVersion.Parse(text) != ReleaseVersion.Invalid;
        }

        /// <summary>FNV-1a, only to make sisters differ: those that start together must not come back together.</summary>
        internal static uint Seed(string deviceId)
        {
            uint hash = 2166136261u;
            for (int i = 0; i < deviceId.Length; i++)
            {
                uint character = deviceId[i];
                hash = (hash ^ character) * 16777619u;
            }

            return hash;
        }
    }
}
