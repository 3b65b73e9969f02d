namespace NanoOta
{
    /// <summary>
    /// Every transition there is, and what of each is written to flash; whatever is not listed is <see cref="OtaResult.WrongState"/>.
    /// docs/DESIGN.md shows the same table, and a test holds the two together. Thread-safe.
    /// </summary>
    public static class StateTable
    {
        /// <summary>What <see cref="Next"/> gives for a transition that is not in the table.</summary>
        public const int None = -1;

        private const int RowLength = 4;

        private static readonly byte[] _rows =
        {
            // from                     event                              to                          on flash
            (byte)OtaState.Idle,        (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,    (byte)StateWrite.None,
            (byte)OtaState.Idle,        (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,     (byte)StateWrite.Fact,
            (byte)OtaState.Checking,    (byte)OtaEvent.OfferFound,         (byte)OtaState.Offered,     (byte)StateWrite.None,
            (byte)OtaState.Checking,    (byte)OtaEvent.CheckEnds,          (byte)OtaState.Idle,        (byte)StateWrite.None,
            (byte)OtaState.Offered,     (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,    (byte)StateWrite.None,
            (byte)OtaState.Offered,     (byte)OtaEvent.StageBegins,        (byte)OtaState.Downloading, (byte)StateWrite.None,
            (byte)OtaState.Downloading, (byte)OtaEvent.StageEnds,          (byte)OtaState.Staged,      (byte)StateWrite.None,
            (byte)OtaState.Downloading, (byte)OtaEvent.StageFails,         (byte)OtaState.Offered,     (byte)StateWrite.None,
            (byte)OtaState.Staged,      (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,    (byte)StateWrite.None,
            (byte)OtaState.Staged,      (byte)OtaEvent.ActivationBegins,   (byte)OtaState.Activating,  (byte)StateWrite.Fact,
            (byte)OtaState.Activating,  (byte)OtaEvent.ActivationFails,    (byte)OtaState.Idle,        (byte)StateWrite.Fact,
            (byte)OtaState.Activating,  (byte)OtaEvent.ActivationBreaks,   (byte)OtaState.Idle,        (byte)StateWrite.None,
            (byte)OtaState.Activating,  (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,     (byte)StateWrite.Fact,
            (byte)OtaState.Activating,  (byte)OtaEvent.TrialLost,          (byte)OtaState.RolledBack,  (byte)StateWrite.Fact,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.ConfirmBegins,      (byte)OtaState.Confirming,  (byte)StateWrite.Intent,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.Rejects,            (byte)OtaState.RolledBack,  (byte)StateWrite.Fact,
            (byte)OtaState.OnTrial,     (byte)OtaEvent.TrialLost,          (byte)OtaState.RolledBack,  (byte)StateWrite.Fact,
            (byte)OtaState.Confirming,  (byte)OtaEvent.Confirms,           (byte)OtaState.Confirmed,   (byte)StateWrite.Fact,
            (byte)OtaState.Confirming,  (byte)OtaEvent.Rejects,            (byte)OtaState.RolledBack,  (byte)StateWrite.Fact,
            (byte)OtaState.Confirming,  (byte)OtaEvent.TrialLost,          (byte)OtaState.RolledBack,  (byte)StateWrite.Fact,
            (byte)OtaState.Confirmed,   (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,    (byte)StateWrite.None,
            (byte)OtaState.Confirmed,   (byte)OtaEvent.TrialBegins,        (byte)OtaState.OnTrial,     (byte)StateWrite.Fact,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.CheckBegins,        (byte)OtaState.Checking,    (byte)StateWrite.None,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.RollBackFails,      (byte)OtaState.OnTrial,     (byte)StateWrite.Fact,
            (byte)OtaState.RolledBack,  (byte)OtaEvent.RollBackBreaks,     (byte)OtaState.OnTrial,     (byte)StateWrite.None,
        };

        /// <summary>The state after an event, as a number of <see cref="OtaState"/>; <see cref="None"/> if the event does not fit.</summary>
        public static int Next(OtaState state, OtaEvent happened)
        {
            int row = Find(state, happened);
            return row < 0 ? None : _rows[row + 2];
        }

        /// <summary>What has to be on flash of a transition; <see cref="StateWrite.None"/> also if the event does not fit.</summary>
        public static StateWrite WriteOf(OtaState state, OtaEvent happened)
        {
            int row = Find(state, happened);
            return row < 0 ? StateWrite.None : (StateWrite)_rows[row + 3];
        }

        private static int Find(OtaState state, OtaEvent happened)
        {
            for (int i = 0; i < _rows.Length; i += RowLength)
            {
                if (_rows[i] == (byte)state && _rows[i + 1] == (byte)happened)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
