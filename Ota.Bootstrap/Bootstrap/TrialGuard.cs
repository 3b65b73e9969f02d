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

        // How long an operation of the client that was cancelled may take to end: one chunk's deadline at the default.
        private const int MaxTries = 60;

        private readonly OtaClient _client;
        private readonly AppSlots _slots;
        private readonly IClock _clock;
        private readonly INetwork _network;
        private readonly int _window;
        private readonly int _lifeAfter;

        public TrialGuard(OtaClient client, AppSlots slots, BootPorts ports, BootOptions options)
        {
            _client = client;
            _slots = slots;
            _clock = ports.Clock;
            _network = ports.Network;
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
            long end = _clock.TickMilliseconds + _window;
            while (_client.IsOnTrial)
            {
                if (_clock.TickMilliseconds >= end)
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

        // Life comes by time, whatever the application does. An application that never asks is asked for: first when life is due, then each hour.
        private void Tend()
        {
            long life = _clock.TickMilliseconds + _lifeAfter;
            long next = life;
            while (true)
            {
                _clock.Sleep(TendInterval);
                long now = _clock.TickMilliseconds;
                if (now >= next)
                {
                    if (_client.IsAskDue && _network.Connect(TendInterval) == OtaResult.Ok && _client.Update() == OtaResult.LifePending)
                    {
                        // The check was the last thing that life waited for.
                        _client.Tend();
                        _client.Update();
                    }

                    next = now + AskInterval;
                }

                if (now >= life)
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
