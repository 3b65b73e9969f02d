using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>What a reader has at some place of a page, and a test has not: builds by Visual Studio, a firmware, nf-interpreter's folders.</summary>
    internal static class StandIns
    {
        private static readonly Version _version = new(1, 0, 0, 0);

        /// <summary>Makes what a mark "given X" names, in the folder of the page's commands.</summary>
        public static void Make(string given, string root, string folder, string programs)
        {
            string[] words = given.Split(' ');
            switch (words)
            {
                case ["build", string project, string version]:
                    Build(root, folder, project, version);
                    break;
                case ["thermostat", string version, string target]:
                    Thermostat.CopyTo(Path.Combine(folder, target), version);
                    break;
                case ["firmware", string file]:
                    WriteFirmware(Path.Combine(folder, file));
                    break;
                case ["nf-interpreter"]:
                    MakeFirmwareSources(root, folder, programs);
                    break;
                case ["file", string file]:
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
                    File.WriteAllText(Path.Combine(folder, file), "{}");
                    break;
                default:
                    throw new InvalidDataException($"There is no stand-in '{given}'.");
            }
        }

        // What the project system writes: the program's PE and those of all that the program references, with names and references of the real ones.
        private static void Build(string root, string folder, string project, string version)
        {
            // A project of the repository, or one that the page's commands have made.
            string sources = Path.Combine(Directory.Exists(Path.Combine(root, project)) ? root : folder, project);
            string path = Directory.GetFiles(sources, "*.nfproj").Single();
            string target = Path.Combine(folder, project, "bin", "Release");
            Directory.CreateDirectory(target);
            HashSet<string> done = [];
            Write(DeviceProject.Load(path), target, done, version);
            File.WriteAllBytes(Path.Combine(target, Path.GetFileName(project) + ".bin"), []);
        }

        private static void Write(DeviceProject project, string target, HashSet<string> done, string version)
        {
            if (!done.Add(project.AssemblyName))
            {
                return;
            }

            DeviceProject[] others = [.. project.ProjectReferences.Select(DeviceProject.Load)];
            string[] libraries = [.. project.References.Select(reference => reference.Assembly.Split(',')[0])];
            Put(target, project.AssemblyName, [.. libraries, .. others.Select(other => other.AssemblyName)], project.IsProgram, project.IsProgram ? version : string.Empty);
            foreach (string library in libraries.Where(done.Add))
            {
                Put(target, library, library == "mscorlib" ? [] : ["mscorlib"], false, string.Empty);
            }

            foreach (DeviceProject other in others)
            {
                Write(other, target, done, version);
            }
        }

        private static void Put(string target, string name, string[] references, bool isProgram, string version)
        {
            byte[] pe = new PeWriter
            {
                Name = name,
                HasEntryPoint = isProgram,
                NativeChecksum = Natives().FirstOrDefault(native => native.Name == name)?.Checksum ?? 0,
                References = [.. references.Select(reference => (reference, _version))],
                Payload = System.Text.Encoding.ASCII.GetBytes(new string('.', 400) + name + version),
            }.Write();
            File.WriteAllBytes(Path.Combine(target, name + ".pe"), pe);
        }

        // The firmware that a reader builds: what a small nanoCLR registers, and the native half.
        private static FirmwareNative[] Natives() => [.. StandInFirmware.DefaultNatives, new FirmwareNative("Ota.Esp32", 0xA47BDA32, new Version(1, 4, 0, 0))];

        private static void WriteFirmware(string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, new StandInFirmware { Natives = Natives(), Size = 100_000 }.Build());
        }

        // The files of nf-interpreter that the page's commands change, as far as the commands look at them; and programs in place of the build's.
        private static void MakeFirmwareSources(string root, string folder, string programs)
        {
            string sources = Path.Combine(folder, "nf-interpreter");
            foreach (string name in (string[])["InteropAssemblies", "CMake/Modules", "config", "targets/ESP32/_IDF/esp32", "targets/ESP32/defconfig"])
            {
                Directory.CreateDirectory(Path.Combine(sources, name));
            }

            Write("CMake/binutils.ESP32.cmake", "    list(APPEND\n        littlefs\n    )\n    link(\n        idf::littlefs\n    )\n");
            Write("targets/ESP32/defconfig/ESP32_PSRAM_REV3_defconfig", "CONFIG_SDK_CONFIG_FILE=\"sdkconfig.default\"\n");
            Write("targets/ESP32/_IDF/sdkconfig.default", "CONFIG_STAND_IN=y\n");
            Write("config/user-prefs.TEMPLATE.json", "{}\n");
            Write("config/user-tools-repos.TEMPLATE.json", "{ \"name\": \"user-tools-repos-container\" }\n");
            string made = Path.Combine(programs, "made");
            WriteFirmware(Path.Combine(made, "nanoCLR.bin"));
            Directory.CreateDirectory(Path.Combine(made, "bootloader"));
            File.WriteAllText(Path.Combine(made, "bootloader", "bootloader.bin"), "stand-in");
            File.WriteAllText(Path.Combine(made, "partitions_4mb.bin"), "stand-in");
            File.WriteAllText(Path.Combine(made, "build.ninja"), "flags = --wrap=stand_in\n");
            Program(programs, "cmake", $"if [ \"$1\" = --build ]; then cp -r '{made}' build; else cp targets/ESP32/_IDF/sdkconfig.default sdkconfig; fi");
            Program(programs, "python", "exit 0");
            string clone = Path.Combine(folder, "nanoOta");
            Directory.CreateDirectory(clone);
            Directory.Move(Path.Combine(folder, "Ota.Bootstrap"), Path.Combine(clone, "Ota.Bootstrap"));
            Build(root, clone, "Ota.Samples.Esp32/Lamp", "1.0");
            Build(root, clone, "Ota.Bootstrap/Updater", "1.0");

            void Write(string name, string text) => File.WriteAllText(Path.Combine(sources, name), text);
        }

        private static void Program(string programs, string name, string script)
        {
            string file = Path.Combine(programs, name);
            File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
