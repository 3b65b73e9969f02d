using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta.Tests.Http
{
    /// <summary>
    /// A server on the loopback interface that does to each connection exactly what a script says, HTTP or not. Connections take
    /// the scripts in the order they were added; the last one serves all further connections.
    /// </summary>
    /// <remarks>Thread-safe. Disposing ends every connection.</remarks>
    public sealed class ScriptedServer : IDisposable
    {
        private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

        private readonly TcpListener _listener;
        private readonly CancellationTokenSource _stop = new();
        private readonly X509Certificate2? _certificate;
        private readonly ConcurrentQueue<ConnectionScript> _scripts = new();
        private readonly ConcurrentQueue<string> _requests = new();
        private ConnectionScript _last = new();
        private int _accepted;
        private int _open;
        private int _handshakes;

        /// <summary>Starts listening, on 127.0.0.1 if nothing else is said. With a certificate every connection begins with a TLS handshake.</summary>
        public ScriptedServer(X509Certificate2? certificate = null, IPAddress? address = null)
        {
            _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
            _certificate = certificate;
            _listener.Start();
            _ = AcceptAsync();
        }

        /// <summary>The port on 127.0.0.1.</summary>
        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>The heads of the requests as received, in the order of their ends.</summary>
        public IReadOnlyList<string> Requests => [.. _requests];

        /// <summary>Connections accepted so far.</summary>
        public int Accepted => Volatile.Read(ref _accepted);

        /// <summary>Connections that neither side has ended yet.</summary>
        public int Open => Volatile.Read(ref _open);

        /// <summary>TLS handshakes that were completed.</summary>
        public int Handshakes => Volatile.Read(ref _handshakes);

        /// <summary>Adds the script of the next connection.</summary>
        public ScriptedServer Add(ConnectionScript script)
        {
            _scripts.Enqueue(script);
            return this;
        }

        /// <summary>Adds a connection that reads a request, sends <paramref name="head"/> and <paramref name="body"/>, and leaves closing to the client.</summary>
        public ScriptedServer Answer(string head, byte[]? body = null) =>
            Add(new ConnectionScript().ReadRequest().Head(head).Send(body ?? []));

        /// <summary>An absolute URL of this server.</summary>
        public string Url(string path = "/file", string host = "127.0.0.1") =>
            $"{(_certificate == null ? "http" : "https")}://{host}:{Port}{path}";

        /// <summary>True once no connection is open; false if one still is after 20 seconds.</summary>
        public async Task<bool> AllClosedAsync()
        {
            using CancellationTokenSource patience = new(_patience);
            while (Open > 0 && !patience.IsCancellationRequested)
            {
                await Task.Delay(5).ConfigureAwait(false);
            }

            return Open == 0;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            CancellationToken stop = _stop.Token;
            try
            {
                while (true)
                {
                    Socket socket = await _listener.AcceptSocketAsync(stop).ConfigureAwait(false);
                    Interlocked.Increment(ref _open);
                    Interlocked.Increment(ref _accepted);
                    if (_scripts.TryDequeue(out ConnectionScript? script))
                    {
                        _last = script;
                    }

                    _ = ServeAsync(socket, _last, stop);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Disposed.
            }
        }

        private async Task ServeAsync(Socket socket, ConnectionScript script, CancellationToken stop)
        {
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            try
            {
                if (_certificate != null)
                {
                    SslStream secure = new(stream);
                    stream = secure;
                    await secure.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop).ConfigureAwait(false);
                    Interlocked.Increment(ref _handshakes);
                }

                await script.RunAsync(new ScriptedConnection(socket, stream, _requests.Enqueue, stop)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
            {
                // The client went away, which is its right.
            }
            finally
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                Interlocked.Decrement(ref _open);
            }
        }
    }
}
