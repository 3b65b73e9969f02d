using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota pack: makes an image and its chunk table.</summary>
    internal static class PackCommand
    {
        public static Command Create(CliConsole console)
        {
            PackOptions options = new();
            Option<string> output = new Option<string>("--out", "-o") { Description = "The folder for {component}.img, .chunks and .pack.json; with --extract for the two parts.", Required = true }.OfPath();
            Option<string?> from = new Option<string?>("--from") { Description = "An older image or folder: print what an update from it would fetch." }.OfPath();
            Option<bool> extract = new("--extract") { Description = $"The input is a firmware with an application: write its two parts, {PartsExtractor.BootFile} and {PartsExtractor.AppFile}." };
            Option<bool> json = CommonOptions.Json();
            Command command = new("pack", "Turns what a build gives into an image and its chunk table.") { output, from, extract, json };
            command.Validators.Add(result =>
            {
                if (result.GetValue(extract) && (options.IsAnyGiven(result) || result.GetValue(from) != null))
                {
                    result.AddError("--extract takes a firmware with an application and --out, and nothing else.");
                }
            });
            options.AddTo(command);
            command.SetAction((parsed, cancellation) => parsed.GetValue(extract)
                ? Task.FromResult(Extract(console, options.Input(parsed)!, parsed.GetRequiredValue(output), parsed.GetValue(json)))
                : RunAsync(console, options.Request(parsed, parsed.GetRequiredValue(output)) with { From = parsed.GetValue(from) }, parsed.GetValue(json), cancellation));
            return command;
        }

        private static int Extract(CliConsole console, string input, string output, bool asJson)
        {
            AppSegment app = PartsExtractor.Run(input, output);
            if (asJson)
            {
                JsonTables.Print(console, new JsonObject { ["boot"] = Part(output, PartsExtractor.BootFile, app.Boot), ["app"] = Part(output, PartsExtractor.AppFile, app.App) }, asJson: true);
                return (int)ExitCode.Ok;
            }

            console.Out.WriteLine($"{Path.Combine(output, PartsExtractor.BootFile)}  {app.Boot.Length} bytes");
            console.Out.WriteLine($"{Path.Combine(output, PartsExtractor.AppFile)}  {app.App.Length} bytes");
            return (int)ExitCode.Ok;
        }

        private static JsonObject Part(string folder, string file, byte[] bytes) => new() { ["file"] = Path.Combine(folder, file), ["size"] = bytes.Length };

        private static async Task<int> RunAsync(CliConsole console, PackRequest request, bool asJson, CancellationToken cancellation)
        {
            PackResult result = await PackAsync(console, request, cancellation).ConfigureAwait(false);
            if (asJson)
            {
                JsonTables.Print(console, ToJson(request, result), asJson: true);
                return (int)ExitCode.Ok;
            }

            PrintContent(console, request, result);
            PackFile pack = result.Pack;
            console.Out.WriteLine($"{Path.Combine(request.Out, pack.Image.File)}  {pack.Image.Size} bytes");
            console.Out.WriteLine($"{Path.Combine(request.Out, pack.Chunks.File)}  {pack.Chunks.Size} bytes, {pack.ChunkCount} chunks");
            console.Out.WriteLine(result.PackPath);
            if (result.Cost is { } cost)
            {
                Lines.Write(console.Out, string.Empty, string.Create(
                    CultureInfo.InvariantCulture,
                    $"An update from {request.From} fetches {cost.WithDelta} bytes with a delta file, {cost.Share:P1} of the image, and {cost.WithoutDelta} without."));
            }

            return (int)ExitCode.Ok;
        }

        /// <summary>Packs, with a bar if that takes long.</summary>
        public static Task<PackResult> PackAsync(CliConsole console, PackRequest request, CancellationToken cancellation) =>
            LongTask.RunAsync(console, $"Packing {request.Input}", (progress, token) => Task.FromResult(Packer.Run(request, progress, token)), cancellation);

        /// <summary>Says what is in an image.</summary>
        public static void PrintContent(CliConsole console, PackRequest request, PackResult result)
        {
            PackFile pack = result.Pack;
            foreach (PackedAssembly assembly in pack.Assemblies)
            {
                string native = assembly.NativeChecksum == 0 ? string.Empty : $"  natives 0x{assembly.NativeChecksum:X8}";
                console.Out.WriteLine($"  {assembly.Name} {assembly.Version}  {assembly.Size} bytes{native}");
            }

            if (pack.McuBoot is { } mcuBoot)
            {
                string signature = request.McuBootKey == null ? "signature not checked (--mcuboot-key)" : $"signed by {request.McuBootKey.Kid}";
                console.Out.WriteLine($"  MCUboot image, version {mcuBoot.Version}, {signature}");
            }

            foreach (ResidentNeed resident in pack.Residents ?? [])
            {
                console.Out.WriteLine($"  {resident.Name} {resident.Version}  on the device");
            }

            if (pack.Chip is int chip)
            {
                console.Out.WriteLine($"  ESP-IDF image for {EspChip.Name(chip)}, version {pack.FirmwareVersion ?? "the release's"}");
            }

            if (result.NeedsSignature)
            {
                console.Out.WriteLine("  Made for secure boot v2: sign the image now, and pack the signed one.");
            }
        }

        /// <summary>The result as an object.</summary>
        public static JsonObject ToJson(PackRequest request, PackResult result) => new()
        {
            ["component"] = result.Pack.Component,
            ["image"] = Path.Combine(request.Out, result.Pack.Image.File),
            ["size"] = result.Pack.Image.Size,
            ["sha256"] = DigestText.OfUrl(result.Pack.Image.Sha256),
            ["chunkTable"] = Path.Combine(request.Out, result.Pack.Chunks.File),
            ["identity"] = DigestText.OfUrl(result.Pack.Identity),
            ["chunks"] = result.Pack.ChunkCount,
            ["packFile"] = result.PackPath,
            ["chip"] = result.Pack.Chip is int chip ? EspChip.Name(chip) : null,
            ["version"] = result.Pack.FirmwareVersion,
            ["needsSignature"] = result.NeedsSignature,
            ["updateBytes"] = result.Cost?.WithDelta,
            ["updateBytesWithoutDelta"] = result.Cost?.WithoutDelta,
            ["assemblies"] = new JsonArray([.. result.Pack.Assemblies.Select(assembly => new JsonObject
            {
                ["name"] = assembly.Name,
                ["version"] = assembly.Version,
                ["size"] = assembly.Size,
                ["natives"] = $"0x{assembly.NativeChecksum:X8}",
            })]),
            ["residents"] = new JsonArray([.. (result.Pack.Residents ?? []).Select(resident => new JsonObject { ["name"] = resident.Name, ["version"] = resident.Version })]),
        };
    }
}
