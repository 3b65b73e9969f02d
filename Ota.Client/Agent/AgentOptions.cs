namespace NanoOta
{
    /// <summary>What becomes of "disabled".</summary>
    public enum DisabledRule
    {
        /// <summary>After 30 days updates are on again: nobody forgets a device for good.</summary>
        Lapses = 0,

        /// <summary>Unsafe: a device that a bad setting has switched off never updates again.</summary>
        UnsafeLasts = 1,
    }

    /// <summary>What becomes of settings in a manifest.</summary>
    public enum SignedSettings
    {
        /// <summary>The application alone changes settings.</summary>
        Ignored = 0,

        /// <summary>Settings in the manifest of the confirmed release count, once.</summary>
        Taken = 1,
    }

    /// <summary>What the application tells the agent once. Do not change the options after the start.</summary>
    public sealed class AgentOptions
    {
        /// <summary>The settings of a device whose settings nobody has changed.</summary>
        public AgentSettings Defaults = new AgentSettings();

        /// <summary>What becomes of "disabled".</summary>
        public DisabledRule Disabled = DisabledRule.Lapses;

        /// <summary>What becomes of settings in a manifest. Whoever signs releases may take them anywhere anyway, but not switch them off.</summary>
        public SignedSettings Signed = SignedSettings.Ignored;

        /// <summary>Seconds over which the first checks of sisters are spread that start together, 0 to 3600.</summary>
        public int StartSpread = 60;

        /// <summary>Seconds between two checks, whoever asks, 10 to 86400. Longer than 10 minutes saves nothing.</summary>
        public int CheckGap = 600;

        /// <summary>Seconds that the application may defer a release, 0 to 2592000 (30 days). A manifest can shorten the time.</summary>
        public int LongestDeferral = 604800;

        /// <summary>Reports a day at most, 0 to 1000.</summary>
        public int ReportsPerDay = 48;
    }
}
