namespace NanoOta.Demo
{
    /// <summary>Nobody looks.</summary>
    public sealed class SilentObserver : IDemoObserver
    {
        /// <inheritdoc/>
        public void StepBegins(string title)
        {
        }

        /// <inheritdoc/>
        public void Booted(string slot, string version)
        {
        }

        /// <inheritdoc/>
        public void StateChanged(OtaState state)
        {
        }

        /// <inheritdoc/>
        public void Progressed(long done, long total)
        {
        }

        /// <inheritdoc/>
        public void PowerCut()
        {
        }

        /// <inheritdoc/>
        public void StepEnds(DemoStep done)
        {
        }
    }
}
