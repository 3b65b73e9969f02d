using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;

namespace NanoOta.Tests.Workbench
{
    /// <summary>A command that goes on beside the test, as in a terminal of its own.</summary>
    internal sealed class Session
    {
        private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

        private readonly LockedWriter _output;
        private readonly CancellationTokenSource _stop;

        private Session(LockedWriter output, Task<int> end, CancellationTokenSource stop)
        {
            _output = output;
            _stop = stop;
            End = end;
        }

        public Task<int> End { get; }

        public string Text => _output.Text;

        public static Session Start(params string[] args)
        {
            LockedWriter output = new();
            CancellationTokenSource stop = new();
            return new Session(output, Task.Run(() => NanoOtaCli.RunAsync(args, new CliConsole(output, output, isTerminal: false), stop.Token)), stop);
        }

        // Ctrl-C.
        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await End;
            _stop.Dispose();
        }

        public async Task SeesAsync(string part)
        {
            long start = Environment.TickCount64;
            while (!Text.Contains(part, StringComparison.Ordinal))
            {
                Assert.IsFalse(End.IsCompleted, $"The session has ended before '{part}': {Text}");
                Assert.IsLessThan(_patience.TotalMilliseconds, Environment.TickCount64 - start, $"'{part}' did not come: {Text}");
                await Task.Delay(50);
            }
        }

        public void HasInOrder(params string[] parts)
        {
            int at = 0;
            string text = Text.Replace("\n  ", " ", StringComparison.Ordinal);
            foreach (string part in parts)
            {
                int found = text.IndexOf(part, at, StringComparison.Ordinal);
                Assert.IsGreaterThanOrEqualTo(0, found, $"'{part}' does not come, or not there: {text}");
                at = found + part.Length;
            }
        }

        // The session writes on several threads while the test reads.
        private sealed class LockedWriter : TextWriter
        {
            private readonly StringWriter _inner = new();

            public override System.Text.Encoding Encoding => _inner.Encoding;

            public string Text
            {
                get
                {
                    lock (_inner)
                    {
                        return _inner.ToString();
                    }
                }
            }

            public override void Write(char value)
            {
                lock (_inner)
                {
                    _inner.Write(value);
                }
            }

            public override void Write(string? value)
            {
                lock (_inner)
                {
                    _inner.Write(value);
                }
            }
        }
    }
}
