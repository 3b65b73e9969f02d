using System.Security.Cryptography;
using NanoOta.Formats;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>What to pack.</summary>
    public sealed record PackRequest
    {
        /// <summary>A folder of .pe files, or an image. With <see cref="Firmware"/> empty for a device without an application.</summary>
        public required string Input { get; init; }

        /// <summary>The folder for the results.</summary>
        public required string Out { get; init; }

        /// <summary>"app" or "firmware"; null for what the input usually is.</summary>
        public string? Component { get; init; }

        /// <summary>Insist on a signed MCUboot image, as In-Field Update takes.</summary>
        public bool McuBoot { get; init; }

        /// <summary>The key that the bootloader checks MCUboot images with; null leaves a signature unchecked.</summary>
        public PublicKey? McuBootKey { get; init; }

        /// <summary>What is taken as an image.</summary>
        public PackContent Content { get; init; }

        /// <summary>An older image or folder to compare with.</summary>
        public string? From { get; init; }

        /// <summary>A folder or image of the assemblies that the devices carry; null when they carry none.</summary>
        public string? Resident { get; init; }

        /// <summary>What happens when the native assemblies of an image with an application are not known for sure.</summary>
        public NativesPolicy Natives { get; init; }

        /// <summary>The firmware that the input is attached to; null when the input is packed by itself.</summary>
        public FirmwareRequest? Firmware { get; init; }
    }

    /// <summary>What came out of it.</summary>
    /// <param name="Pack">The side file.</param>
    /// <param name="PackPath">Where it was written.</param>
    /// <param name="Cost">What an update would cost; null when nothing was compared.</param>
    /// <param name="NeedsSignature">The image is made for secure boot v2 and not signed yet.</param>
    public sealed record PackResult(PackFile Pack, string PackPath, UpdateCost? Cost, bool NeedsSignature);

    /// <summary>Turns what a build gives into an image, its chunk table and the side file for 'publish'.</summary>
    public static class Packer
    {
        /// <summary>The components that a release can have.</summary>
        public static readonly string[] Components = ["app", "firmware"];

        private const int MaxImage = 64 * 1024 * 1024;

        /// <summary>Packs and writes. Nothing is written when the input is refused, or the work is ended before.</summary>
        public static PackResult Run(PackRequest request, IProgress<double>? progress = null, CancellationToken cancellation = default)
        {
            if (request.Out.Trim().Length == 0)
            {
                throw new ToolException(ExitCode.Usage, "The path of a file or folder is empty. Give a folder with --out.");
            }

            ImageSource source = request.Firmware == null
                ? LoadInput(request)
                : Attach(request);
            if (request.McuBoot && source.McuBoot == null)
            {
                throw new ToolException(ExitCode.BadInput, $"{request.Input} is not a MCUboot image: it does not begin with 0x96F3B83D. Sign it first, or leave --mcuboot out.");
            }

            if (request.Resident != null && source.McuBoot != null)
            {
                throw new ToolException(ExitCode.Usage, "Nothing can be left out of a signed image: leave --resident out.");
            }

            IReadOnlyList<ResidentNeed>? residents = null;
            if (request.Resident != null)
            {
                ResidentSet resident = ResidentSet.Load(request.Resident);
                AppImage image = resident.Without(AppImage.FromAssemblies(source.Assemblies.Select(placed => placed.Assembly)));
                source = new ImageSource(image.Bytes, image.Assemblies, null);
                residents = resident.NeedsOf(image);
            }

            CheckAttached(source, request);
            CheckReferences(source, request);
            string component = request.Component ?? source.UsualComponent;
            if (!Components.Contains(component))
            {
                throw new ToolException(ExitCode.Usage, $"There is no component '{component}': take 'app' or 'firmware'.");
            }

            if (source.Bytes.Length > MaxImage)
            {
                throw new ToolException(ExitCode.BadInput, $"{request.Input} has {source.Bytes.Length} bytes; an image has at most {MaxImage}.");
            }

            ImageDigests digests = ImageDigests.Of(source.Bytes);
            UpdateCost? cost = request.From == null
                ? null
                : UpdateCost.Measure(ImageSource.Load(request.From).Bytes, source.Bytes, digests, readsNew: component == "firmware", progress, cancellation);
            PackFile pack = new()
            {
                Format = 1,
                Component = component,
                Image = Describe($"{component}.img", source.Bytes),
                Chunks = Describe($"{component}.chunks", digests.File.ToArray()),
                Identity = Base64.Url(digests.Identity),
                ChunkCount = digests.Count,
                Chip = source.Esp?.ChipId,
                FirmwareVersion = source.McuBoot?.Version ?? (source.HasApp ? null : source.Esp?.Description?.Version),
                McuBoot = source.McuBoot == null ? null : new PackedMcuBoot(source.McuBoot.Version, Base64.Url(source.McuBoot.Digest)),
                Natives = component == "app" ? NativesOf(source.Assemblies) : [],
                Residents = residents,
                Assemblies = [.. source.Assemblies.Select(a =>
                    new PackedAssembly(a.Assembly.Name, a.Assembly.Version.ToString(), a.Offset, a.Assembly.Bytes.Length, a.Assembly.NativeChecksum))],
            };

            cancellation.ThrowIfCancellationRequested();
            string packPath = Path.Combine(request.Out, component + PackFile.Suffix);
            StagedFiles files = new(request.Out);
            try
            {
                // The side file is the last: 'publish' takes nothing whose digests it does not have.
                files.MakeFolder(request.Out);
                files.WriteOne(Path.Combine(request.Out, pack.Image.File), source.Bytes);
                files.WriteOne(Path.Combine(request.Out, pack.Chunks.File), digests.File.ToArray());
                files.WriteOne(packPath, pack.ToJson());
            }
            catch
            {
                files.Undo();
                throw;
            }

            return new PackResult(pack, packPath, cost, source.HasApp && FirmwareFile.Read(source.Bytes, request.Input).NeedsSignature);
        }

        /// <summary>
        /// The native code that an app's assemblies need. A firmware brings its own, so for one there is nothing to ask of the device.
        /// </summary>
        public static IReadOnlyList<NativeNeed> NativesOf(IEnumerable<PlacedAssembly> assemblies) =>
            [.. assemblies.Where(a => a.Assembly.NativeChecksum != 0).Select(a => NeedOf(a.Assembly))];

        // A device asks its firmware by name, so the manifest must have the name itself.
        private static NativeNeed NeedOf(PeAssembly assembly) => ClrStrings.IsUnknown(assembly.Name)
            ? throw new ToolException(
                ExitCode.BadInput,
                $"An assembly has native code, and its name is string {assembly.Name} of the CLR's own table, which nanoota does not know. Rename the assembly.")
            : new NativeNeed(assembly.Name, assembly.NativeChecksum);

        private static ImageSource Attach(PackRequest request)
        {
            FirmwareRequest wanted = request.Firmware!;
            if (request.McuBoot || request.Resident != null || request.Component is not (null or "firmware"))
            {
                throw new ToolException(ExitCode.Usage, "--firmware makes one image of the component 'firmware': leave --mcuboot, --resident and another --component out.");
            }

            FirmwareFile firmware = FirmwareFile.Load(wanted.Path);
            AppSegment app = AppParts.Make(wanted.Boot, request.Input.Length == 0 ? null : request.Input, firmware.App);
            firmware.CheckNatives(app, request.Natives);
            return ImageSource.Load(firmware.With(app, wanted.SlotSize), wanted.Path, null);
        }

        private static ImageSource LoadInput(PackRequest request)
        {
            if (Directory.Exists(request.Input))
            {
                return request.Content == PackContent.Known
                    ? ImageSource.Load(request.Input, request.McuBootKey)
                    : throw new ToolException(ExitCode.Usage, $"--raw takes a file, and {request.Input} is a folder. Name the file, or leave --raw out.");
            }

            byte[] bytes = Files.ReadAll(request.Input);
            InputKind.RefuseSecrets(bytes, request.Input);
            ImageSource source = request.Content == PackContent.Raw && bytes.Length != 0
                ? new ImageSource(bytes, [], null)
                : ImageSource.Load(bytes, request.Input, request.McuBootKey);
            return request.Content == PackContent.Raw || request.McuBoot || source.IsKnown ? source : throw InputKind.Refusal(bytes, request.Input);
        }

        // The CLR would not start such an application, and a device would find that after it fetched the image. mscorlib is on every device that takes
        // applications: the updater itself runs on it.
        private static void CheckReferences(ImageSource source, PackRequest request)
        {
            if (source.Esp != null || source.McuBoot != null || request.Resident != null)
            {
                return;
            }

            Dictionary<string, PeAssembly> known = AppImage.ByName(source.Assemblies.Select(placed => placed.Assembly), request.Input);
            foreach (PeAssembly assembly in source.Assemblies.Select(placed => placed.Assembly))
            {
                foreach (PeReference reference in assembly.References.Where(reference => reference.Name != "mscorlib" && !ClrStrings.IsUnknown(reference.Name)))
                {
                    if (!known.TryGetValue(reference.Name, out PeAssembly? found))
                    {
                        throw new ToolException(
                            ExitCode.BadInput,
                            $"{assembly.Name} needs {reference.Name} {reference.Version}, which is not in {request.Input}. Give the whole folder of the build (bin/Release), or name what devices carry with --resident.");
                    }

                    if (!reference.IsServedBy(found))
                    {
                        throw new ToolException(
                            ExitCode.BadInput,
                            $"{assembly.Name} needs {reference.Name} {reference.Version}, and {request.Input} has {found.Version}. Build all of it with the same packages.");
                    }
                }
            }
        }

        // What was attached before, and signed since: devices would find what is wrong after they fetched it.
        private static void CheckAttached(ImageSource source, PackRequest request)
        {
            if (request.Firmware == null && source.HasApp)
            {
                FirmwareFile firmware = FirmwareFile.Read(source.Bytes, request.Input);
                AppParts.Check(firmware.App!, request.Input);
                firmware.CheckNatives(firmware.App!, request.Natives);
            }
        }

        private static PackedFile Describe(string file, byte[] bytes) => new(file, bytes.Length, Base64.Url(SHA256.HashData(bytes)));
    }
}
