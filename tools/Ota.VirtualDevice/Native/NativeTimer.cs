namespace NanoOta.VirtualDevice
{
    /// <summary>The timer that managed code cannot stop: ota_timer.c. Seconds since the start of the chip; one object is one start.</summary>
    internal sealed class NativeTimer
    {
        private const long TrialSeconds = 15 * 60;
        private const long LongestWindowSeconds = 24 * 3600;
        private const long StartSeconds = 30 * 60;
        private const long SignSeconds = 26 * 3600;

        private bool _hasWindow;
        private long _deadline;

        /// <summary>What is waited for.</summary>
        public TimerPhase Phase { get; private set; }

        /// <summary>Starts.</summary>
        public void Start(TimerPhase phase, long now) => Give(phase, phase == TimerPhase.Trial ? TrialSeconds : StartSeconds, now);

        /// <summary>Sets the trial's window. False: out of range, not on trial, or set already and longer.</summary>
        public bool SetWindow(long seconds, long now)
        {
            bool shortens = now + seconds <= _deadline;
            if (Phase != TimerPhase.Trial || seconds is < 1 or > LongestWindowSeconds || (_hasWindow && !shortens))
            {
                return false;
            }

            _hasWindow = true;
            _deadline = now + seconds;
            return true;
        }

        /// <summary>The trial is over.</summary>
        public void Confirm(long now)
        {
            if (Phase == TimerPhase.Trial)
            {
                Give(TimerPhase.Starting, StartSeconds, now);
            }
        }

        /// <summary>The application lives.</summary>
        public void Live(long now)
        {
            if (Phase is TimerPhase.Starting or TimerPhase.Alive)
            {
                Give(TimerPhase.Alive, SignSeconds, now);
            }
        }

        /// <summary>The agent's thread, or the boot program, works.</summary>
        public void Sign(long now)
        {
            if (Phase is TimerPhase.Alive or TimerPhase.Updater)
            {
                Give(Phase, Phase == TimerPhase.Alive ? SignSeconds : StartSeconds, now);
            }
        }

        /// <summary>Seconds that are left; 0: the chip restarts.</summary>
        public long Left(long now) => Phase == TimerPhase.Off ? long.MaxValue : Math.Max(0, _deadline - now);

        private void Give(TimerPhase phase, long seconds, long now)
        {
            Phase = phase;
            _deadline = now + seconds;
        }
    }
}
