namespace NanoOta
{
    /// <summary>How long a release that was not confirmed is left alone. No I/O. Thread-safe.</summary>
    internal static class PauseRules
    {
        /// <summary>Seconds of the first pause: 10 minutes. Each next one is twice as long.</summary>
        public const int First = 600;

        /// <summary>Seconds after an answered check within which a failed release is tried again: 10 minutes.</summary>
        public const long AnswerAge = 600;

        /// <summary>Seconds that a start counts for while the clock is unset: one hour.</summary>
        public const long StartWorth = 3600;

        /// <summary>Steps that a going back lengthens the pause by.</summary>
        public const int GoingBackSteps = 3;

        /// <summary>The most steps that are counted. The pause is then longer than any device lives.</summary>
        public const int MaxSteps = 40;

        /// <summary>Seconds of the pause after that many steps, the first pause having been of that length; 0 for none.</summary>
        public static long LengthOf(int first, int steps)
        {
            long length = first;
            return steps <= 0 ? 0 : length << ((steps < MaxSteps ? steps : MaxSteps) - 1);
        }

        /// <summary>Whether a pause is over.</summary>
        /// <param name="first">Seconds of the first pause.</param>
        /// <param name="steps">The steps of the pause.</param>
        /// <param name="since">When the pause began, seconds since 1970 UTC; 0 if the clock was unset.</param>
        /// <param name="waited">Seconds that starts with an unset clock have counted for.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        public static bool IsOver(int first, int steps, long since, long waited, long now)
        {
            long passed = since != 0 && now > since ? now - since : 0;
            return passed + waited >= LengthOf(first, steps);
        }
    }
}
