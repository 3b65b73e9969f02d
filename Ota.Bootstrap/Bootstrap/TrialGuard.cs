using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// Watches an application from a thread of its own. On trial an application that hangs goes, too. After the trial the thread says life, and asks
    /// the server where the application does not. Thread-safe.
    /// </summary>
    internal sealed class TrialGuard
    {
        private const int Interval = 1000;
        private const int TendInterval = 60000;
        private const int AskInterval = 3600000;

        // As the native timer of OTA slots: 26 hours from each sign of the application. One that checks once a day is in time.
        private const int SignTimeout = 93600000;

        // After a hang the application has 30 minutes for its first sign, and does not live before that sign.
        private const int FirstSignTimeout = 1800000;

        // How long an operation of the client that was cancelled may take to end: one chunk's deadline at the default.
        private const int MaxTries = 60;

        private readonly OtaClient _client;
        private readonly OtaAgent _agent;
        private readonly AppSlots _slots;
        private readonly StockStarts _starts;
        private readonly IClock _clock;
        private readonly INetwork _network;
        private readonly IRestart _restart;
        private readonly int _place;
        private readonly int _window;
        private readonly int _lifeAfter;

        public TrialGuard(OtaClient client, OtaAgent agent, AppSlots slots, StockStarts starts, BootPorts ports, BootOptions options)
        {
            _client = client;
            _agent = agent;
            _slots = slots;
            _starts = starts;
            _clock = ports.Clock;
            _network = ports.Network;
            _restart = ports.Restart;
            _place = Schedule.NumberOf(options.Ota.DeviceId) % AskInterval;
            _window = options.HealthWindow;
            _lifeAfter = options.Ota.LifeAfter * 1000;
        }

        /// <summary>Begins to watch.</summary>
        public void Start()
        {
            new Thread(WatchAlone).Start();
        }

        /// <summary>Comes back when the trial is over; a window that closes restarts the device.</summary>
        public void Watch()
        {
            long start = _clock.TickMilliseconds;
            long linked = -1;
            int longest = _window > TrialRules.LongestWindow ? _window : TrialRules.LongestWindow;
            while (_client.IsOnTrial)
            {
                long now = _clock.TickMilliseconds;
                linked = linked < 0 && _client.IsLinkUp ? now : linked;
                if (TrialRules.IsWindowClosed(now - start, linked < 0 ? -1 : now - linked, _window, longest))
                {
                    Reject(OtaResult.HealthWindowClosed, null);
                    return;
                }

                _clock.Sleep(Interval);
            }
        }

        /// <summary>Goes back to the other image, for that reason, which is about that subject or null. Comes back where restarts do, or when the trial has ended otherwise.</summary>
        public void Reject(OtaResult reason, string subject)
        {
            OtaResult result = OtaResult.Busy;
            for (int i = 0; i < MaxTries && result == OtaResult.Busy; i++)
            {
                if (i > 0)
                {
                    _client.Cancel();
                    _clock.Sleep(Interval);
                }

                result = _client.Reject(reason, subject);
            }

            if (result != OtaResult.Ok && result != OtaResult.WrongState)
            {
                // A client that hangs, or whose record cannot be written, does not keep a bad image alive.
                _slots.RollBack();
            }
        }

        // An application that starts its agent leaves all but the watch for a hang to the agent's thread. For the others life comes by time,
        // whatever the application does. An application that never asks is asked for. The first time is when life is due, then
        // each hour at this device's part of the hour. An application whose threads call nothing of the client for 26 hours is restarted.
        // The start after that counts until the application gives a sign. So an application that hangs at every start makes way.
        private void Tend()
        {
            long life = _clock.TickMilliseconds + _lifeAfter;
            long next = life;
            int interval = _place;
            long sign = _clock.TickMilliseconds;
            bool hasHung = _starts.Reason == StartReason.Watchdog;
            while (true)
            {
                int calls = _client.Calls;
                _clock.Sleep(TendInterval);
                long now = _clock.TickMilliseconds;
                if (calls != _client.Calls)
                {
                    sign = now;
                    hasHung = false;
                }

                if (now - sign >= (hasHung ? FirstSignTimeout : SignTimeout))
                {
                    // The application hangs. Nobody else would see that while nothing newer comes.
                    _starts.NoteEnd(StartReason.Watchdog);
                    _restart.Restart();
                }

                if (_agent.IsBegun)
                {
                    continue;
                }

                if (now >= next)
                {
                    if (_client.IsAskDue && _network.Connect(TendInterval) == OtaResult.Ok && _client.Update() == OtaResult.LifePending)
                    {
                        // The check was the last thing that life waited for.
                        _client.Tend();
                        _client.Update();
                    }

                    next = now + interval;
                    interval = AskInterval;
                }

                if (now >= life && !hasHung)
                {
                    // Not before: the application would find its client busy for nothing.
                    _client.Tend();
                }
            }
        }

        private void WatchAlone()
        {
            try
            {
                Watch();
                Tend();
            }
            catch (System.Exception)
            {
                // A device has restarted by now; a virtual one unwinds its threads with exceptions.
            }
        }
    }
}
