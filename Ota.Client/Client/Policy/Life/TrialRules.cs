namespace NanoOta
{
    /// <summary>Tells a fault of the release from a fault of its surroundings. No I/O. Thread-safe.</summary>
    /// <remarks>
    /// An outage must not condemn a release, and the same crash must not be tried for ever. So a cause that an outage can bring about counts only if
    /// the server had answered in the trial. A cause in the image itself is found without running the image. The image was proven against signed
    /// digests before, so no outage can be the cause.
    /// </remarks>
    internal static class TrialRules
    {
        /// <summary>Faults that condemn a release until its images change or a manifest raises its retry number.</summary>
        public const int CondemningFaults = 3;

        /// <summary>Milliseconds that a trial may last from the network's coming up: 5 minutes.</summary>
        public const int Window = 300000;

        /// <summary>Milliseconds that a trial may last from the start of the device: 15 minutes.</summary>
        public const int LongestWindow = 900000;

        /// <summary>Whose fault the end of a trial is.</summary>
        /// <param name="cause">Why the trial ended.</param>
        /// <param name="hasAnswered">Whether the server had answered in the trial what the next update would ask.</param>
        public static Blame Judge(OtaResult cause, bool hasAnswered)
        {
            switch (cause)
            {
                // The platform's own check, natives, load.
                case OtaResult.SlotImageInvalid:
                case OtaResult.SlotImageChip:
                case OtaResult.SlotImageTruncated:
                case OtaResult.SlotImageDigest:
                case OtaResult.SlotImageUnsigned:
                case OtaResult.NativeMismatch:
                case OtaResult.AssemblyMissing:
                case OtaResult.AssemblyVersionMismatch:
                case OtaResult.AssemblyCycle:
                case OtaResult.AssemblyDuplicate:
                case OtaResult.AssemblyRefused:
                case OtaResult.EntryPointMissing:
                    return Blame.Release;

                // Crash, hang, health check, undeclared sleep.
                case OtaResult.AppFailed:
                case OtaResult.AppHung:
                case OtaResult.SleptUndeclared:
                case OtaResult.HealthCheckFailed:
                case OtaResult.HealthWindowClosed:
                    return hasAnswered ? Blame.Release : Blame.Undecided;

                default:
                    return Blame.Undecided;
            }
        }

        /// <summary>The cause of a trial's end, when only the reason for the next start is known.</summary>
        public static OtaResult CauseOf(StartReason reason)
        {
            switch (reason)
            {
                case StartReason.Crash:
                case StartReason.Software:
                    return OtaResult.AppFailed;

                case StartReason.Watchdog:
                    return OtaResult.AppHung;

                case StartReason.UndeclaredWakeUp:
                    return OtaResult.SleptUndeclared;

                default:
                    return OtaResult.TrialFailed;
            }
        }

        /// <summary>Whether a trial's window has closed.</summary>
        /// <param name="sinceStart">Milliseconds since the start of the device.</param>
        /// <param name="sinceNetwork">Milliseconds since the network came up; negative while there is none.</param>
        /// <param name="window">Milliseconds from the network's coming up.</param>
        /// <param name="longest">Milliseconds from the start.</param>
        public static bool IsWindowClosed(long sinceStart, long sinceNetwork, int window, int longest)
        {
            return sinceNetwork >= window || sinceStart >= longest;
        }
    }
}
