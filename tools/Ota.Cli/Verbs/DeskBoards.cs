using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>'dev --built': each build of Visual Studio becomes a release for the real boards at the desk, and they are asked to check.</summary>
    internal sealed class DeskBoards(Workbench workbench, WorkbenchOptions options, ParseResult parsed, string built, string? resident)
    {
        /// <summary>Publishes what is there, and each later build, until the command is ended.</summary>
        public async Task<int> RunAsync(CancellationToken cancellation)
        {
            if (!Directory.Exists(built))
            {
                throw new ToolException(ExitCode.InputOutput, $"There is no folder {built}. Build the project in Visual Studio, as Debug, and give its output.");
            }

            string project = options.Project(parsed);
            using VirtualWorld world = new(File.Exists(project) ? Path.GetDirectoryName(Path.GetFullPath(project))! : project);
            using IDisposable taken = world.Take();
            Directory.CreateDirectory(world.Desk);
            StaticServer? server = await workbench.ServeAsync(world.Desk, cancellation).ConfigureAwait(false);
            try
            {
                SourceWatch watch = SourceWatch.OfBuild(built);
                workbench.Teller.Say($"watches {built}");
                do
                {
                    await TryPublishAsync(world, cancellation).ConfigureAwait(false);
                }
                while (await watch.WaitForChangeAsync(cancellation).ConfigureAwait(false));

                return (int)ExitCode.Ok;
            }
            finally
            {
                if (server != null)
                {
                    await server.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        private async Task TryPublishAsync(VirtualWorld world, CancellationToken cancellation)
        {
            try
            {
                using WorkFolder work = new();
                using SigningKey key = SigningKey.Load(KeyStore.Find(options.Key(parsed)));
                PackResult pack = Packer.Run(new PackRequest { Input = built, Out = work.Path, Resident = resident }, cancellation: cancellation);
                ManifestContent? last = VirtualRelease.Published(world.Desk);
                if (last is { Images: [ImageContent first, ..] } && first.Chunks.Identity == pack.Pack.Identity)
                {
                    workbench.Teller.Say($"{last.Version} has the same bytes: nothing to publish");
                    return;
                }

                string version = DevCommand.NextVersion(OwnVersion(), last);
                PublishResult published = await Publisher
                    .RunAsync(VirtualRelease.DeskRequest(world, pack, options.Product(parsed), version), key, DateTimeOffset.UtcNow, cancellation: cancellation)
                    .ConfigureAwait(false);
                workbench.Teller.Say($"published {version}, revision {published.Content.Revision}; {CheckTrigger.Describe(CheckTrigger.Send(published.Content.Product))}");
            }
            catch (ToolException e)
            {
                // A build that is still being written is no reason to end.
                workbench.Teller.Say(e.Message);
            }
        }

        private string OwnVersion()
        {
            Version version = AppImage.FromFolder(built).Assemblies.Select(placed => placed.Assembly).LastOrDefault(assembly => assembly.HasEntryPoint)?.Version
                ?? throw new ToolException(ExitCode.BadInput, $"{built} has no program. Give the output folder of an application.");
            return version.ToString(4);
        }
    }
}
