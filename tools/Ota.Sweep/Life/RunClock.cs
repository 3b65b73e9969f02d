using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>
    /// The clock of device code for one run of the board. Of the run's threads one works at a time, and time moves only while the main thread sleeps:
    /// a story plays the same each time.
    /// </summary>
    /// <remarks>
    /// The health monitor asks its checks on a thread of its own, and waits for that thread in real time. So the clock stands still while such a thread
    /// works, and moves when the thread hangs. Every other thread, such as the Bootstrap's guard of a trial, is parked in its sleep, and works when
    /// its time has come.
    /// </remarks>
    internal sealed class RunClock : IClock, IClockSetter, ILink, IDisposable
    {
        // A check that hangs is waited for until the window has closed, in one step.
        private const int HungStep = 300000;
        private const int DayStep = 86400000;

        // A thread that only watches looks every 15 seconds instead of every second: 20 times a trial.
        private const int WatchInterval = 1000;
        private const int CoarseInterval = 15000;

        private const int FirstParkSeconds = 10;

        private readonly LifeWorld _world;
        private readonly IBoard _board;
        private readonly Thread _main = Thread.CurrentThread;
        private readonly ManualResetEventSlim _ends = new();
        private readonly object _gate = new();
        private readonly List<ParkedThread> _parked = [];
        private volatile Thread? _other;
        private volatile bool _hangs;
        private volatile bool _isOver;
        private volatile bool _wantsRestart;

        public RunClock(LifeWorld world, IBoard board)
        {
            _world = world;
            _board = board;
        }

        /// <summary>Whether the health monitor runs: then a thread that is not known yet is one of its rounds.</summary>
        public bool IsInMonitor { get; set; }

        /// <inheritdoc/>
        public long UtcSeconds
        {
            get
            {
                long shown = _world.Clock.UtcSeconds;
                return shown == 0 || !_world.Lacks(Defence.TimeFloor) ? shown : Math.Clamp(shown, TimeRules.FirstSecond + 86400, TimeRules.FirstSecond + TimeRules.LongestAge);
            }
        }

        /// <inheritdoc/>
        public long TickMilliseconds => _world.Clock.TickMilliseconds;

        /// <inheritdoc/>
        public bool IsUp => _world.Server.IsLinkUp;

        private bool IsMain => Thread.CurrentThread == _main;

        /// <inheritdoc/>
        public void Sleep(int milliseconds)
        {
            if (!IsMain)
            {
                if (!IsInMonitor || Find() != null)
                {
                    Park(milliseconds == WatchInterval ? CoarseInterval : milliseconds);
                    return;
                }

                Visit();
                Pass(milliseconds, time => _world.Clock.Pass(time));
                if (!_world.Flash.IsPowered)
                {
                    throw new PowerCutException("The board is off.");
                }

                return;
            }

            Thread? other = _other;
            while (other is { IsAlive: true } && !_hangs)
            {
                if (other.Join(1))
                {
                    return;
                }
            }

            Pass(!_hangs ? milliseconds : Math.Max(milliseconds, _world.Lacks(Defence.TrialWindow) ? DayStep : HungStep), time => _board.Sleep((int)time));
        }

        /// <inheritdoc/>
        public OtaResult SetClock() => _world.SetClock();

        /// <summary>Called by whatever device code calls: learns of a round of the health monitor.</summary>
        public void Visit()
        {
            if (!IsMain && IsInMonitor && Find() == null)
            {
                _other = Thread.CurrentThread;
            }
        }

        /// <summary>A restart that device code asks for, on whatever thread.</summary>
        public void Restart()
        {
            if (!IsMain && Find() != null)
            {
                // The main thread does that in its sleep: a board ends its run on that thread alone.
                _wantsRestart = true;
                throw new PowerCutException("The run ends.");
            }

            _board.Restart();
        }

        /// <summary>Waits, in real time, until a thread that was started has begun to watch.</summary>
        public void AwaitWatcher()
        {
            lock (_gate)
            {
                DateTime end = DateTime.UtcNow.AddSeconds(FirstParkSeconds);
                while (_parked.Count == 0 && DateTime.UtcNow < end)
                {
                    Monitor.Wait(_gate, 10);
                }
            }
        }

        /// <summary>A health check that never returns: its thread ends with the run.</summary>
        public void Hang()
        {
            Visit();
            _hangs = true;
            _ends.Wait();
            throw new PowerCutException("The run has ended.");
        }

        /// <summary>Waits for ever on the main thread: until power, another thread or a native timer ends the run.</summary>
        public void HangMain()
        {
            const int Step = 600000;
            while (true)
            {
                Pass(Step, time => _board.Sleep((int)time));
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _ends.Set();
            _other?.Join();
            Thread[] threads;
            lock (_gate)
            {
                _isOver = true;
                threads = [.. _parked.Select(parked => parked.Thread)];
                Monitor.PulseAll(_gate);
            }

            foreach (Thread thread in threads)
            {
                thread.Join();
            }

            _ends.Dispose();
        }

        private ParkedThread? Find()
        {
            lock (_gate)
            {
                return _parked.Find(parked => parked.Thread == Thread.CurrentThread);
            }
        }

        // Time passes in steps, so that whoever is parked works in time.
        private void Pass(long milliseconds, Action<long> step)
        {
            long target = TickMilliseconds + milliseconds;
            do
            {
                long left = target - TickMilliseconds;
                lock (_gate)
                {
                    left = _parked.Select(parked => parked.WakeAt - TickMilliseconds).Append(left).Min();
                }

                step(Math.Max(1, left));
                WakeParked();
                if (_wantsRestart && IsMain)
                {
                    _board.Restart();
                }
            }
            while (TickMilliseconds < target && _world.Flash.IsPowered);
        }

        private void WakeParked()
        {
            lock (_gate)
            {
                while (_parked.Find(parked => parked.WakeAt <= TickMilliseconds) is ParkedThread due && !_wantsRestart)
                {
                    due.IsAwake = true;
                    Monitor.PulseAll(_gate);
                    while (due.IsAwake && due.Thread.IsAlive)
                    {
                        Monitor.Wait(_gate, 1);
                    }

                    if (due.IsAwake)
                    {
                        _parked.Remove(due);
                    }
                }
            }
        }

        private void Park(long milliseconds)
        {
            lock (_gate)
            {
                ParkedThread? me = _parked.Find(parked => parked.Thread == Thread.CurrentThread);
                if (me == null)
                {
                    me = new ParkedThread(Thread.CurrentThread);
                    _parked.Add(me);
                }

                me.WakeAt = TickMilliseconds + Math.Max(1, milliseconds);
                me.IsAwake = false;
                Monitor.PulseAll(_gate);
                while (!me.IsAwake && !_isOver)
                {
                    Monitor.Wait(_gate);
                }
            }

            if (_isOver)
            {
                throw new PowerCutException("The run has ended.");
            }
        }

        private sealed class ParkedThread(Thread thread)
        {
            public Thread Thread { get; } = thread;

            public long WakeAt { get; set; }

            public bool IsAwake { get; set; }
        }
    }
}
