using System;
using System.Collections.Generic;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// What the run of a virtual board has open on the network. A device's restart closes everything and ends all threads, and a PC does neither: the
    /// board's owner calls <see cref="End"/>. Each run has a copy of this class. Thread-safe.
    /// </summary>
    public static class RunConnections
    {
        private static readonly List<IDisposable> _open = new List<IDisposable>();
        private static bool _isOver;

        /// <summary>Closes all connections. A thread of the run that wants another one afterwards stops for good.</summary>
        public static void End()
        {
            IDisposable[] open;
            lock (_open)
            {
                _isOver = true;
                open = _open.ToArray();
                _open.Clear();
            }

            foreach (IDisposable connection in open)
            {
                connection.Dispose();
            }
        }

        /// <summary>Takes a connection of this run. The calling thread keeps no process alive, as a device's thread outlives no power cut.</summary>
        internal static void Add(IDisposable connection)
        {
            Thread.CurrentThread.IsBackground = true;
            lock (_open)
            {
                if (!_isOver)
                {
                    _open.Add(connection);
                    return;
                }
            }

            connection.Dispose();
            Thread.Sleep(Timeout.Infinite);
        }

        /// <summary>Forgets a connection that its owner has closed.</summary>
        internal static void Remove(IDisposable connection)
        {
            lock (_open)
            {
                _open.Remove(connection);
            }
        }
    }
}
