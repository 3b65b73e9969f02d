using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>
    /// The clock of device code for one run of the board. The health monitor asks its checks on a thread of its own and waits for that thread in
    /// real time. So this clock stands still while such a thread works, and moves when the thread hangs: a story plays the same each time.
    /// </summary>
    internal sealed class RunClock : IClock, IClockSetter, ILink, IDisposable
    {
        // A check that hangs is waited for until the window has closed, in one step.
        private const int HungStep = 300000;

        private readonly LifeWorld _world;
        private readonly IBoard _board;
        private readonly Thread _main = Thread.CurrentThread;
        private readonly ManualResetEventSlim _ends = new();
        private volatile Thread? _other;
        private volatile bool _hangs;

        public RunClock(LifeWorld world, IBoard board)
        {
            _world = world;
            _board = board;
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
        public long TickMilliseconds => _world.Clock.TickMilliseconds;

        /// <inheritdoc/>
        public bool IsUp => _world.Server.IsLinkUp;

        /// <inheritdoc/>
        public void Sleep(int milliseconds)
        {
            if (Thread.CurrentThread != _main)
            {
                Visit();
                _world.Clock.Pass(milliseconds);
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

            _board.Sleep(_hangs ? Math.Max(milliseconds, HungStep) : milliseconds);
        }

        /// <inheritdoc/>
        public OtaResult SetClock() => _world.SetClock();

        /// <summary>Called by whatever device code calls: learns of other threads.</summary>
        public void Visit()
        {
            if (Thread.CurrentThread != _main)
            {
                _other = Thread.CurrentThread;
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

        /// <summary>Waits for ever on the main thread: until power or a native timer ends the run.</summary>
        public void HangMain()
        {
            const int Step = 600000;
            while (true)
            {
                _board.Sleep(Step);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _ends.Set();
            _other?.Join();
            _ends.Dispose();
        }
    }
}
