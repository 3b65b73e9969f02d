using System;

namespace NanoOta
{
    /// <content>What is written down, and what is reported.</content>
    public sealed partial class OtaAgent
    {
        private const int MaxRetryAfter = Day;

        private long _retryUntil;
        private long _nextFlush;
        private long _nextSentFlush;
        private long _nextReport;
        private long _reportDay;
        private int _reports;
        private int _reportFailures;
        private int _sentOnFlash;

        // How the update before the restart ended. A client says the same at every start, so what is written down already is no news.
        private void NoteStart(OtaResult started)
        {
            _sentOnFlash = _log.Sent;
            if (started == OtaResult.Ok || started == OtaResult.TrialContinues)
            {
                return;
            }

            long version = _client.Journal.Record.Target.Version;
            if (!IsNoted(AgentPhase.Trial, started, version) && !IsNoted(AgentPhase.Start, started, version))
            {
                Note(AgentPhase.Start, OtaOutcome.Of(started), version);
            }
        }

        private bool IsNoted(AgentPhase phase, OtaResult code, long version)
        {
            AgentOutcome newest = _log.Newest((int)phase);
            return newest != null && newest.Code == code && newest.Version == version;
        }

        // Of the client, in the middle of its own steps: nothing may be thrown from here. The log is on flash before the boot side restarts.
        private void NoteState(OtaState state)
        {
            try
            {
                if (state == OtaState.Confirmed)
                {
                    Note(AgentPhase.Trial, OtaOutcome.Ok, _client.Journal.Record.Installed.Version);
                    Flush();
                }
                else if (state == OtaState.RolledBack)
                {
                    Journal journal = _client.Journal;
                    Note(AgentPhase.Trial, OtaOutcome.About(journal.Record.LastResult, journal.Subject), journal.Record.Target.Version);
                    Flush();
                }
            }
            catch (Exception)
            {
                // No memory for words: the state record has the code.
            }
        }

        private void Note(AgentPhase phase, OtaOutcome outcome, long version)
        {
            AgentOutcome row;
            lock (_log)
            {
                row = _log.Read(_log.Add(phase, outcome, version, Now, Uptime));
            }

            AgentOutcomeHandler handler = Ended;
            if (handler != null)
            {
                handler(row);
            }
        }

        // A write. What a cut takes is in memory only, and no update depends on the rows.
        private void Flush()
        {
            lock (_log)
            {
                if (_log.Flush() == OtaResult.Ok)
                {
                    _sentOnFlash = _log.Sent;
                }
            }

            _nextFlush = Tick + (Hour * Second);
            _nextSentFlush = Tick + ((long)Day * Second);
        }

        // News once an hour at most, and which rows were reported once a day: flash wears out.
        private void FlushWhenDue()
        {
            if ((_log.HasNews && Tick >= _nextFlush) || (_log.Sent != _sentOnFlash && Tick >= _nextSentFlush))
            {
                Flush();
            }
        }

        // Milliseconds that the server wants to be left alone for, within bounds. The wish is on flash, since a restart would forget the wish.
        private long KeepRetry(int retryAfter, long wait)
        {
            if (retryAfter <= 0)
            {
                return wait;
            }

            int seconds = retryAfter < MaxRetryAfter ? retryAfter : MaxRetryAfter;
            _retryUntil = Tick + ((long)seconds * Second);
            if (seconds >= _agent.CheckGap)
            {
                lock (_log)
                {
                    _log.SetRetry(seconds, Now);
                }

                Flush();
            }

            return wait > (long)seconds * Second ? wait : (long)seconds * Second;
        }

        private void ObeyStoredRetry()
        {
            long left = _log.RetrySeconds;
            long since = _log.RetryTime;
            long now = Now;
            if (since != 0 && now != 0)
            {
                left = now < since ? 0 : since + left - now;
            }

            if (left > 0)
            {
                _retryUntil = Tick + ((left < MaxRetryAfter ? left : MaxRetryAfter) * Second);
                if (since == 0)
                {
                    // Without a clock nobody knows how much of the time has passed. The wish is obeyed once more, not at each start.
                    _log.SetRetry(0, 0);
                    Flush();
                }
            }
        }

        private void SendReports()
        {
            while (_own.Reporter != null && _client.IsLinkUp && _log.Sent + 1 < _log.Next && Tick >= _nextReport && HasReportLeft())
            {
                int number = _log.Sent + 1 < _log.First ? _log.First : _log.Sent + 1;
                _reports++;
                if (_own.Reporter.Send(Settings.ReportUrl, Document(_log.Read(number))).Code != OtaResult.Ok)
                {
                    int step = _reportFailures < 8 ? _reportFailures++ : 8;
                    _nextReport = Tick + ((long)Minute << step);
                    return;
                }

                _reportFailures = 0;
                lock (_log)
                {
                    _log.Sent = number;
                }
            }
        }

        private bool HasReportLeft()
        {
            if (Tick - _reportDay >= (long)Day * Second)
            {
                _reportDay = Tick;
                _reports = 0;
            }

            return _reports < _agent.ReportsPerDay;
        }

        private string Document(AgentOutcome row)
        {
            ReportWriter json = new ReportWriter();
            json.Add("device", _options.DeviceId);
            json.Add("product", _options.Product);
            json.Add("channel", _options.Channel);
            json.AddVersion("version", _options.Version == null ? _client.InstalledVersion : ReleaseVersion.Parse(_options.Version));
            json.Add("revision", _client.SeenRevision);
            json.Add("state", (int)_client.State);
            json.Add("number", row.Number);
            json.Add("phase", (int)row.Phase);
            json.Add("code", (int)row.Code);
            json.Add("status", row.Status);
            json.Add("detail", row.Subject);
            json.AddVersion("release", row.Version);
            json.Add("count", row.Count);
            json.Add(row.UtcSeconds != 0 ? "time" : "since", row.UtcSeconds != 0 ? row.UtcSeconds : row.UptimeSeconds);
            json.Add("uptime", Uptime);
            if (_own.Vitals != null)
            {
                json.Add("memory", _own.Vitals.FreeMemory);
                json.Add("signal", _own.Vitals.SignalStrength);
            }

            return json.Text;
        }
    }
}
