namespace NanoOta.Sweep.Life
{
    /// <summary>The fixed list of what cannot be saved (docs/DESIGN.md), each with the platform's reason.</summary>
    public static class CannotBeSaved
    {
        // Releases of which no check is answered, though they sleep in good order.
        private static readonly Illness[] _silent = [Illness.DisablesUpdates, Illness.CutsItselfOff, Illness.WrongProduct, Illness.OverwritesNetwork];

        /// <summary>The reason for a fate; null if it is not on the list.</summary>
        public static string? ReasonFor(LifeWorld world, string fate)
        {
            // Checks set the clock, and such a release makes none that is answered. A power cut or an implausible clock takes the time for good then.
            LifeStory story = world.Story;
            bool isTimeless = story.Traits.HasFlag(DeviceTraits.Sleeper)
                && (world.Clock.UtcSeconds == 0 || story.Traits.HasFlag(DeviceTraits.NeverKnowsTheTime) || story.Events.Any(happening => happening is { Trouble: Trouble.ClockBack } or { Trouble: Trouble.ClockAhead, Number: 0 }));
            return fate != LifePlay.Stranded ? null
                : story.Agent == AgentUse.Disabled && story.Traits.HasFlag(DeviceTraits.NeverKnowsTheTime) ? "updates that were switched off on a device that has no time: nobody counts 30 days over restarts"
                : isTimeless && _silent.Contains(world.Running.Illness) ? "a silent release on a device that sleeps and has no time: nobody counts three days"
                : world.Story.EndsWithNews ? null
                : world.IsNothingGood ? "slots and server have ill releases alone, or older ones than may run: a board has room for two"
                : world.Running.Illness == Illness.EatsBattery ? "a release that empties the battery, and nothing newer: the chip sees a power-on, as of a user's switch"
                : null;
        }
    }
}
