namespace NanoOta.Sweep.Life
{
    /// <summary>Something that happens around a device.</summary>
    /// <param name="At">Virtual seconds since the story's beginning.</param>
    /// <param name="Trouble">What.</param>
    /// <param name="Seconds">How long it lasts; for power cuts: how long the power is away.</param>
    /// <param name="Number">For cuts in trials: how many. For a clock ahead: years, or 0 for 2100. For a cut at an operation: how many operations later. Else 0.</param>
    public sealed record LifeEvent(long At, Trouble Trouble, long Seconds, int Number = 0)
    {
        /// <summary>When it is over.</summary>
        public long End => At + Seconds;
    }
}
