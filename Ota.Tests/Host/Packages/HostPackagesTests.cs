using System.Diagnostics;
using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Packages;
using NuGet.Packaging;

namespace NanoOta.Tests.Packages
{
    /// <summary>The packages for .NET, made by 'dotnet pack' out of what the tests were built with, and opened.</summary>
    [TestClass]
    public sealed class HostPackagesTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly string _version = RepositoryVersion.Read(_root);

        [TestMethod]
        public void The_packages_for_NET_are_made_without_a_warning_and_have_README_and_icon()
        {
            string folder = Directory.CreateTempSubdirectory("nanoota-packages-").FullName;
            try
            {
                using StringWriter words = new(CultureInfo.InvariantCulture);
                Source source = new(_version, "https://example.org/nanoOta", new string('a', 40));
                Assert.IsTrue(HostPackages.Make(_root, folder, source, words, Options), words.ToString());
                string[] files = [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file))];
                foreach (string id in (string[])["nanoOta.Client.Host", "nanoOta.Formats", "nanoOta.Templates", "nanoOta.Tool", "nanoOta.Tooling"])
                {
                    Assert.Contains($"{id}.{_version}.nupkg", files);
                }

                foreach (string file in Directory.GetFiles(folder))
                {
                    Check(file, source);
                }

                CheckTool(Path.Combine(folder, $"nanoOta.Tool.{_version}.nupkg"));
                Install(folder);
                CheckLibrary(Path.Combine(folder, $"nanoOta.Tooling.{_version}.nupkg"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        [TestMethod]
        public void The_icon_is_what_the_command_draws()
        {
            CollectionAssert.AreEqual(Icon.Draw(), File.ReadAllBytes(Path.Combine(_root, "docs", "site", "icon.png")), "dotnet run --project tools/Ota.Packages -- icon");
        }

        // The tests were built with all of them but the templates, which have nothing to compile.
        private static string[] Options(string project) => Path.GetFileNameWithoutExtension(project) == "Ota.Templates" ? [] : ["--no-build", "--configuration", Configuration];

        private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

        private static void Check(string file, Source source)
        {
            using PackageArchiveReader package = new(file);
            NuspecReader nuspec = package.NuspecReader;
            Assert.AreEqual("README.md", nuspec.GetReadme(), file);
            Assert.AreEqual("icon.png", nuspec.GetIcon(), file);
            Assert.AreEqual("MIT", nuspec.GetLicenseMetadata().License, file);
            Assert.AreEqual(source.Repository, nuspec.GetRepositoryMetadata().Url, file);
            Assert.AreEqual(source.Commit, nuspec.GetRepositoryMetadata().Commit, file);
            Assert.AreEqual(_version, nuspec.GetVersion().ToString(), file);
            Assert.IsGreaterThan(20, nuspec.GetDescription().Length, file);
            string[] files = [.. package.GetFiles()];
            Assert.Contains("README.md", files, file);
            Assert.Contains("icon.png", files, file);
            using StreamReader readme = new(package.GetStream("README.md"));
            Assert.AreEqual("# " + nuspec.GetId(), readme.ReadLine(), "The README is the package's own.");
        }

        // As README says, into a folder of the test's own.
        private static void Install(string folder)
        {
            string tools = Path.Combine(folder, "tools");
            Run("dotnet", "tool", "install", "nanoOta.Tool", "--source", folder, "--version", _version, "--tool-path", tools);
            Assert.Contains("From a build to a device", Run(Path.Combine(tools, "nanoota"), "--help"), "The installed command runs.");
        }

        private static string Run(string file, params string[] arguments)
        {
            ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, $"{file} {string.Join(' ', arguments)}: {output}{errors.Result}");
            return output;
        }

        private static void CheckTool(string file)
        {
            using PackageArchiveReader package = new(file);
            string settings = package.GetFiles().Single(each => each.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
            using StreamReader text = new(package.GetStream(settings));
            Assert.Contains("Name=\"nanoota\" EntryPoint=\"Ota.Cli.dll\"", text.ReadToEnd());
            string folder = settings[..(settings.LastIndexOf('/') + 1)];
            foreach (string assembly in (string[])["Ota.Cli", "Ota.Tooling", "Ota.Client", "Ota.Formats", "Ota.VirtualDevice"])
            {
                Assert.Contains($"{folder}{assembly}.dll", package.GetFiles(), "A tool brings all that it needs.");
            }
        }

        private static void CheckLibrary(string file)
        {
            using PackageArchiveReader package = new(file);
            string[] dependencies = [.. package.GetPackageDependencies().SelectMany(group => group.Packages).Select(dependency => dependency.Id)];
            Assert.Contains("nanoOta.Client.Host", dependencies);
            Assert.Contains("nanoOta.Formats", dependencies);
            Assert.Contains("lib/net10.0/Ota.Tooling.dll", package.GetFiles());
        }
    }
}
