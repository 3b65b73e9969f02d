using System.Runtime.ExceptionServices;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>
    /// Clock and threads of device code for one run of the board. One thread at a time has the turn, and gives it away only by sleeping, by joining and by
    /// its end. Time moves when every thread sleeps. Nothing depends on the host's time: a story plays the same each time.
    /// </summary>
    internal sealed class RunClock : ThreadHost, IClock, IClockSetter, ILink, IDisposable
    {
        private const int Second = 1000;
        private const int Minute = 60 * Second;

        // A thread that watches a trial looks every 15 seconds instead of every second, and one that watches for days every half an hour: 20 times
        // cheaper. In the first 20 minutes of a run, in which releases die and are judged, every minute.
        private const int WatchInterval = Second;
        private const int CoarseInterval = 15 * Second;
        private const int TurnInterval = 5 * Second;
        private const int YoungTime = 20 * Minute;
        private const int OldInterval = 30 * Minute;
        private const int HangStep = 10 * Minute;

        private readonly LifeWorld _world;
        private readonly IBoard _board;
        private readonly ThreadHost _before;
        private readonly RunThread _main = new();
        private readonly List<RunThread> _threads;
        private readonly long _start;
        private RunThread _current;
        private ExceptionDispatchInfo? _bug;
        private int _orders;
        private bool _isOver;

        /// <summary>For a run on the calling thread, the main one.</summary>
        public RunClock(LifeWorld world, IBoard board)
        {
            _world = world;
            _board = board;
            _threads = [_main];
            _current = _main;
            _start = world.Clock.TickMilliseconds;
            _before = Current;
            Current = this;
        }

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
        public long TickMilliseconds => _world.Clock.TickMilliseconds - _start;

        /// <inheritdoc/>
        public bool IsUp => _world.Server.IsLinkUp;

        /// <inheritdoc/>
        public void Sleep(int milliseconds) => Wait(_current == _main ? milliseconds : Coarsen(milliseconds));

        /// <inheritdoc/>
        public OtaResult SetClock() => _world.SetClock();

        /// <summary>A restart that device code asks for, on whatever thread.</summary>
        public void Restart()
        {
            try
            {
                _board.Restart();
            }
            finally
            {
                _isOver |= _current != _main;
            }
        }

        /// <summary>A thread that does nothing more, such as a health check that never returns. It ends with the run.</summary>
        public void Hang()
        {
            if (_current == _main)
            {
                HangMain();
            }

            Wait(long.MaxValue / 2);
        }

        /// <summary>Whether the application works: threads that start now are the application's.</summary>
        public bool IsInApp { get; set; }

        /// <summary>No thread of the application does anything more.</summary>
        public void HangApp()
        {
            foreach (RunThread thread in _threads.Where(thread => thread.IsApp))
            {
                thread.WakeAt = long.MaxValue / 2;
            }

            HangMain();
        }

        /// <summary>Waits for ever on the main thread: until power, another thread or a native timer ends the run.</summary>
        public void HangMain()
        {
            while (true)
            {
                Wait(HangStep);
            }
        }

        /// <inheritdoc/>
        internal override void Start(HostThread thread, ThreadStart body) =>
            _threads.Add(new RunThread(thread, me => Run(me, body)) { WakeAt = TickMilliseconds, Order = _orders++, IsApp = IsInApp });

        /// <inheritdoc/>
        internal override bool Join(HostThread thread, int milliseconds)
        {
            if (IsAlive(thread))
            {
                _current.Joins = thread;
                Wait(milliseconds);
                _current.Joins = null;
            }

            return !IsAlive(thread);
        }

        /// <summary>The run is over: every thread is unwound, one after the other.</summary>
        public void Dispose()
        {
            _isOver = true;
            while (_threads.Find(thread => thread != _main) is RunThread thread)
            {
                if (thread.HasBegun)
                {
                    PassTurn(thread);
                    _main.Await();
                }

                _threads.Remove(thread);
            }

            Current = _before;
            _bug?.Throw();
        }

        private bool IsAlive(HostThread thread) => _threads.Exists(other => other.Thread == thread);

        private int Coarsen(int milliseconds)
        {
            int young = TickMilliseconds < YoungTime ? Minute : OldInterval;
            return milliseconds switch
            {
                WatchInterval => CoarseInterval,
                TurnInterval or Minute => young,
                _ => milliseconds,
            };
        }

        private void Wait(long milliseconds)
        {
            RunThread me = _current;
            ThrowIfOver(me);
            me.WakeAt = TickMilliseconds + Math.Max(1, milliseconds);
            me.Order = _orders++;
            RunThread next;
            try
            {
                next = Next();
            }
            catch (Exception) when (me != _main)
            {
                // The board ends a run on its main thread. That one has its turn when this one has ended.
                _isOver = true;
                throw;
            }

            if (next != me)
            {
                PassTurn(next);
                me.Await();
                ThrowIfOver(me);
            }
        }

        // Whose turn it is. Time passes until then.
        private RunThread Next()
        {
            while (!_isOver)
            {
                RunThread next = _main;
                foreach (RunThread thread in _threads)
                {
                    next = thread.WakeAt < next.WakeAt || (thread.WakeAt == next.WakeAt && thread.Order < next.Order) ? thread : next;
                }

                long left = next.WakeAt - TickMilliseconds;
                if (left <= 0)
                {
                    return next;
                }

                _board.Sleep((int)Math.Min(left, int.MaxValue));
            }

            return _main;
        }

        private void PassTurn(RunThread next)
        {
            _current = next;
            next.Resume();
        }

        private void ThrowIfOver(RunThread me)
        {
            if (_isOver && me != _main)
            {
                throw new PowerCutException("The run has ended.");
            }

            if (_isOver)
            {
                // Ends the run on its main thread.
                _board.Sleep(0);
                _bug?.Throw();
            }
        }

        // All that a thread does, on a host thread of its own.
        private void Run(RunThread me, ThreadStart body)
        {
            RunThread next = _main;
            Current = this;
            try
            {
                body();
            }
            catch (Exception exception)
            {
                Note(exception);
            }

            _threads.Remove(me);
            foreach (RunThread thread in _threads.Where(thread => thread.Joins == me.Thread))
            {
                thread.WakeAt = TickMilliseconds;
            }

            try
            {
                next = Next();
            }
            catch (Exception exception)
            {
                Note(exception);
            }

            Current = null!;
            PassTurn(next);
        }

        private void Note(Exception exception)
        {
            _isOver = true;
            if (exception is not (PowerCutException or RestartException or FlashContractException))
            {
                _bug ??= ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
