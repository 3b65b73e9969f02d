namespace NanoOta
{
    /// <summary>
    /// Every transition of the agent. What is not listed does not happen. docs/DESIGN.md shows the same table, and a test holds the two together.
    /// Thread-safe.
    /// </summary>
    public static class AgentTable
    {
        /// <summary>What <see cref="Next"/> gives for a transition that is not in the table.</summary>
        public const int None = -1;

        private const int RowLength = 3;

        private static readonly byte[] _rows =
        {
            // from                      event                            to
            (byte)AgentState.Stopped,    (byte)AgentEvent.TrialFound,     (byte)AgentState.OnTrial,
            (byte)AgentState.Stopped,    (byte)AgentEvent.Settled,        (byte)AgentState.Idle,
            (byte)AgentState.OnTrial,    (byte)AgentEvent.TrialEnded,     (byte)AgentState.Idle,
            (byte)AgentState.Idle,       (byte)AgentEvent.LinkLost,       (byte)AgentState.Offline,
            (byte)AgentState.Idle,       (byte)AgentEvent.SwitchedOff,    (byte)AgentState.Disabled,
            (byte)AgentState.Idle,       (byte)AgentEvent.CheckDue,       (byte)AgentState.Checking,
            (byte)AgentState.Offline,    (byte)AgentEvent.LinkFound,      (byte)AgentState.Idle,
            (byte)AgentState.Offline,    (byte)AgentEvent.SwitchedOff,    (byte)AgentState.Disabled,
            (byte)AgentState.Checking,   (byte)AgentEvent.NothingFound,   (byte)AgentState.Idle,
            (byte)AgentState.Checking,   (byte)AgentEvent.OfferFound,     (byte)AgentState.Offered,
            (byte)AgentState.Offered,    (byte)AgentEvent.LinkLost,       (byte)AgentState.Offline,
            (byte)AgentState.Offered,    (byte)AgentEvent.SwitchedOff,    (byte)AgentState.Disabled,
            (byte)AgentState.Offered,    (byte)AgentEvent.CheckDue,       (byte)AgentState.Checking,
            (byte)AgentState.Offered,    (byte)AgentEvent.DownloadDue,    (byte)AgentState.Staging,
            (byte)AgentState.Staging,    (byte)AgentEvent.StageDone,      (byte)AgentState.Ready,
            (byte)AgentState.Staging,    (byte)AgentEvent.StageFailed,    (byte)AgentState.Idle,
            (byte)AgentState.Ready,      (byte)AgentEvent.SwitchedOff,    (byte)AgentState.Disabled,
            (byte)AgentState.Ready,      (byte)AgentEvent.CheckDue,       (byte)AgentState.Checking,
            (byte)AgentState.Ready,      (byte)AgentEvent.InstallDue,     (byte)AgentState.Installing,
            (byte)AgentState.Installing, (byte)AgentEvent.InstallFailed,  (byte)AgentState.Idle,
            (byte)AgentState.Disabled,   (byte)AgentEvent.SwitchedOn,     (byte)AgentState.Idle,
        };

        /// <summary>The state after an event, as a number of <see cref="AgentState"/>; <see cref="None"/> if the event does not fit.</summary>
        public static int Next(AgentState state, AgentEvent happened)
        {
            for (int i = 0; i < _rows.Length; i += RowLength)
            {
                if (_rows[i] == (byte)state && _rows[i + 1] == (byte)happened)
                {
                    return _rows[i + 2];
                }
            }

            return None;
        }
    }
}
