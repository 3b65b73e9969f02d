using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota pack: makes an image and its chunk table.</summary>
    internal static class PackCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string?> input = new("input")
            {
                Description = "A folder of .pe files, an ESP-IDF image, a signed MCUboot image, or any other image file. With --firmware: the application's folder.",
                Arity = ArgumentArity.ZeroOrOne,
            };
            Option<string> output = new("--out", "-o") { Description = "The folder for {component}.img, .chunks and .pack.json; with --extract for the two parts.", Required = true };
            Option<string?> component = new("--component") { Description = "'app' or 'firmware'. Default: firmware for an ESP-IDF image, else app." };
            component.AcceptOnlyFromAmong(Packer.Components);
            Option<string?> from = new("--from") { Description = "An older image or folder: print what an update from it would fetch." };
            Option<string?> resident = new("--resident") { Description = "What devices carry (the Bootstrap's folder of .pe files, or its .bin): left out and named in the manifest." };
            Option<bool> mcuBoot = new("--mcuboot") { Description = "The input must be a signed MCUboot image (In-Field Update); needs --mcuboot-key." };
            Option<string?> mcuBootKey = new("--mcuboot-key") { Description = "The public key that the bootloader checks images with, as a PEM file." };
            FirmwareOptions firmware = new();
            Option<bool> raw = new("--raw") { Description = "Take the file's bytes as they are, for a slot of another kind. A private key is refused all the same." };
            Option<bool> json = CommonOptions.Json();
            Option<bool> extract = new("--extract") { Description = $"The input is a firmware with an application: write its two parts, {PartsExtractor.BootFile} and {PartsExtractor.AppFile}." };
            Command command = new("pack", "Turns what a build gives into an image and its chunk table.") { input, output, component, from, resident, mcuBoot, mcuBootKey, raw, extract, json };
            firmware.AddTo(command);
            command.Validators.Add(result =>
            {
                if (result.GetValue(mcuBoot) && result.GetValue(mcuBootKey) == null)
                {
                    result.AddError("--mcuboot needs --mcuboot-key: a wrong signature would be found by devices only.");
                }

                if (result.GetValue(extract) && command.Options.Any(option => option != extract && option != output && option != json && result.GetResult(option) is { Implicit: false }))
                {
                    result.AddError("--extract takes a firmware with an application and --out, and nothing else.");
                }

                if (result.GetValue(raw) && (firmware.IsGiven(result) || result.GetValue(mcuBoot) || result.GetValue(resident) != null))
                {
                    result.AddError("--raw takes bytes as they are: leave --firmware, --mcuboot and --resident out.");
                }

                if (result.GetValue(input) == string.Empty)
                {
                    result.AddError("What is to be packed is an empty text. A variable of the script may not be set.");
                }

                if (result.GetValue(input) == null && !firmware.IsEmptyDevice(result))
                {
                    result.AddError(firmware.IsGiven(result)
                        ? "Give the application's folder. --empty-device is for a board without an application."
                        : "Give what is to be packed: a folder of .pe files, or an image.");
                }
            });
            command.SetAction((parsed, cancellation) => parsed.GetValue(extract)
                ? Task.FromResult(Extract(console, parsed.GetRequiredValue(input)!, parsed.GetRequiredValue(output), parsed.GetValue(json)))
                : RunAsync(
                    console,
                    new PackRequest
                    {
                        Input = parsed.GetValue(input) ?? string.Empty,
                        Out = parsed.GetRequiredValue(output),
                        Component = parsed.GetValue(component),
                        Content = parsed.GetValue(raw) ? PackContent.Raw : PackContent.Known,
                        From = parsed.GetValue(from),
                        McuBoot = parsed.GetValue(mcuBoot),
                        McuBootKey = parsed.GetValue(mcuBootKey) is string key ? PublicKey.Load(key) : null,
                        Resident = parsed.GetValue(resident),
                        Firmware = firmware.Read(parsed),
                        Natives = firmware.Natives(parsed),
                    },
                    parsed.GetValue(json),
                    cancellation));
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
            PackResult result = await LongTask
                .RunAsync(console, $"Packing {request.Input}", (progress, token) => Task.FromResult(Packer.Run(request, progress, token)), cancellation)
                .ConfigureAwait(false);
            PackFile pack = result.Pack;
            if (asJson)
            {
                JsonTables.Print(console, ToJson(request, result), asJson: true);
                return (int)ExitCode.Ok;
            }

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

            console.Out.WriteLine($"{Path.Combine(request.Out, pack.Image.File)}  {pack.Image.Size} bytes");
            console.Out.WriteLine($"{Path.Combine(request.Out, pack.Chunks.File)}  {pack.Chunks.Size} bytes, {pack.ChunkCount} chunks");
            console.Out.WriteLine(result.PackPath);
            if (result.Cost is { } cost)
            {
                console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"An update from {request.From} fetches {cost.WithDelta} bytes with a delta file, {cost.Share:P1} of the image, and {cost.WithoutDelta} without."));
            }

            return (int)ExitCode.Ok;
        }

        private static JsonObject ToJson(PackRequest request, PackResult result) => new()
        {
            ["component"] = result.Pack.Component,
            ["image"] = Path.Combine(request.Out, result.Pack.Image.File),
            ["size"] = result.Pack.Image.Size,
            ["sha256"] = result.Pack.Image.Sha256,
            ["chunkTable"] = Path.Combine(request.Out, result.Pack.Chunks.File),
            ["identity"] = result.Pack.Identity,
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
