using System.Runtime.InteropServices;
using NanoOta.Cli;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends in order; the second one at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// systemd, docker, 'kill' and 'timeout' send SIGTERM, a closed terminal SIGHUP. The web server's own handler would swallow SIGTERM.
using PosixSignalRegistration terminated = OnSignal(PosixSignal.SIGTERM);
using PosixSignalRegistration hungUp = OnSignal(PosixSignal.SIGHUP);

return await NanoOtaCli.RunAsync(args, CliConsole.OfProcess, stop.Token).ConfigureAwait(false);

PosixSignalRegistration OnSignal(PosixSignal signal) => PosixSignalRegistration.Create(signal, asked =>
{
    asked.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});
