using System;
using System.Threading;

namespace NanoOta
{
    /// <summary>Who runs the threads of device code in a simulation, whose time is not the host's.</summary>
    internal abstract class ThreadHost
    {
        [ThreadStatic]
        private static ThreadHost _current;

        /// <summary>The simulation that this thread works for; null for none.</summary>
        internal static ThreadHost Current
        {
            get { return _current; }
            set { _current = value; }
        }

        /// <summary>Starts a thread.</summary>
        internal abstract void Start(HostThread thread, ThreadStart body);

        /// <summary>Waits so many milliseconds of the simulation's time for a thread's end; whether that has come.</summary>
        internal abstract bool Join(HostThread thread, int milliseconds);
    }
}
