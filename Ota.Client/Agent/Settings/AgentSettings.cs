namespace NanoOta
{
    /// <summary>Whether the device updates itself.</summary>
    public enum UpdateSwitch
    {
        /// <summary>The device updates itself.</summary>
        On = 0,

        /// <summary>The device does not check. See <see cref="DisabledRule"/>.</summary>
        Off = 1,
    }

    /// <summary>Which networks carry downloads.</summary>
    public enum NetworkRule
    {
        /// <summary>Any network.</summary>
        Any = 0,

        /// <summary>A network that does not cost by the byte; see <see cref="IVitals.IsMetered"/>. A critical release does not wait.</summary>
        Unmetered = 1,
    }

    /// <summary>What the owner may change while the device runs. <see cref="OtaAgent.ChangeSettings"/> checks, keeps and applies the settings.</summary>
    public sealed class AgentSettings
    {
        /// <summary>Bytes of the record on flash at most.</summary>
        public const int MaxLength = SettingsRecord.MaxLength;

        /// <summary>Whether the device updates itself.</summary>
        public UpdateSwitch Updates;

        /// <summary>Seconds between two checks, 600 to 604800 (7 days). The default is a day.</summary>
        public int Interval = 86400;

        /// <summary>The manifest's address; null for the application's own. At most 255 characters.</summary>
        public string Url;

        /// <summary>A second address, in reserve; null for none. At most 255 characters.</summary>
        public string ReserveUrl;

        /// <summary>Where reports go; null for the carrier's own place. At most 255 characters.</summary>
        public string ReportUrl;

        /// <summary>The device's group in rollouts; null for the application's own. At most 64 characters.</summary>
        public string Group;

        /// <summary>Start of the daily install window in minutes of the local day, 0 to 1439; -1 for none.</summary>
        public int WindowStart = -1;

        /// <summary>End of the daily install window, 0 to 1439, not the start; -1 for none. The end of a window over midnight is before its start.</summary>
        public int WindowEnd = -1;

        /// <summary>Minutes that the local time is ahead of UTC, -720 to 840.</summary>
        public int UtcOffset;

        /// <summary>Bytes a day that updates may fetch, for a metered link; 0 for no limit. The least is 16384.</summary>
        public int DailyBytes;

        /// <summary>Which networks carry downloads.</summary>
        public NetworkRule Network;

        /// <summary>
        /// Certificates of root CAs in PEM, which a https server must chain to; null for those of the transport's options. At most 4096 characters.
        /// Reports and MQTT have authorities of their own.
        /// </summary>
        public string Authorities;

        /// <summary>A copy that the caller may change.</summary>
        public AgentSettings Copy()
        {
            return (AgentSettings)MemberwiseClone();
        }

        /// <summary>Whether every value is in its range, and else which is not.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.SettingUpdatesInvalid"/>, <see cref="OtaResult.SettingIntervalInvalid"/>,
        /// <see cref="OtaResult.SettingUrlInvalid"/>, <see cref="OtaResult.SettingGroupInvalid"/>, <see cref="OtaResult.SettingWindowInvalid"/>,
        /// <see cref="OtaResult.SettingOffsetInvalid"/>, <see cref="OtaResult.SettingBudgetInvalid"/>, <see cref="OtaResult.SettingNetworkInvalid"/>,
        /// <see cref="OtaResult.SettingAuthoritiesInvalid"/> for a length. The transport alone knows a certificate.
        /// </returns>
        public OtaResult Check(ITransport transport)
        {
            bool hasWindow = WindowStart >= 0 && WindowEnd >= 0 && WindowStart < 1440 && WindowEnd < 1440 && WindowStart != WindowEnd;
            return Updates != UpdateSwitch.On && Updates != UpdateSwitch.Off ? OtaResult.SettingUpdatesInvalid
                : Interval < 600 || Interval > 604800 ? OtaResult.SettingIntervalInvalid
                : !IsAddress(transport, Url) || !IsAddress(transport, ReserveUrl) || !IsText(ReportUrl, 255) ? OtaResult.SettingUrlInvalid
                : !IsText(Group, 64) ? OtaResult.SettingGroupInvalid
                : !hasWindow && (WindowStart != -1 || WindowEnd != -1) ? OtaResult.SettingWindowInvalid
                : UtcOffset < -720 || UtcOffset > 840 ? OtaResult.SettingOffsetInvalid
                : DailyBytes != 0 && DailyBytes < 16384 ? OtaResult.SettingBudgetInvalid
                : Network != NetworkRule.Any && Network != NetworkRule.Unmetered ? OtaResult.SettingNetworkInvalid
                : Authorities != null && (Authorities.Length == 0 || Authorities.Length > SettingsRecord.MaxAuthorities) ? OtaResult.SettingAuthoritiesInvalid
                : OtaResult.Ok;
        }

        private static bool IsAddress(ITransport transport, string url)
        {
            return IsText(url, 255) && (url == null || transport.Resolve(null, url) != null);
        }

        // Plain ASCII: one byte a character on flash.
        private static bool IsText(string text, int most)
        {
            if (text == null)
            {
                return true;
            }

            for (int i = 0; i < text.Length; i++)
            {
                int c = text[i];
                if (c <= ' ' || c > '~')
                {
                    return false;
                }
            }

            return text.Length > 0 && text.Length <= most;
        }
    }
}
