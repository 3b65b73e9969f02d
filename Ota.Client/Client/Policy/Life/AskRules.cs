namespace NanoOta
{
    /// <summary>How long an updater asks before the application starts. No I/O. Thread-safe.</summary>
    internal static class AskRules
    {
        /// <summary>Milliseconds that the network is given to come up: 10 minutes.</summary>
        public const int NetworkWait = 600000;

        /// <summary>Milliseconds of the first asking, from the network's coming up: 1 minute. Each next one is twice as long.</summary>
        public const int First = 60000;

        /// <summary>Milliseconds of the longest asking: 1 hour.</summary>
        public const int Longest = 3600000;

        /// <summary>Milliseconds of an asking at that start without life. Every second start asks, so half of them asked before.</summary>
        public static int LengthOf(int starts)
        {
            // 60000 × 2^6 is over an hour.
            int asked = (starts / 2) - 1;
            return asked < 1 ? First : asked < 6 ? First << asked : Longest;
        }

        /// <summary>Whether an answer leaves nothing to do. Such an answer ends the asking.</summary>
        public static bool EndsAsking(OtaResult answer)
        {
            return IsAnswer(answer) && answer != OtaResult.Ok && answer != OtaResult.ClockUnset;
        }

        /// <summary>
        /// Whether a check was answered: the server sent a manifest that verifies, of this product and channel, and not expired.
        /// </summary>
        public static bool IsAnswer(OtaResult result)
        {
            switch (result)
            {
                case OtaResult.Ok:
                case OtaResult.UpToDate:
                case OtaResult.Deferred:
                case OtaResult.NotInRollout:
                case OtaResult.ClockUnset:
                case OtaResult.ReleasePaused:
                case OtaResult.LifePending:
                case OtaResult.ReleaseFailedBefore:
                case OtaResult.RevisionStale:
                    return true;

                default:
                    // What this device cannot use is an answer all the same: hardware, chip, versions, natives, sizes.
                    return result >= OtaResult.HardwareMismatch && result <= OtaResult.AssemblyDuplicate;
            }
        }
    }
}
