using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>nanoota release: from a build's output to a published release, or to the file that a board is flashed with once.</summary>
    internal static class ReleaseCommand
    {
        public static Command Create(CliConsole console)
        {
            PackOptions pack = new();
            PublishOptions publish = new();
            FactoryOptions factory = new();
            VirtualReleaseOptions onVirtual = new();
            Option<bool> json = CommonOptions.Json();
            Command command = new("release", "Packs, signs, publishes and verifies what a build gave, in one command. With --factory: one file for a board's first flash.");
            pack.AddTo(command, onVirtual.IsGiven);
            publish.AddTo(command);
            factory.AddTo(command);
            onVirtual.AddTo(command);
            command.Options.Add(json);
            RequireUnlessFactory(command, factory, onVirtual);
            command.SetAction(async (parsed, cancellation) =>
            {
                if (onVirtual.IsGiven(parsed))
                {
                    return await ReleaseVirtualAsync(console, parsed, onVirtual, publish, parsed.GetValue(json), cancellation).ConfigureAwait(false);
                }

                // Packed in a folder that goes away, so that an ended command leaves nothing behind.
                using WorkFolder work = new();
                PackRequest request = pack.Request(parsed, work.Path);
                PackResult packed = await PackCommand.PackAsync(console, request, cancellation).ConfigureAwait(false);
                if (factory.IsGiven(parsed))
                {
                    return MakeFactory(console, parsed, factory, request, packed);
                }

                using SigningKey key = publish.Channel.LoadKey(parsed, console);
                PublishRequest release = publish.Request(parsed, [packed.PackPath]);
                if (!parsed.GetValue(json))
                {
                    PackCommand.PrintContent(console, request, packed);
                }

                int code = await PublishCommand.RunAsync(console, release, key, parsed.GetValue(json), cancellation).ConfigureAwait(false);
                return release.Mode == PublishMode.DryRun ? code : await VerifyAsync(console, release, key, parsed.GetValue(json), cancellation).ConfigureAwait(false);
            });
            return command;
        }

        // A board's first flash needs no key, and no place on a server.
        private static void RequireUnlessFactory(Command command, FactoryOptions factory, VirtualReleaseOptions onVirtual)
        {
            Option[] required = [.. command.Options.Where(option => option.Required)];
            Array.ForEach(required, option => option.Required = false);
            command.Validators.Add(result =>
            {
                foreach (Option option in required.Where(option => !factory.IsGiven(result) && (!onVirtual.IsGiven(result) || VirtualReleaseOptions.Needs(option)) && (result.GetResult(option) is null or { Implicit: true })))
                {
                    result.AddError($"Option '{option.Name}' is required.{(option.Name == "--version" ? string.Empty : ProjectFile.Advice(result))}");
                }
            });
        }

        // From the sources, into the world of the virtual board: never into a folder that real devices fetch from.
        private static async Task<int> ReleaseVirtualAsync(CliConsole console, ParseResult parsed, VirtualReleaseOptions onVirtual, PublishOptions publish, bool asJson, CancellationToken cancellation)
        {
            string project = ProjectFile.FolderOf(parsed);

            // What is wrong with the command is said before the compiler runs, and before a folder is made.
            _ = AppProject.Load(project);
            PublishRequest given = publish.Request(parsed, []);
            ReleaseRules.CheckVersion("--version", given.Version);
            using VirtualWorld world = new(project);
            using SigningKey key = publish.Channel.LoadKey(parsed, console, world.Served);
            world.Create();
            using WorkFolder work = new();
            VirtualApp app = await LongTask
                .RunAsync(console, $"Compiling {project}", (_, _) => Task.FromResult(VirtualApp.Compile(project, onVirtual.Kind(parsed), world)), cancellation)
                .ConfigureAwait(false);
            PackRequest request = app.Pack(work.Path, given.Version);
            PackResult packed = await PackCommand.PackAsync(console, request, cancellation).ConfigureAwait(false);
            if (!asJson)
            {
                PackCommand.PrintContent(console, request, packed);
            }

            PublishRequest own = VirtualRelease.Request(world, packed, given.Product, given.Version, DeltaSources.History() with { ServesOtherDevices = false });
            PublishRequest release = given with
            {
                Packs = own.Packs,
                Out = Shown(own.Out),
                Channel = own.Channel,
                RecordFolder = own.RecordFolder,
                Begin = own.Begin,
                Previous = null,
                Allowed = own.Allowed,
                DeltaFrom = given.DeltaFrom == null ? null : own.DeltaFrom,
            };
            int code = await PublishCommand.RunAsync(console, release, key, asJson, cancellation).ConfigureAwait(false);
            return release.Mode == PublishMode.DryRun ? code : await VerifyAsync(console, release, key, asJson, cancellation).ConfigureAwait(false);
        }

        // As somebody in this folder would write the path.
        private static string Shown(string path)
        {
            string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
            return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        }

        // What lies in the folder now, and not what lay in memory before.
        private static async Task<int> VerifyAsync(CliConsole console, PublishRequest release, SigningKey key, bool asJson, CancellationToken cancellation)
        {
            string folder = Path.Combine(release.Out, release.Channel);
            VerifyReport report = await ReleaseVerifier
                .VerifyAsync(Files.ReadAll(Path.Combine(folder, Publisher.ManifestName), Jws.MaxLength), new FolderRelease(folder), [key.PublicKey], DateTimeOffset.UtcNow, cancellation: cancellation)
                .ConfigureAwait(false);
            Finding? bad = report.Findings.FirstOrDefault(finding => !finding.IsGood);
            if (bad != null)
            {
                throw new ToolException(ExitCode.CheckFailed, $"Published, but {bad.Subject} does not hold: {bad.Detail.TrimEnd('.')}. Check the disk, and publish again.");
            }

            if (!asJson)
            {
                console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Verified: {report.Findings.Count} checks hold."));
            }

            return (int)ExitCode.Ok;
        }

        private static int MakeFactory(CliConsole console, ParseResult parsed, FactoryOptions factory, PackRequest request, PackResult packed)
        {
            (string path, byte[] image, IReadOnlyList<FactoryPart> parts) = factory.Make(parsed, Path.Combine(request.Out, packed.Pack.Image.File), packed.Pack);
            Files.WriteAtomically(path, image);
            if (FactoryOptions.IsJson(parsed))
            {
                JsonTables.Print(
                    console,
                    new JsonObject
                    {
                        ["file"] = path,
                        ["size"] = image.Length,
                        ["parts"] = new JsonArray([.. parts.Select(part => new JsonObject { ["what"] = part.What, ["offset"] = $"0x{part.Offset:X}", ["size"] = part.Size })]),
                    },
                    asJson: true);
                return (int)ExitCode.Ok;
            }

            foreach (FactoryPart part in parts)
            {
                console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  0x{part.Offset:X6}  {part.Size,8} bytes  {part.What}"));
            }

            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}  {image.Length} bytes. Flash the file once:"));
            console.Out.WriteLine($"  esptool --port PORT erase_flash");
            console.Out.WriteLine($"  esptool --port PORT write_flash 0x0 {path}");
            return (int)ExitCode.Ok;
        }
    }
}
