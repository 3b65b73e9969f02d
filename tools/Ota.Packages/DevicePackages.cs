using Mono.Cecil;
using NanoOta.ApiGate;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;
using NuGet.Packaging;
using NuGet.Versioning;

namespace NanoOta.Packages
{
    /// <summary>Makes the packages of device assemblies out of what nanoFramework's project system has built.</summary>
    public static class DevicePackages
    {
        /// <summary>
        /// Makes all of them, or prints what is missing or wrong and makes none: a release is whole. <paramref name="built"/> is a folder with the files
        /// as the projects write them (bin/Release), or all in one place; null for none. A project that no build has, since its libraries are of another
        /// generation, is left out with a word.
        /// </summary>
        public static bool Make(string root, string? built, string output, Source source, TextWriter words)
        {
            List<DevicePackage> packages = [];
            foreach (DevicePackage package in DevicePackage.FindAll(root))
            {
                if (package.Project.IsSourceOnly && package.BuiltFiles.All(file => Find(root, built, package, file) == null))
                {
                    words.WriteLine($"{package.Id}: left out. {Path.GetFileName(package.Project.Path)} is not in nanoOta.Device.sln: it is built from sources alone.");
                    continue;
                }

                packages.Add(package);
            }

            string[] problems = [.. packages.SelectMany(package => Problems(root, built, package, source))];
            if (problems.Length > 0)
            {
                Array.ForEach(problems, words.WriteLine);
                words.WriteLine(built == null
                    ? "No package of the device was made. Build nanoOta.Device.sln (Release) on Windows, then give --built FOLDER."
                    : "No package of the device was made.");
                return false;
            }

            foreach (DevicePackage package in packages)
            {
                string file = Path.Combine(output, $"{package.Id}.{source.Version}.nupkg");
                Write(root, built!, package, source, file);
                words.WriteLine(file);
            }

            return true;
        }

        /// <summary>Where a file of a build is: below the project's own folder, or in one folder with all. Null if it is in neither.</summary>
        public static string? Find(string root, string? built, DevicePackage package, string file)
        {
            string[] places = built == null ? [] :
            [
                Path.Combine(built, Path.GetRelativePath(root, package.Project.Folder), "bin", "Release", file),
                Path.Combine(built, file),
            ];
            return places.FirstOrDefault(File.Exists);
        }

        private static IEnumerable<string> Problems(string root, string? built, DevicePackage package, Source source)
        {
            string[] missing = [.. package.BuiltFiles.Where(file => Find(root, built, package, file) == null)];
            if (missing.Length > 0)
            {
                return [$"{package.Id}: missing {string.Join(", ", missing)}"];
            }

            string assembly = package.Project.AssemblyName;
            Version version = RepositoryVersion.OfAssemblies(source.Version);
            return ProblemsOfAssembly(package, Find(root, built, package, assembly + ".dll")!, version)
                .Concat(ProblemsOfPe(package, Find(root, built, package, assembly + ".pe")!, version));
        }

        private static IEnumerable<string> ProblemsOfAssembly(DevicePackage package, string dll, Version version)
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(dll);
            if (assembly.Name.Name != package.Project.AssemblyName || assembly.Name.Version != version)
            {
                yield return $"{package.Id}: {dll} is {assembly.Name.Name} {assembly.Name.Version}, not {package.Project.AssemblyName} {version}";
            }

            HashSet<string> known = [.. package.Project.References.Select(reference => reference.Assembly), .. package.Project.ProjectReferences.Select(path => DeviceProject.Load(path).AssemblyName)];
            foreach (AssemblyNameReference reference in assembly.MainModule.AssemblyReferences.Where(reference => !known.Contains(reference.Name)))
            {
                yield return $"{package.Id}: {dll} needs {reference.Name}, which no dependency brings";
            }
        }

        private static IEnumerable<string> ProblemsOfPe(DevicePackage package, string path, Version version)
        {
            string? problem = null;
            try
            {
                PeAssembly pe = PeAssembly.ParseFile(path);
                problem = pe.Name == package.Project.AssemblyName && pe.Version == version ? null : $"{path} is {pe.Name} {pe.Version}, not {package.Project.AssemblyName} {version}";
            }
            catch (ToolException e)
            {
                problem = e.Message;
            }

            return problem == null ? [] : [$"{package.Id}: {problem}"];
        }

        private static void Write(string root, string built, DevicePackage package, Source source, string target)
        {
            using FileStream nuspec = File.OpenRead(package.NuspecPath);
            NuGet.Packaging.Manifest manifest = NuGet.Packaging.Manifest.ReadFrom(nuspec, name => ValueOf(name, source), validateSchema: true);
            PackageBuilder builder = new() { Version = NuGetVersion.Parse(source.Version) };
            builder.Populate(manifest.Metadata);
            foreach (ManifestFile file in manifest.Files ?? [])
            {
                string relative = file.Source!.Replace('\\', Path.DirectorySeparatorChar);
                string name = Path.GetFileName(relative);
                builder.Files.Add(new PhysicalPackageFile
                {
                    SourcePath = package.BuiltFiles.Contains(name) ? Find(root, built, package, name)! : Path.GetFullPath(relative, package.Project.Folder),
                    TargetPath = Path.Combine(file.Target ?? string.Empty, name),
                });
            }

            using FileStream stream = File.Create(target);
            builder.Save(stream);
        }

        private static string ValueOf(string name, Source source) => name switch
        {
            "version" => source.Version,
            "repository" => source.Repository,
            "commit" => source.Commit ?? string.Empty,
            _ => throw new InvalidOperationException($"A nuspec has ${name}$, which nobody fills in."),
        };
    }
}
