using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// Asks the agent for a check when a datagram of the local network says so (RFC 768, RFC 919). docs/FORMAT.md has the two datagrams.
    /// </summary>
    /// <remarks>
    /// Thread-safe. Datagrams are unsigned, so they can only ask for a check, and the agent bounds how often. Nothing is ever answered: a broadcast
    /// wakes no storm, and a forged sender hits nobody. A second trigger beside the agent's is begun by hand, after the agent's start. No exception
    /// leaves the class.
    /// </remarks>
    public sealed class UdpTrigger : ICheckTrigger
    {
        /// <summary>The UDP port, if nobody names another one.</summary>
        public const int DefaultPort = 48400;

        private const string Prefix = "nanoota-check/1 ";
        private const int Second = 1000;

        // Most datagrams that are looked at are one in this many milliseconds: a flood costs the device little. The network's queue drops the rest.
        private const int Gap = 100;
        private const int PauseAfterFailure = 10000;
        private const int MaxLength = 256;

        private readonly int _port;
        private readonly byte[] _forAll;
        private readonly byte[] _forThis;
        private readonly object _gate = new object();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private OtaAgent _agent;
        private Thread _thread;
        private bool _isClosed;

        /// <summary>A trigger.</summary>
        /// <param name="options">The client's options: product and device id.</param>
        /// <param name="port">The UDP port, 1 to 65535.</param>
        public UdpTrigger(OtaOptions options, int port = DefaultPort)
        {
            _port = port;
            if (options != null && options.Product != null)
            {
                _forAll = Encoding.UTF8.GetBytes(Prefix + options.Product);
                _forThis = options.DeviceId == null ? _forAll : Encoding.UTF8.GetBytes(Prefix + options.Product + "/" + options.DeviceId);
            }
        }

        /// <summary>Datagrams that asked this device for a check, since the start.</summary>
        public int Requests { get; private set; }

        /// <summary>Other datagrams since the start.</summary>
        public int Ignored { get; private set; }

        /// <summary>Times that the socket failed since the start. Each is followed by a pause of 10 s.</summary>
        public int Failures { get; private set; }

        /// <inheritdoc/>
        /// <remarks>Begins nothing without a product, or with a port outside its range.</remarks>
        public void Begin(OtaAgent agent)
        {
            lock (_gate)
            {
                if (agent == null || _forAll == null || _port < 1 || _port > 65535 || _thread != null || _isClosed)
                {
                    return;
                }

                _agent = agent;
                _thread = new Thread(new ThreadStart(Run));
                _thread.Start();
            }
        }

        /// <summary>Ends the thread and frees the port, within 2 s. For good.</summary>
        public void Close()
        {
            Thread thread;
            lock (_gate)
            {
                _isClosed = true;
                thread = _thread;
            }

            _wake.Set();
            if (thread != null)
            {
                thread.Join(2 * Second);
            }
        }

        private bool IsClosed()
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }

        private void Run()
        {
            while (!IsClosed())
            {
                Socket socket = null;
                try
                {
                    socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                    MqttPlatform.Share(socket);
                    socket.Bind(new IPEndPoint(IPAddress.Any, _port));
                    Listen(socket);
                }
                catch (Exception)
                {
                    // No network, a port that is taken, or no memory: all of them may pass.
                    Failures++;
                }

                Drop(socket);
                if (!IsClosed())
                {
                    _wake.WaitOne(PauseAfterFailure, false);
                }
            }
        }

        private void Listen(Socket socket)
        {
            byte[] datagram = new byte[MaxLength];
            EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
            bool isWished = false;
            while (!IsClosed())
            {
                if (socket.Poll(Second * 1000, SelectMode.SelectRead))
                {
                    int length = socket.ReceiveFrom(datagram, ref sender);
                    bool isRequest = IsSame(datagram, length, _forAll) || IsSame(datagram, length, _forThis);
                    isWished = isWished || isRequest;
                    Requests += isRequest ? 1 : 0;
                    Ignored += isRequest ? 0 : 1;
                    Thread.Sleep(Gap);
                }

                // The agent hears nobody within 10 minutes of a check. The wish stays until then.
                isWished = isWished && _agent.CheckNow() == OtaResult.CheckTooSoon;
            }
        }

        private static bool IsSame(byte[] datagram, int length, byte[] wanted)
        {
            if (length != wanted.Length)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (datagram[i] != wanted[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static void Drop(Socket socket)
        {
            try
            {
                if (socket != null)
                {
                    socket.Close();
                }
            }
            catch (Exception)
            {
                // What is dropped may be broken in any way.
            }
        }
    }
}
