namespace NanoOta
{
    /// <summary>
    /// Every transition there is; whatever is not listed is <see cref="OtaResult.WrongState"/>. docs/DESIGN.md shows the same table,
    /// and a test holds the two together. Thread-safe.
    /// </summary>
    public static class StateTable
    {
        /// <summary>What <see cref="Next"/> gives for a transition that is not in the table.</summary>
        public const int None = -1;

        private static readonly byte[] _rows =
        {
            // from                     event                              to
            (byte)OtaState.Idle,        (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,
            (byte)OtaState.Idle,        (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,
            (byte)OtaState.Checking,    (byte)OtaEvent.OfferFound,         (byte)OtaState.Offered,
            (byte)OtaState.Checking,    (byte)OtaEvent.CheckEnds,          (byte)OtaState.Idle,
            (byte)OtaState.Offered,     (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,
            (byte)OtaState.Offered,     (byte)OtaEvent.StageBegins,        (byte)OtaState.Downloading,
            (byte)OtaState.Downloading, (byte)OtaEvent.StageEnds,          (byte)OtaState.Staged,
            (byte)OtaState.Downloading, (byte)OtaEvent.StageFails,         (byte)OtaState.Offered,
            (byte)OtaState.Staged,      (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,
            (byte)OtaState.Staged,      (byte)OtaEvent.ActivationBegins,   (byte)OtaState.Activating,
            (byte)OtaState.Activating,  (byte)OtaEvent.ActivationFails,    (byte)OtaState.Idle,
            (byte)OtaState.Activating,  (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,
            (byte)OtaState.Activating,  (byte)OtaEvent.TrialLost,          (byte)OtaState.RolledBack,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.Confirms,           (byte)OtaState.Confirmed,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.Rejects,            (byte)OtaState.RolledBack,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.TrialLost,          (byte)OtaState.RolledBack,
            (byte)OtaState.Confirmed,   (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,
            (byte)OtaState.Confirmed,   (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.RollBackFails,      (byte)OtaState.OnTrial,
        };

        /// <summary>The state after an event, as a number of <see cref="OtaState"/>; <see cref="None"/> if the event does not fit.</summary>
        public static int Next(OtaState state, OtaEvent happened)
        {
            for (int i = 0; i < _rows.Length; i += 3)
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
