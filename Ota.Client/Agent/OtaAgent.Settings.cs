namespace NanoOta
{
    /// <content>Settings, leave and the byte budget.</content>
    public sealed partial class OtaAgent
    {
        private const long OffLasts = 30L * Day;

        private long _offTick;
        private long _budgetDay;
        private long _budgetBase;
        private long _deferUntil;

        /// <summary>A copy of the settings.</summary>
        public AgentSettings GetSettings()
        {
            lock (_settings)
            {
                return Settings.Copy();
            }
        }

        /// <summary>
        /// Checks, keeps and applies settings. A new address or a new interval is on trial. The former address stays in reserve until the new one
        /// has served a valid manifest of this product and channel. Of two intervals the shorter one counts until a check is answered. From any
        /// thread.
        /// </summary>
        /// <remarks>
        /// On flash: one write of two copies. A power cut leaves the settings before or after. The former address lies in the same record, so a cut
        /// loses no way to a server.
        /// </remarks>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; a code of <see cref="AgentSettings.Check"/>, and nothing changes; <see cref="OtaResult.StateWriteFailed"/>: the
        /// former settings still count; <see cref="OtaResult.WrongState"/> before the start.
        /// </returns>
        public OtaResult ChangeSettings(AgentSettings settings)
        {
            OtaResult result = !_isBegun ? OtaResult.WrongState : settings == null ? OtaResult.ArgumentInvalid : settings.Check(_ports.Transport);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            lock (_settings)
            {
                AgentSettings old = Settings;
                string formerUrl = _settings.FormerUrl;
                int formerInterval = _settings.FormerInterval;
                long offSince = _settings.OffSince;
                _settings.Settings = settings.Copy();
                if (settings.Url != old.Url)
                {
                    // The factory's address is in reserve anyway. What was on trial itself has proven nothing.
                    string proven = formerUrl != null ? formerUrl : old.Url;
                    _settings.FormerUrl = proven == settings.Url ? null : proven;
                }

                if (settings.Interval != old.Interval)
                {
                    int proven = formerInterval != 0 ? formerInterval : old.Interval;
                    _settings.FormerInterval = proven == settings.Interval ? 0 : proven;
                }

                if (settings.Updates != old.Updates)
                {
                    _settings.OffSince = Now;
                    _offTick = Tick;
                }

                result = SaveSettings();
                if (result != OtaResult.Ok)
                {
                    _settings.Settings = old;
                    _settings.FormerUrl = formerUrl;
                    _settings.FormerInterval = formerInterval;
                    _settings.OffSince = offSince;
                }
                else if (settings.Url != old.Url || settings.Interval != old.Interval)
                {
                    System.Threading.Interlocked.Exchange(ref _asked, 1);
                }
            }

            return result;
        }

        /// <summary>
        /// Puts download and restart off, whatever <see cref="LeaveAsked"/> says. 0 ends the deferral. A deferral counts towards the longest one of its
        /// release; a critical release does not wait. From any thread.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.ArgumentInvalid"/> below 0 or over <see cref="AgentOptions.LongestDeferral"/>.</returns>
        public OtaResult Defer(int seconds)
        {
            if (seconds < 0 || seconds > _agent.LongestDeferral)
            {
                return OtaResult.ArgumentInvalid;
            }

            _deferUntil = Tick + ((long)seconds * Second);
            return OtaResult.Ok;
        }

        // A shorter interval costs traffic only. A longer one has to prove that the device still finds its server.
        private int Interval => _settings.FormerInterval != 0 && _settings.FormerInterval < Settings.Interval ? _settings.FormerInterval : Settings.Interval;

        private bool IsBudgetSpent => Settings.DailyBytes != 0 && _client.Counters.BytesFetched - _budgetBase >= Settings.DailyBytes;

        private void LoadSettings()
        {
            TwoCopyStateStore store = StoreOf(_own.Settings, SettingsRecord.MaxLength);
            if (store == null)
            {
                return;
            }

            byte[] bytes = new byte[SettingsRecord.MaxLength];
            int count = store.Read(bytes);
            OtaResult result = count < 0 ? (OtaResult)(-count) : count == 0 ? OtaResult.Ok : _settings.Decode(bytes, count, _ports.Transport);
            if (result != OtaResult.Ok)
            {
                // The defaults lead to the factory's server. Nothing is written over before somebody changes the settings.
                Note(AgentPhase.Settings, OtaOutcome.Of(result), 0);
            }

            AgentOutcome staged = _log.Newest((int)AgentPhase.Stage);
            if (staged != null && staged.Code == OtaResult.BudgetSpent && Now != 0 && Now - staged.UtcSeconds < Day)
            {
                // The day's bytes were spent before the restart.
                _budgetDay = Tick - ((Now - staged.UtcSeconds) * Second);
                _budgetBase = -Settings.DailyBytes;
            }
            else
            {
                _budgetDay = Tick;
            }

            ApplySettings();
        }

        private OtaResult SaveSettings()
        {
            TwoCopyStateStore store = StoreOf(_own.Settings, SettingsRecord.MaxLength);
            byte[] bytes = new byte[SettingsRecord.MaxLength];
            return store == null ? OtaResult.Ok : store.Write(bytes, _settings.Encode(bytes));
        }

        // Only between two operations of the client, which reads these options in each.
        private void ApplySettings()
        {
            lock (_settings)
            {
                string url = Settings.Url;
                string[] urls = new string[2 + _factoryUrls.Length];
                int count = 0;
                count = Append(urls, count, _settings.FormerUrl);
                count = Append(urls, count, Settings.ReserveUrl);
                for (int i = 1; i < _factoryUrls.Length; i++)
                {
                    count = Append(urls, count, _factoryUrls[i]);
                }

                count = Append(urls, count, url == null ? null : _factoryUrls[0]);
                string[] reserve = new string[count];
                for (int i = 0; i < count; i++)
                {
                    reserve[i] = urls[i];
                }

                _options.ReserveUrls = reserve;
                _options.ManifestUrl = url == null ? _factoryUrls[0] : url;
                _options.Group = Settings.Group == null ? _factoryGroup : Settings.Group;
            }
        }

        private static int Append(string[] urls, int count, string url)
        {
            if (url == null)
            {
                return count;
            }

            urls[count] = url;
            return count + 1;
        }

        // After a check that was answered.
        private void EndSettingsTrial(bool isFirstAddress)
        {
            lock (_settings)
            {
                string former = isFirstAddress ? null : _settings.FormerUrl;
                if (former != _settings.FormerUrl || _settings.FormerInterval != 0)
                {
                    _settings.FormerUrl = former;
                    _settings.FormerInterval = 0;

                    // A write that fails keeps the former address in reserve for longer.
                    SaveSettings();
                }
            }
        }

        private void ObeySwitch()
        {
            lock (_settings)
            {
                if (Settings.Updates == UpdateSwitch.Off && _agent.Disabled == DisabledRule.Lapses && HasOffLapsed())
                {
                    AgentSettings on = Settings.Copy();
                    on.Updates = UpdateSwitch.On;
                    _settings.Settings = on;
                    SaveSettings();
                }
            }

            Move(Settings.Updates == UpdateSwitch.Off ? AgentEvent.SwitchedOff : AgentEvent.SwitchedOn);
        }

        private bool HasOffLapsed()
        {
            long now = Now;
            return Tick - _offTick >= OffLasts * Second || (now != 0 && _settings.OffSince != 0 && now - _settings.OffSince >= OffLasts);
        }

        private bool HasBudget()
        {
            if (Tick - _budgetDay >= (long)Day * Second)
            {
                _budgetDay = Tick;
                _budgetBase = _client.Counters.BytesFetched;
            }

            return !IsBudgetSpent;
        }

        private void NoteProgress(int done, int total)
        {
            if (IsBudgetSpent || (_sleepEnd != 0 && Tick >= _sleepEnd))
            {
                _client.Cancel();
            }

            OtaProgressHandler handler = Progress;
            if (handler != null)
            {
                handler(done, total);
            }
        }

        private bool HasLeave(LeaveFor what, Manifest offer)
        {
            Leave leave = Tick < _deferUntil ? Leave.NotNow : LeaveAsked == null ? Leave.Given : LeaveAsked(what, offer);
            return leave == Leave.Given || offer.IsCritical || HasWaitedLong(offer);
        }

        // The first refusal of a release is on flash, so that no restart begins the time anew.
        private bool HasWaitedLong(Manifest offer)
        {
            long version = ReleaseVersion.Parse(offer.Version);
            AgentOutcome first = _log.Newest((int)AgentPhase.Leave);
            if (first == null || first.Version != version)
            {
                Note(AgentPhase.Leave, OtaOutcome.Of(OtaResult.LeaveWithheld), version);
                Flush();
                first = _log.Newest((int)AgentPhase.Leave);
            }

            long now = Now;
            long waited = first.UtcSeconds != 0 && now != 0 ? now - first.UtcSeconds : Uptime - first.UptimeSeconds;
            return waited >= (_agent.LongestDeferral < offer.LongestDeferral ? _agent.LongestDeferral : offer.LongestDeferral);
        }
    }
}
