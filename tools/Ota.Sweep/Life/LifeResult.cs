namespace NanoOta.Sweep.Life
{
    /// <summary>How a story ended.</summary>
    /// <param name="Story">The story.</param>
    /// <param name="Fate">What must not happen and did; null if the device was saved.</param>
    /// <param name="Reason">Why nobody could have saved the device, of the fixed list; null if somebody could have.</param>
    /// <param name="Runs">Starts of the chip.</param>
    /// <param name="World">What was seen.</param>
    public sealed record LifeResult(LifeStory Story, string? Fate, string? Reason, int Runs, LifeWorld World)
    {
        /// <summary>The story ended badly, and not because of the platform.</summary>
        public bool IsStranded => Fate != null && Reason == null;
    }
}
