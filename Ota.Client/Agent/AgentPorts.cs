namespace NanoOta
{
    /// <summary>The agent's surroundings beside the client's. Each may be null; the agent then does without.</summary>
    public sealed class AgentPorts
    {
        /// <summary>Two copies of the settings, <see cref="AgentSettings.MaxLength"/> and 16 bytes each. Null: settings last until the restart.</summary>
        public IRecordMedium Settings;

        /// <summary>Two copies of the outcome log, <see cref="OutcomeLog.Length"/> and 16 bytes each. Null: outcomes last until the restart.</summary>
        public IRecordMedium Outcomes;

        /// <summary>Carries reports.</summary>
        public IReporter Reporter;

        /// <summary>Asks for checks.</summary>
        public ICheckTrigger Trigger;

        /// <summary>The board's condition, for reports.</summary>
        public IVitals Vitals;
    }
}
