using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>Runs work that may take long. A bar appears when it has taken a second; where no one looks, one plain line does.</summary>
    internal static class LongTask
    {
        private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

        /// <summary>Runs it and gives its result. It reports 0 to 1.</summary>
        public static async Task<T> RunAsync<T>(CliConsole console, string title, Func<IProgress<double>, CancellationToken, Task<T>> work, CancellationToken cancellation)
        {
            Latest latest = new();
            Task<T> running = Task.Run(() => work(latest, cancellation), cancellation);
            if (await Task.WhenAny(running, Task.Delay(_patience, cancellation)).ConfigureAwait(false) == running)
            {
                return await running.ConfigureAwait(false);
            }

            if (!console.Progress.Profile.Capabilities.Ansi)
            {
                await console.Error.WriteLineAsync($"{title} ...").ConfigureAwait(false);
                return await running.ConfigureAwait(false);
            }

            await console.Progress.Progress().AutoClear(true).StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(PrintableWriter.Clean(title)));
                while (await Task.WhenAny(running, Task.Delay(100, CancellationToken.None)).ConfigureAwait(false) != running)
                {
                    bar.Value = 100 * latest.Value;
                }
            }).ConfigureAwait(false);
            return await running.ConfigureAwait(false);
        }

        // Progress<T> posts to other threads, so that an old value may come last; only the newest counts here.
        private sealed class Latest : IProgress<double>
        {
            private double _value;

            public double Value => Volatile.Read(ref _value);

            public void Report(double value) => Volatile.Write(ref _value, value);
        }
    }
}
