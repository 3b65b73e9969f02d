using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// Watches an application on trial from a thread of its own, so that one which hangs goes, too. Its methods may be called from any thread.
    /// </summary>
    internal sealed class TrialGuard
    {
        private const int Interval = 1000;

        // How long an operation of the client that was cancelled may take to end: one chunk's deadline at the default.
        private const int MaxTries = 60;

        private readonly OtaClient _client;
        private readonly AppSlots _slots;
        private readonly IClock _clock;
        private readonly int _window;

        public TrialGuard(OtaClient client, AppSlots slots, IClock clock, int window)
        {
            _client = client;
            _slots = slots;
            _clock = clock;
            _window = window;
        }

        /// <summary>Begins to watch; nothing when the application is not on trial.</summary>
        public void Start()
        {
            if (_client.IsOnTrial)
            {
                new Thread(WatchAlone).Start();
            }
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

        private void WatchAlone()
        {
            try
            {
                Watch();
            }
            catch (System.Exception)
            {
                // A device has restarted by now; a virtual one unwinds its threads with exceptions.
            }
        }
    }
}
