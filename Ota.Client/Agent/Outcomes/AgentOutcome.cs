namespace NanoOta
{
    /// <summary>One row of the outcome log: what ended, how, and when. Never changes, so thread-safe.</summary>
    public sealed class AgentOutcome
    {
        internal AgentOutcome(int number, AgentPhase phase, OtaResult code, int status, string subject, long version, int count, long utcSeconds, long uptimeSeconds)
        {
            Number = number;
            Phase = phase;
            Code = code;
            Status = status;
            Subject = subject;
            Version = version;
            Count = count;
            UtcSeconds = utcSeconds;
            UptimeSeconds = uptimeSeconds;
        }

        /// <summary>One higher for each row, from 1.</summary>
        public readonly int Number;

        /// <summary>What the agent was doing.</summary>
        public readonly AgentPhase Phase;

        /// <summary>How that ended.</summary>
        public readonly OtaResult Code;

        /// <summary>See <see cref="OtaOutcome.Status"/>; -32768 to 32767.</summary>
        public readonly int Status;

        /// <summary>The first 10 characters of what the code is about, such as a health check's name; null for nothing.</summary>
        public readonly string Subject;

        /// <summary>The release, as a number of <see cref="ReleaseVersion.Parse"/>; 0 if none or unknown.</summary>
        public readonly long Version;

        /// <summary>How often the same happened, without an error in between, 1 to 255.</summary>
        public readonly int Count;

        /// <summary>When the first of them happened, seconds since 1970 UTC; 0 if the clock was unset.</summary>
        public readonly long UtcSeconds;

        /// <summary>Without <see cref="UtcSeconds"/> the seconds since that start; else 0.</summary>
        public readonly long UptimeSeconds;
    }
}
