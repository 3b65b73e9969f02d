using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>What 'run', 'dev' and 'device on' have in common: a board, its server, and the lines of a session.</summary>
    internal sealed class Workbench(CliConsole console, WorkbenchOptions options, ParseResult parsed)
    {
        private readonly SessionTeller _teller = new(console, options.IsJson(parsed));

        /// <summary>Where lines go.</summary>
        public SessionTeller Teller => _teller;

        /// <summary>The board of a project: made from its sources, or the one whose flash is kept. Runs until the session ends.</summary>
        /// <param name="keepsFlash">The flash of the last board goes on, as with --flash.</param>
        /// <param name="beside">What runs beside the session; null for nothing. Ends when its token says so.</param>
        /// <param name="cancellation">Ends the session.</param>
        public async Task<int> RunAsync(bool keepsFlash, Func<VirtualWorld, BoardSession, CancellationToken, Task>? beside, CancellationToken cancellation)
        {
            string project = options.Project(parsed);
            string folder = File.Exists(project) ? Path.GetDirectoryName(Path.GetFullPath(project))! : project;
            using VirtualWorld world = new(folder);
            string flashFile = options.Flash(parsed) ?? world.Flash;
            bool goesOn = (keepsFlash || options.Flash(parsed) != null) && File.Exists(flashFile);
            if (keepsFlash && !goesOn)
            {
                throw new ToolException(ExitCode.InputOutput, $"There is no flash {flashFile}. 'nanoota run' makes a board.");
            }

            if (!goesOn)
            {
                // What is wrong with the command is said before the compiler runs, and before a folder is made.
                _ = AppProject.Load(project);
                SigningKey.Load(options.Key(parsed)).Dispose();
            }

            using IDisposable taken = world.Take();
            using IDisposable? takenFlash = options.Flash(parsed) is { } own ? VirtualWorld.TakeFlash(own) : null;
            VirtualApp? app = goesOn ? null : await CompileAsync(project, world, cancellation).ConfigureAwait(false);
            if (app != null && options.Flash(parsed) == null)
            {
                world.Clear();
            }

            using NorFlash flash = VirtualApp.OpenFlash(flashFile);
            if (app != null)
            {
                app.Provision(flash);
                _teller.Say($"a new board ({BoardKinds.WordOf(options.Kind(parsed))}), its flash in {flashFile}");
                await PublishFirstAsync(app, world, cancellation).ConfigureAwait(false);
            }
            else
            {
                _teller.Say($"the board in {flashFile} goes on; the sources are not compiled");
            }

            StaticServer? server = await ServeAsync(world.Served, cancellation).ConfigureAwait(false);
            try
            {
                return await RunSessionAsync(flash, world, beside, cancellation).ConfigureAwait(false);
            }
            finally
            {
                if (server != null)
                {
                    await server.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        /// <summary>Compiles the project.</summary>
        public Task<VirtualApp> CompileAsync(string project, VirtualWorld world, CancellationToken cancellation) =>
            LongTask.RunAsync(console, $"Compiling {project}", (_, _) => Task.FromResult(VirtualApp.Compile(project, options.Kind(parsed), world)), cancellation);

        /// <summary>Publishes to the channel for the desk.</summary>
        public async Task<PublishResult> PublishAsync(VirtualApp app, VirtualWorld world, string version, CancellationToken cancellation)
        {
            using WorkFolder work = new();
            using SigningKey key = SigningKey.Load(KeyStore.Find(options.Key(parsed)));
            PackResult pack = Packer.Run(app.Pack(work.Path, version), cancellation: cancellation);
            return await Publisher
                .RunAsync(VirtualRelease.Request(world, pack, options.Product(parsed), version, null), key, DateTimeOffset.UtcNow, cancellation: cancellation)
                .ConfigureAwait(false);
        }

        // A stock board's application comes over the air from its first release on. The other boards have the same release by cable.
        private async Task PublishFirstAsync(VirtualApp app, VirtualWorld world, CancellationToken cancellation)
        {
            PublishResult published = await PublishAsync(app, world, app.Version, cancellation).ConfigureAwait(false);
            _teller.Say(string.Create(CultureInfo.InvariantCulture, $"published {published.Content.Version} on channel {published.Content.Channel}, revision {published.Content.Revision}"));
        }

        /// <summary>Serves a folder where the application's settings look for releases; null where that is not this machine.</summary>
        public async Task<StaticServer?> ServeAsync(string folder, CancellationToken cancellation)
        {
            Uri url = options.Url(parsed);
            if (!options.Serves(parsed) || !LanAddress.IsHere(url) || url.AbsolutePath != "/" || url.Scheme != "http")
            {
                _teller.Say($"the board asks {url.AbsoluteUri}; nothing is served from here{WhyNot(url)}");
                return null;
            }

            // A name may stand for addresses of both families.
            IPAddress bind = IPAddress.TryParse(url.IdnHost, out IPAddress? address) ? address : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
            StaticServer server;
            try
            {
                server = await StaticServer.StartAsync(new StaticServerOptions { Root = folder, Bind = bind, Port = url.Port }, cancellation).ConfigureAwait(false);
            }
            catch (ToolException e) when (e.Code == ExitCode.InputOutput)
            {
                throw new ToolException(ExitCode.InputOutput, $"Cannot serve at {url.AbsoluteUri}, where the application looks for releases: the port is taken, or not allowed. End the other server or board, give this application another port in its settings and in nanoota.json, or say --no-serve.", e);
            }

            _teller.Say($"serves {folder} at {url.AbsoluteUri}");
            return server;
        }

        // Somebody who takes a computer to another network gets another address, and the application's settings keep the old one.
        private string WhyNot(Uri url) => options.Serves(parsed) && url.Scheme == "http" && url.AbsolutePath == "/" && IPAddress.TryParse(url.IdnHost, out _)
            ? $", since this machine has another address ({LanAddress.Find()}). The application's settings and nanoota.json have the address."
            : string.Empty;

        private async Task<int> RunSessionAsync(NorFlash flash, VirtualWorld world, Func<VirtualWorld, BoardSession, CancellationToken, Task>? beside, CancellationToken cancellation)
        {
            BoardSession session = new(flash, options.Session(parsed, world, _teller.Tell));
            using CancellationTokenSource timeout = new(options.Timeout(parsed) is int seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
            Task other = beside == null ? Task.CompletedTask : Task.Run(() => beside(world, session, end.Token), CancellationToken.None);
            bool isReached = await Task.Factory.StartNew(() => session.Run(end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await other.ConfigureAwait(false);
            string? until = options.Until(parsed);
            if (until == null || isReached)
            {
                return (int)ExitCode.Ok;
            }

            cancellation.ThrowIfCancellationRequested();
            throw new ToolException(ExitCode.CheckFailed, $"{until} was not confirmed{(options.Timeout(parsed) is int limit ? string.Create(CultureInfo.InvariantCulture, $" within {limit} s") : string.Empty)}. The lines above say how far the board came.");
        }
    }
}
