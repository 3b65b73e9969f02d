namespace NanoOta
{
    /// <content>Settings that a manifest brings.</content>
    public sealed partial class OtaAgent
    {
        // Of the manifest of what runs and is confirmed: the client gives no others. So the settings of a release wait for its confirmation, and go
        // with a rollback. Nothing of them is on flash before. What the application changes afterwards stays, until other signed settings come.
        private void TakeSigned()
        {
            if (!_client.HasSettings)
            {
                return;
            }

            if (_agent.Signed == SignedSettings.Taken)
            {
                AgentSettings plain = new AgentSettings();
                Read(plain);
                long number = NumberOf(plain);
                if (number != _settings.Signed)
                {
                    // Kept in memory where they are refused, so that they are refused once a start.
                    _settings.Signed = number;
                    AgentSettings next = GetSettings();
                    Read(next);
                    Note(AgentPhase.Settings, OtaOutcome.Of(ChangeSettings(next)), 0);
                }
            }

            _client.DropSettings();
        }

        // A missing field changes nothing. There is no field for "disabled".
        private void Read(AgentSettings settings)
        {
            settings.Url = Text("url", settings.Url);
            settings.ReserveUrl = Text("reserveUrl", settings.ReserveUrl);
            settings.ReportUrl = Text("reportUrl", settings.ReportUrl);
            settings.Group = Text("group", settings.Group);
            settings.Authorities = Text("authorities", settings.Authorities);
            settings.Interval = Number("interval", settings.Interval);
            settings.WindowStart = Number("windowStart", settings.WindowStart);
            settings.WindowEnd = Number("windowEnd", settings.WindowEnd);
            settings.UtcOffset = Number("utcOffset", settings.UtcOffset);
            settings.DailyBytes = Number("dailyBytes", settings.DailyBytes);
            settings.Network = (NetworkRule)Number("network", (int)settings.Network);
        }

        // Empty for another type: no text of the settings may be empty.
        private string Text(string field, string otherwise)
        {
            object value = _client.GetSetting(field);
            return value == null ? otherwise : value is string ? (string)value : string.Empty;
        }

        // Out of each range for another type.
        private int Number(string field, int otherwise)
        {
            object value = _client.GetSetting(field);
            long number = value == null ? otherwise : value is long ? (long)value : long.MinValue;
            return number < int.MinValue || number > int.MaxValue ? int.MinValue : (int)number;
        }

        private static long NumberOf(AgentSettings settings)
        {
            SettingsRecord record = new SettingsRecord { Settings = settings };
            byte[] bytes = new byte[record.Room];
            record.Encode(bytes);
            return LittleEndian.ReadInt64(PlatformHmac.Compute(new byte[1], bytes), 0);
        }
    }
}
