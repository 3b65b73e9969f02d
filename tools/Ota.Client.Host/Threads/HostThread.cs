using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// The thread that device code starts on .NET: one of the host's, or one of a simulation's where <see cref="ThreadHost.Current"/> is set. The
    /// projects of device code give this class the name Thread.
    /// </summary>
    internal sealed class HostThread
    {
        private readonly ThreadStart _start;
        private readonly ThreadHost _host = ThreadHost.Current;
        private System.Threading.Thread _thread;

        internal HostThread(ThreadStart start)
        {
            _start = start;
        }

        internal static void Sleep(int milliseconds)
        {
            System.Threading.Thread.Sleep(milliseconds);
        }

        internal void Start()
        {
            if (_host != null)
            {
                _host.Start(this, _start);
                return;
            }

            _thread = new System.Threading.Thread(_start);
            _thread.Start();
        }

        /// <summary>Waits so many milliseconds for the thread's end; whether that has come.</summary>
        internal bool Join(int milliseconds)
        {
            return _host != null ? _host.Join(this, milliseconds) : _thread.Join(milliseconds);
        }
    }
}
