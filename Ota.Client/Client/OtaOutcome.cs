namespace NanoOta
{
    /// <summary>How something ended: a code, and what the code is about. Never changes, so thread-safe.</summary>
    /// <remarks>One object goes from where a failure is seen up to the application. Success is one object for all, and costs no memory.</remarks>
    public sealed class OtaOutcome
    {
        /// <summary>The operation was done, and there is nothing more to say.</summary>
        public static readonly OtaOutcome Ok = new OtaOutcome(OtaResult.Ok, 0, null, 0);

        // Made beforehand: when memory has run out there is none to say so with.
        private static readonly OtaOutcome _outOfMemory = new OtaOutcome(OtaResult.OutOfMemory, 0, null, 0);

        /// <summary>An outcome with every known fact.</summary>
        /// <param name="code">What happened.</param>
        /// <param name="status">See <see cref="Status"/>.</param>
        /// <param name="subject">See <see cref="Subject"/>.</param>
        /// <param name="retryAfter">See <see cref="RetryAfter"/>.</param>
        public OtaOutcome(OtaResult code, int status, string subject, int retryAfter)
        {
            Code = code;
            Status = status;
            Subject = subject;
            RetryAfter = retryAfter;
        }

        /// <summary>What happened.</summary>
        public readonly OtaResult Code;

        /// <summary>
        /// The number that the other side gave: the status of an answer (HTTP: 100 to 599). Without an answer the platform's own error number; 0 for
        /// no number.
        /// </summary>
        public readonly int Status;

        /// <summary>What the code is about: an assembly, a health check, or a URL. Null where the code says all.</summary>
        public readonly string Subject;

        /// <summary>Seconds that the server asked to be left alone for; 0 where the server asked for none.</summary>
        public readonly int RetryAfter;

        /// <summary>An outcome of which nothing but the code is known. Costs no memory for <see cref="OtaResult.Ok"/> and <see cref="OtaResult.OutOfMemory"/>.</summary>
        public static OtaOutcome Of(OtaResult code)
        {
            return code == OtaResult.Ok ? Ok : code == OtaResult.OutOfMemory ? _outOfMemory : new OtaOutcome(code, 0, null, 0);
        }

        /// <summary>An outcome that is about one thing.</summary>
        public static OtaOutcome About(OtaResult code, string subject)
        {
            return new OtaOutcome(code, 0, subject, 0);
        }
    }
}
