using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>nanoota dev: change, save, see it run.</summary>
    internal static class DevCommand
    {
        public static Command Create(CliConsole console)
        {
            WorkbenchOptions options = new();
            Option<string?> built = new Option<string?>("--built") { Description = "For stock boards at the desk: publish what a build in Visual Studio writes into this folder. No virtual board runs." }.OfPath();
            Option<string?> resident = new Option<string?>("--resident") { Description = "With --built: what the boards carry, a folder of .pe files." }.OfPath();
            Command command = new("dev", "Runs an application as 'run' does, and publishes each change of its sources: change, save, see it run.");
            options.AddTo(command);
            command.Options.Add(built);
            command.Options.Add(resident);
            command.SetAction((parsed, cancellation) =>
            {
                Workbench workbench = new(console, options, parsed);
                return parsed.GetValue(built) is string folder
                    ? new DeskBoards(workbench, options, parsed, folder, parsed.GetValue(resident)).RunAsync(cancellation)
                    : workbench.RunAsync(keepsFlash: false, (world, session, end) => WatchAsync(workbench, options, parsed, world, end), cancellation);
            });
            return command;
        }

        private static async Task WatchAsync(Workbench workbench, WorkbenchOptions options, ParseResult parsed, VirtualWorld world, CancellationToken cancellation)
        {
            string project = options.Project(parsed);
            SourceWatch watch = SourceWatch.OfSources(File.Exists(project) ? Path.GetDirectoryName(Path.GetFullPath(project))! : project);
            workbench.Teller.Say($"watches the sources of {project}");
            while (await watch.WaitForChangeAsync(cancellation).ConfigureAwait(false))
            {
                try
                {
                    VirtualApp app = VirtualApp.Compile(project, options.Kind(parsed), world);
                    string version = NextVersion(app.Version, VirtualRelease.Published(world.Served));
                    PublishResult published = await workbench.PublishAsync(app, world, version, cancellation).ConfigureAwait(false);
                    workbench.Teller.Say($"published {version}; {CheckTrigger.Describe(CheckTrigger.Send(published.Content.Product))}");
                }
                catch (ToolException e)
                {
                    // A half-written line is no reason to end.
                    workbench.Teller.Say(e.Message);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        // 1.0, then 1.0.0.1, 1.0.0.2: above the last one, below the next that the sources name.
        internal static string NextVersion(string own, ManifestContent? published)
        {
            Version source = Version.Parse(own);
            Version next = new(source.Major, source.Minor, Math.Max(0, source.Build), Math.Max(0, source.Revision) + 1);
            Version? last = published == null || !Version.TryParse(published.Version, out Version? parsed) ? null : new Version(parsed.Major, parsed.Minor, Math.Max(0, parsed.Build), Math.Max(0, parsed.Revision));
            return last != null && last.Major == next.Major && last.Minor == next.Minor && last.Build == next.Build && last >= next
                ? new Version(last.Major, last.Minor, last.Build, last.Revision + 1).ToString()
                : next.ToString();
        }
    }
}
