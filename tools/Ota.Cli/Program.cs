using NanoOta.Cli;

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends in order; the second one at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

return await NanoOtaCli.RunAsync(args, CliConsole.OfProcess, stop.Token).ConfigureAwait(false);
