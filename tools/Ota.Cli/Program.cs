using System.Runtime.InteropServices;
using NanoOta.Cli;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends in order; the second one at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// What systemd, docker and 'timeout' send. The web server's own handler would swallow the signal, and 'serve' would go on.
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

return await NanoOtaCli.RunAsync(args, CliConsole.OfProcess, stop.Token).ConfigureAwait(false);
