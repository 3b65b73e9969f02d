namespace NanoOta.Sweep.Life
{
    /// <summary>Restarts the board, from whatever thread.</summary>
    internal sealed class LifeRestart(RunClock clock) : IRestart
    {
        /// <inheritdoc/>
        public void Restart() => clock.Restart();
    }
}
