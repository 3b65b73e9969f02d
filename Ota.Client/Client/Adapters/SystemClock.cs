using System;
using System.Threading;

namespace NanoOta
{
    /// <summary>The platform's clock.</summary>
    /// <remarks>Safe from any thread.</remarks>
    public sealed class SystemClock : IClock
    {
        // No release is older than the library. A device without battery or SNTP starts in 1970, or at its firmware's build date.
        private const int FirstYear = 2024;

        /// <summary>Seconds since 1970-01-01 UTC; 0 while the wall clock says a year before 2024.</summary>
        public long UtcSeconds
        {
            get
            {
                return SecondsOf(DateTime.UtcNow);
            }
        }

        /// <summary>Milliseconds since the start of the system.</summary>
        public long TickMilliseconds
        {
            get
            {
                return Environment.TickCount64;
            }
        }

        /// <summary>See <see cref="IClock.Sleep"/>.</summary>
        public void Sleep(int milliseconds)
        {
            if (milliseconds > 0)
            {
                Thread.Sleep(milliseconds);
            }
        }

        internal static long SecondsOf(DateTime now)
        {
            return now.Year < FirstYear ? 0 : (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        }
    }
}
