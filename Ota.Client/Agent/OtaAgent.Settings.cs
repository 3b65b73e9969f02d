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

        // New authorities and the former ones take turns while the new ones are on trial. A start begins with the former, which a release's trial needs.
        private bool _trustsNew;

        /// <summary>A copy of the settings.</summary>
        public AgentSettings GetSettings()
        {
            return Settings.Copy();
        }

        /// <summary>
        /// Checks, keeps and applies settings. A new address, new authorities or a new interval are on trial. The former address stays in reserve
        /// until the new one has served a valid manifest of this product and channel. So do the former authorities, which take turns with the new
        /// ones. Of two intervals the shorter one counts until a check is answered. From any thread.
        /// </summary>
        /// <remarks>
        /// On flash: one write of two copies. A power cut leaves the settings before or after. What is in reserve lies in the same record, so a cut
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

            lock (_retry)
            {
                SettingsRecord old = _settings;
                SettingsRecord next = old.With(settings);
                if (settings.Updates != old.Settings.Updates)
                {
                    next.OffSince = Now;
                }

                if (settings.Authorities != old.Settings.Authorities)
                {
                    // The transport alone knows a certificate. What counts changes before the next check, and not in the middle of a download.
                    bool isKnown = Trusts(settings.Authorities);
                    TrustInTurn();
                    if (!isKnown)
                    {
                        return OtaResult.SettingAuthoritiesInvalid;
                    }
                }

                result = Save(next);
                if (result == OtaResult.Ok)
                {
                    _settings = next;
                    _offTick = settings.Updates != old.Settings.Updates ? Tick : _offTick;
                    _trustsNew = _trustsNew && next.FormerAuthorities == null;
                    bool isOnTrial = settings.Url != old.Settings.Url || settings.Interval != old.Settings.Interval || settings.Authorities != old.Settings.Authorities;
                    if (isOnTrial)
                    {
                        System.Threading.Interlocked.Exchange(ref _asked, 1);
                    }
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

        private bool IsMetered(Manifest offer)
        {
            return Settings.Network == NetworkRule.Unmetered && offer != null && !offer.IsCritical && _own.Vitals != null && _own.Vitals.IsMetered;
        }

        private bool IsBudgetSpent => Settings.DailyBytes != 0 && _client.Counters.BytesFetched - _budgetBase >= Settings.DailyBytes;

        private void LoadSettings()
        {
            if (_own.Settings == null)
            {
                return;
            }

            byte[] bytes = new byte[RoomFor(_settings.Room)];
            int count = new TwoCopyStateStore(_own.Settings, bytes.Length).Read(bytes);
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

        private OtaResult Save(SettingsRecord settings)
        {
            if (_own.Settings == null)
            {
                return OtaResult.Ok;
            }

            byte[] bytes = new byte[RoomFor(settings.Room)];
            return new TwoCopyStateStore(_own.Settings, bytes.Length).Write(bytes, settings.Encode(bytes));
        }

        // Bytes for that record and for those on flash. Few devices have authorities, and the longest record is of no use to the others.
        private int RoomFor(int length)
        {
            byte[] head = new byte[TwoCopyStateStore.HeaderLength];
            for (int i = 0; i < 2; i++)
            {
                if (_own.Settings.Read(i, head, head.Length) == head.Length)
                {
                    int stored = LittleEndian.ReadInt32(head, 8);
                    length = stored > length && stored <= SettingsRecord.MaxLength ? stored : length;
                }
            }

            return length;
        }

        private void TrustInTurn()
        {
            Trusts(_settings.FormerAuthorities != null && !_trustsNew ? _settings.FormerAuthorities : Settings.Authorities);
        }

        private bool Trusts(string authorities)
        {
            IAuthorities transport = _ports.Transport as IAuthorities;
            return transport != null && transport.Trust(authorities == null || authorities == SettingsRecord.FactoryAuthorities ? null : System.Text.Encoding.UTF8.GetBytes(authorities)) == OtaResult.Ok;
        }

        // Only between two operations of the client, which reads these options in each.
        private void ApplySettings()
        {
            string url = Settings.Url;
            int own = _factoryReserve == null ? 0 : _factoryReserve.Length;
            string[] urls = new string[3 + own];
            int count = Append(urls, 0, _settings.FormerUrl);
            count = Append(urls, count, Settings.ReserveUrl);
            for (int i = 0; i < own; i++)
            {
                count = Append(urls, count, _factoryReserve[i]);
            }

            count = Append(urls, count, url == null ? null : _factoryUrl);
            string[] reserve = new string[count];
            System.Array.Copy(urls, 0, reserve, 0, count);
            _options.ReserveUrls = reserve;
            _options.ManifestUrl = url == null ? _factoryUrl : url;
            _options.Group = Settings.Group == null ? _factoryGroup : Settings.Group;
            TrustInTurn();
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
            lock (_retry)
            {
                string url = isFirstAddress ? null : _settings.FormerUrl;
                string authorities = isFirstAddress && _trustsNew ? null : _settings.FormerAuthorities;
                if (url != _settings.FormerUrl || authorities != _settings.FormerAuthorities || _settings.FormerInterval != 0)
                {
                    _settings.FormerUrl = url;
                    _settings.FormerAuthorities = authorities;
                    _settings.FormerInterval = 0;

                    // A write that fails keeps the former address in reserve for longer.
                    Save(_settings);
                }
            }
        }

        private void ObeySwitch()
        {
            lock (_retry)
            {
                long now = Now;
                if (Settings.Updates == UpdateSwitch.Off && now != 0 && (_settings.OffSince == 0 || _settings.OffSince > now))
                {
                    // The clock was unset or ran ahead when the updates were switched off. The 30 days outlive a restart from here on.
                    _settings.OffSince = now;
                    Save(_settings);
                }

                if (Settings.Updates == UpdateSwitch.Off && _agent.Disabled == DisabledRule.Lapses && HasOffLapsed())
                {
                    AgentSettings on = Settings.Copy();
                    on.Updates = UpdateSwitch.On;
                    _settings.Settings = on;
                    Save(_settings);
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
            if (IsBudgetSpent || IsMetered(_client.Offer) || (_sleepEnd != 0 && Tick >= _sleepEnd))
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
