namespace NanoOta.Sweep.Life
{
    /// <summary>The fixed list of what cannot be saved (docs/DESIGN.md), each with the platform's reason.</summary>
    public static class CannotBeSaved
    {
        /// <summary>The reason for a fate; null if it is not on the list.</summary>
        public static string? ReasonFor(LifeWorld world, string fate)
        {
            return world.IsNothingGood && !fate.Contains("runs, and", StringComparison.Ordinal)
                ? "both slots and the server have ill releases alone: a board has room for two"
                : null;
        }
    }
}
