namespace NanoOta.Sweep.Life
{
    /// <summary>One row of the demo of lives.</summary>
    /// <param name="Board">The board.</param>
    /// <param name="Name">The story.</param>
    /// <param name="Title">What happens to the device.</param>
    /// <param name="Expected">The version of the good release that is published at the end.</param>
    /// <param name="Read">What the flash says that the device runs, as 'nanoota inspect' reads it.</param>
    /// <param name="Seconds">Virtual seconds from that publishing to the release's life; -1 if it did not come.</param>
    /// <param name="Starts">Starts of the chip.</param>
    /// <param name="Asks">Starts that asked before the application.</param>
    /// <param name="Fate">What went wrong; null for nothing.</param>
    public sealed record LifeDemoRow(LifeBoardKind Board, string Name, string Title, string Expected, string Read, long Seconds, int Starts, int Asks, string? Fate)
    {
        /// <summary>The good release has come, and flash says so.</summary>
        public bool Passed => Fate == null && Expected == Read;
    }
}
