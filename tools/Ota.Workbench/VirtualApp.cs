using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Workbench
{
    /// <summary>
    /// An application and what its kind of board carries, compiled from their sources. The result goes to a virtual board: into its flash, as a cable does,
    /// or into a release, over the air.
    /// </summary>
    public sealed class VirtualApp
    {
        private const int FlashSize = 4 * 1024 * 1024;
        private const int MaxSource = 4 * 1024 * 1024;
        private const string FirmwareVersion = "1.17.11.0";

        private readonly BoardKind _kind;
        private readonly byte[] _app;
        private readonly IReadOnlyList<byte[]> _appLibraries;
        private readonly IReadOnlyList<byte[]> _carried;
        private readonly ECDsa? _mcuBoot;

        private VirtualApp(BoardKind kind, string name, byte[] app, IReadOnlyList<byte[]> appLibraries, IReadOnlyList<byte[]> carried, ECDsa? mcuBoot)
        {
            _kind = kind;
            Name = name;
            _app = app;
            _appLibraries = appLibraries;
            _carried = carried;
            _mcuBoot = mcuBoot;
        }

        /// <summary>The application's name.</summary>
        public string Name { get; }

        /// <summary>The version of its assembly, as few numbers as say it: "1.0".</summary>
        public string Version
        {
            get
            {
                using PEReader pe = new(new MemoryStream(_app, writable: false));
                MetadataReader metadata = pe.GetMetadataReader();
                Version version = metadata.GetAssemblyDefinition().Version;
                return version.Revision > 0 ? version.ToString(4) : version.Build > 0 ? version.ToString(3) : version.ToString(2);
            }
        }

        /// <summary>The component that its releases bring.</summary>
        public string Component => _kind == BoardKind.OtaSlots ? "firmware" : "app";

        /// <summary>Compiles a project for a kind of board. Errors are <see cref="ToolException"/>.</summary>
        /// <param name="project">The folder, or the project file.</param>
        /// <param name="kind">The board.</param>
        /// <param name="world">Where the key of the board's bootloader is kept.</param>
        public static VirtualApp Compile(string project, BoardKind kind, VirtualWorld world)
        {
            AppProject app = AppProject.Load(project);
            IReadOnlyList<byte[]> libraries = VirtualLibraries.For(kind);
            List<MetadataReference> references = [.. libraries.Concat(VirtualLibraries.Optional).Select(file => MetadataReference.CreateFromImage(file))];
            List<byte[]> appLibraries = [];
            byte[] program = Compile(app, OutputKind.ConsoleApplication, references, appLibraries);
            byte[]? carried = kind switch
            {
                BoardKind.Stock => CompilePart(app.Folder, "Resident", "the resident program, which is deployed once", references),
                BoardKind.OtaSlots => CompilePart(app.Folder, "Updater", "the boot program beside the application", references),
                _ => null,
            };
            byte[][] resident = [.. VirtualLibraries.Optional.Where(library => carried != null && RefersTo(carried, library))];
            byte[][] brought = [.. VirtualLibraries.Optional.Except(resident).Where(library => appLibraries.Append(program).Any(file => RefersTo(file, library)))];
            return new VirtualApp(
                kind,
                app.Name,
                program,
                [.. brought, .. appLibraries],
                carried == null ? libraries : [.. libraries, .. resident, carried],
                kind == BoardKind.InFieldUpdate ? world.McuBootKey() : null);
        }

        /// <summary>A new board's flash, as the workbench leaves it. The application is in it where the board takes applications by cable.</summary>
        public void Provision(NorFlash flash)
        {
            if (_kind == BoardKind.Stock)
            {
                PartitionTable table = PartitionTable.CreateStock4MB();
                Partition deploy = table.Find(Partition.TypeData, Partition.SubtypeDeployment)!;
                byte[] deployment = Deployment();
                if (deployment.Length > deploy.Size)
                {
                    throw new ToolException(ExitCode.BadInput, $"The resident program has {deployment.Length} bytes, and a stock board has {deploy.Size} for it. Refer to fewer libraries.");
                }

                Board.Provision(flash, table, new EspImageBuilder { Version = FirmwareVersion, ProjectName = "nanoCLR" }.Build());
                flash.Program(deploy.Offset, deployment);
            }
            else if (_kind == BoardKind.OtaSlots)
            {
                Board.Provision(flash, PartitionTable.CreateOta4MB(), HostFirmware.Attach(Firmware(), _carried, [.. _appLibraries, _app]));
            }
            else
            {
                McuBootOptions options = McuBootOptions(_mcuBoot!);
                Board.Provision(flash, options.Layout, Signed("1.0", new EspImageBuilder { ProjectName = "nanoCLR" }.AddSegment("nanoCLR"u8).Build()), InFieldUpdateImage(Version));
            }
        }

        /// <summary>The options of a board of this kind, without what a session adds.</summary>
        public static BoardOptions OptionsFor(BoardKind kind, VirtualWorld world) =>
            kind == BoardKind.InFieldUpdate ? new BoardOptions { McuBoot = McuBootOptions(world.McuBootKey()) } : new BoardOptions();

        /// <summary>Opens a board's flash file; a new one is blank.</summary>
        public static NorFlash OpenFlash(string path) => NorFlash.Open(path, FlashSize);

        /// <summary>Builds a release into a folder, and says how 'pack' takes the result.</summary>
        public PackRequest Pack(string folder, string version)
        {
            switch (_kind)
            {
                case BoardKind.Stock:
                    string deployment = Path.Combine(folder, "deployment.bin");
                    File.WriteAllBytes(deployment, Deployment());
                    return new PackRequest { Input = WriteFolder(folder, "app", [.. _appLibraries, _app], file => HostAssembly.Wrap(file)), Out = folder, Component = Component, Resident = deployment };
                case BoardKind.OtaSlots:
                    string firmware = Path.Combine(folder, "nanoCLR.bin");
                    File.WriteAllBytes(firmware, Firmware());
                    return new PackRequest
                    {
                        Input = WriteFolder(folder, "app", [.. _appLibraries, _app], HostFirmware.Wrap),
                        Out = folder,
                        Firmware = new FirmwareRequest { Path = firmware, Boot = WriteFolder(folder, "boot", _carried, HostFirmware.Wrap), SlotSize = PartitionTable.CreateOta4MB().Ota(0)!.Size },
                    };
                default:
                    string image = Path.Combine(folder, "app.bin");
                    File.WriteAllBytes(image, InFieldUpdateImage(version));
                    return new PackRequest { Input = image, Out = folder, Component = Component, McuBoot = true, McuBootKey = new PublicKey("bootloader", McuBootImageBuilder.PublicKeyOf(_mcuBoot!)) };
            }
        }

        private static bool RefersTo(byte[] assembly, byte[] library)
        {
            string name = HostAssembly.NameOf(library);
            using PEReader pe = new(new MemoryStream(assembly, writable: false));
            MetadataReader metadata = pe.GetMetadataReader();
            return metadata.AssemblyReferences.Any(reference => metadata.StringComparer.Equals(metadata.GetAssemblyReference(reference).Name, name));
        }

        private static byte[] CompilePart(string folder, string part, string what, IReadOnlyList<MetadataReference> references)
        {
            string path = Path.Combine(folder, part);
            return AppProject.IsProject(path) || Directory.Exists(path)
                ? Compile(AppProject.Load(path), OutputKind.ConsoleApplication, references, [])
                : throw new ToolException(ExitCode.BadInput, $"{folder} has no folder {part} with {what}. 'nanoota new NAME' makes an application with it; --board names another kind of board.");
        }

        // Libraries first: each is there for the projects that refer to it.
        private static byte[] Compile(AppProject project, OutputKind kind, IReadOnlyList<MetadataReference> references, List<byte[]> libraries)
        {
            List<MetadataReference> all = [.. references];
            foreach (AppProject library in project.Libraries)
            {
                byte[] compiled = Compile(library, OutputKind.DynamicallyLinkedLibrary, references, libraries);
                libraries.Add(compiled);
                all.Add(MetadataReference.CreateFromImage(compiled));
            }

            (string, string)[] sources =
            [
                .. project.Sources.Select(path => (path, ReadText(path))),
                ("Own.cs", VirtualLibraries.Source("Own.cs")),
            ];
            return ProgramCompiler.Compile(project.Name, kind, sources, all);
        }

        private static string ReadText(string path)
        {
            using StreamReader reader = new(new MemoryStream(Files.ReadAll(path, MaxSource), writable: false));
            return reader.ReadToEnd();
        }

        private static McuBootOptions McuBootOptions(ECDsa key) => new()
        {
            Layout = McuBootLayout.Create(FlashSize),
            PublicKey = McuBootImageBuilder.PublicKeyOf(key),
        };

        private static byte[] Firmware() => new StandInFirmware { Natives = HostFirmware.Natives }.Build();

        private static string WriteFolder(string folder, string name, IEnumerable<byte[]> assemblies, Func<byte[], byte[]> wrap)
        {
            string path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            foreach (byte[] assembly in assemblies)
            {
                File.WriteAllBytes(Path.Combine(path, HostAssembly.NameOf(assembly) + ".pe"), wrap(assembly));
            }

            return path;
        }

        private byte[] Deployment() => AppImage.FromAssemblies(_carried.Select(file => PeAssembly.Parse(HostAssembly.Wrap(file), "host"))).Bytes;

        private byte[] InFieldUpdateImage(string version)
        {
            byte[] carrier = new EspImageBuilder { Version = version, ProjectName = Name }.Build();
            return Signed(version, HostFirmware.AttachWrapped(carrier, _carried.Select(file => HostAssembly.Wrap(file)), ((byte[][])[.. _appLibraries, _app]).Select(file => HostAssembly.Wrap(file))));
        }

        private byte[] Signed(string version, byte[] payload)
        {
            Version number = System.Version.Parse(version.Contains('.', StringComparison.Ordinal) ? version : version + ".0");
            return new McuBootImageBuilder { Version = new Version(number.Major, number.Minor, Math.Max(0, number.Build), Math.Max(0, number.Revision)) }.Build(payload, _mcuBoot!);
        }
    }
}
