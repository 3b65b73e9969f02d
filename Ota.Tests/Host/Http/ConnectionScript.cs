using System.Net.Sockets;
using System.Text;

namespace NanoOta.Tests.Http
{
    /// <summary>One accepted connection, as the steps of a script see it.</summary>
    internal sealed record ScriptedConnection(Socket Socket, Stream Stream, Action<string> Record, CancellationToken Stop);

    /// <summary>
    /// What a <see cref="ScriptedServer"/> does with one connection, step by step. After the last step the server only waits for the
    /// client to close, so that an open connection shows in <see cref="ScriptedServer.Open"/>.
    /// </summary>
    public sealed class ConnectionScript
    {
        private readonly List<Func<ScriptedConnection, Task>> _steps = [];

        /// <summary>Reads up to the empty line and records what came.</summary>
        public ConnectionScript ReadRequest() => Do(ReadHeadAsync);

        /// <summary>Reads a request, and goes on with the steps of the script that is chosen for it.</summary>
        public ConnectionScript Reply(Func<string, ConnectionScript> choose) => Do(async c =>
        {
            foreach (Func<ScriptedConnection, Task> step in choose(await ReadHeadAsync(c).ConfigureAwait(false))._steps)
            {
                await step(c).ConfigureAwait(false);
            }
        });

        /// <summary>Sends a status line and headers given one a line, with CRLF ends and the empty line.</summary>
        public ConnectionScript Head(string lines) => Send(string.Concat(lines.Split('\n').Select(l => l.Trim() + "\r\n")) + "\r\n");

        /// <summary>Sends characters as Latin-1 bytes.</summary>
        public ConnectionScript Send(string text) => Send(Encoding.Latin1.GetBytes(text));

        /// <summary>Sends bytes.</summary>
        public ConnectionScript Send(byte[] bytes) => Do(c => c.Stream.WriteAsync(bytes, c.Stop).AsTask());

        /// <summary>Sends the same bytes until the client closes.</summary>
        public ConnectionScript SendForever(byte[] bytes) => Do(async c =>
        {
            while (true)
            {
                await c.Stream.WriteAsync(bytes, c.Stop).ConfigureAwait(false);
            }
        });

        /// <summary>Sends one byte at a time with a pause after each.</summary>
        public ConnectionScript Drip(byte[] bytes, int pauseMilliseconds) => Do(async c =>
        {
            foreach (byte b in bytes)
            {
                await c.Stream.WriteAsync(new[] { b }, c.Stop).ConfigureAwait(false);
                await Task.Delay(pauseMilliseconds, c.Stop).ConfigureAwait(false);
            }
        });

        /// <summary>Does nothing for a while.</summary>
        public ConnectionScript Delay(int milliseconds) => Do(c => Task.Delay(milliseconds, c.Stop));

        /// <summary>Goes on when the test says so.</summary>
        public ConnectionScript Wait(ManualResetEventSlim signal) => Do(c => Task.Run(() => signal.Wait(c.Stop), c.Stop));

        /// <summary>Ends the connection in order (FIN).</summary>
        public ConnectionScript Close() => Do(async c =>
        {
            await c.Stream.DisposeAsync().ConfigureAwait(false);
            throw new OperationCanceledException();
        });

        /// <summary>Ends the connection by a reset (RST).</summary>
        public ConnectionScript Reset() => Do(c =>
        {
            c.Socket.LingerState = new LingerOption(true, 0);
            c.Socket.Close();
            throw new OperationCanceledException();
        });

        internal async Task RunAsync(ScriptedConnection connection)
        {
            foreach (Func<ScriptedConnection, Task> step in _steps)
            {
                await step(connection).ConfigureAwait(false);
            }

            byte[] ignored = new byte[256];
            while (await connection.Stream.ReadAsync(ignored, connection.Stop).ConfigureAwait(false) > 0)
            {
                // A client that goes on talking is not listened to.
            }
        }

        private static async Task<string> ReadHeadAsync(ScriptedConnection c)
        {
            StringBuilder head = new();
            byte[] one = new byte[1];
            while (head.Length < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n')
            {
                if (await c.Stream.ReadAsync(one, c.Stop).ConfigureAwait(false) == 0)
                {
                    throw new IOException("The client closed in the middle of its request.");
                }

                head.Append((char)one[0]);
            }

            string text = head.ToString();
            c.Record(text);
            return text;
        }

        private ConnectionScript Do(Func<ScriptedConnection, Task> step)
        {
            _steps.Add(step);
            return this;
        }
    }
}
