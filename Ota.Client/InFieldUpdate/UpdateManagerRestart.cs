namespace NanoOta
{
    /// <summary>Restarts by the platform's update manager, which lets the bootloader swap. Thread-safe.</summary>
    public sealed class UpdateManagerRestart : IRestart
    {
        private readonly IUpdateSessions _sessions;

        /// <summary>Through the sessions of any image.</summary>
        public UpdateManagerRestart(IUpdateSessions sessions)
        {
            _sessions = sessions;
        }

        /// <inheritdoc/>
        public void Restart()
        {
            _sessions.Restart();
        }
    }
}
