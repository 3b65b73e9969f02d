using System.Diagnostics;
using System.Xml.Linq;
using NanoOta.ApiGate;

namespace NanoOta.Packages
{
    /// <summary>Makes the packages for .NET: the tool, its library with what the library needs, and the templates. 'dotnet pack' does the work.</summary>
    public static class HostPackages
    {
        /// <summary>The projects that say of themselves that they are packages.</summary>
        public static IReadOnlyList<string> FindAll(string root) =>
        [
            .. DeviceProject.Files(root, "*.csproj")
                .Where(path => XDocument.Load(path).Descendants("IsPackable").Any(element => element.Value == "true"))
                .Order(StringComparer.Ordinal),
        ];

        /// <summary>Makes all of them. A warning is an error. Prints what dotnet says where one fails.</summary>
        /// <param name="root">The repository.</param>
        /// <param name="output">The folder of the packages.</param>
        /// <param name="source">What they name as their source.</param>
        /// <param name="words">Where to print.</param>
        /// <param name="options">Other arguments of dotnet pack for a project; null for none.</param>
        public static bool Make(string root, string output, Source source, TextWriter words, Func<string, string[]>? options = null)
        {
            bool isWhole = true;
            foreach (string project in FindAll(root))
            {
                string[] arguments =
                [
                    "pack", project, "--output", output, "--nologo", "-warnaserror",
                    $"-p:RepositoryUrl={source.Repository}", $"-p:PackageProjectUrl={source.Repository}", $"-p:RepositoryCommit={source.Commit}",
                    .. options?.Invoke(project) ?? [],
                ];
                ProcessStartInfo start = new("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
                using Process dotnet = Process.Start(start)!;
                Task<string> errors = dotnet.StandardError.ReadToEndAsync();
                string said = dotnet.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
                dotnet.WaitForExit();
                isWhole &= dotnet.ExitCode == 0;
                words.WriteLine(dotnet.ExitCode == 0 ? $"{Path.GetFileNameWithoutExtension(project)}: packed" : said);
            }

            return isWhole;
        }
    }
}
