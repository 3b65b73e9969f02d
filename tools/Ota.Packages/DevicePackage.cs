using System.Security;
using System.Text;
using System.Xml.Linq;
using NanoOta.ApiGate;

namespace NanoOta.Packages
{
    /// <summary>A package of one device assembly. Its nuspec stands beside the project, and is named after the package.</summary>
    public sealed class DevicePackage
    {
        private const string Extension = ".nuspec";

        private static readonly string[] _extensions = ["dll", "pdb", "pdbx", "pe", "xml"];

        private readonly string _root;

        private DevicePackage(string root, string nuspec)
        {
            _root = root;
            NuspecPath = nuspec;
            Id = Path.GetFileNameWithoutExtension(nuspec);
            Project = DeviceProject.Load(Directory.GetFiles(Path.GetDirectoryName(nuspec)!, "*.nfproj").Single());
        }

        /// <summary>The nuspec.</summary>
        public string NuspecPath { get; }

        /// <summary>The package's name.</summary>
        public string Id { get; }

        /// <summary>The project of its assembly.</summary>
        public DeviceProject Project { get; }

        /// <summary>The files of the build that a package has: assembly, symbols, the CLR's symbols and assembly, documentation.</summary>
        public IReadOnlyList<string> BuiltFiles => [.. _extensions.Select(extension => $"{Project.AssemblyName}.{extension}")];

        /// <summary>Libraries of nanoFramework by packages.config, and this repository's packages by project references; ids and versions.</summary>
        public IReadOnlyList<(string Id, string Version)> Dependencies =>
        [
            .. XDocument.Load(Path.Combine(Project.Folder, "packages.config")).Descendants("package")
                .Select(package => ((string)package.Attribute("id")!, (string)package.Attribute("version")!))
                .Concat(Project.ProjectReferences.Select(path => (IdOf(path), "$version$")))
                .OrderBy(dependency => dependency.Item1, StringComparer.Ordinal),
        ];

        /// <summary>Every package of the repository.</summary>
        public static List<DevicePackage> FindAll(string root) =>
            [.. DeviceProject.Files(root, "*" + Extension).Order(StringComparer.Ordinal).Select(nuspec => new DevicePackage(root, nuspec))];

        /// <summary>The text that the nuspec should have. The description alone is taken from the file.</summary>
        public string WriteNuspec()
        {
            string description = XDocument.Load(NuspecPath).Descendants().Single(element => element.Name.LocalName == "description").Value;
            StringBuilder text = new();
            text.Append($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <!-- tools/Ota.Packages makes the package. Its verb 'nuspecs' writes all of this file but the description. -->
                  <metadata>
                    <id>{Id}</id>
                    <version>$version$</version>
                    <title>{Id}</title>
                    <authors>nanoOta contributors</authors>
                    <requireLicenseAcceptance>false</requireLicenseAcceptance>
                    <license type="expression">MIT</license>
                    <projectUrl>$repository$</projectUrl>
                    <repository type="git" url="$repository$" commit="$commit$" />
                    <icon>icon.png</icon>
                    <readme>README.md</readme>
                    <description>{SecurityElement.Escape(description)}</description>
                    <copyright>Copyright (c) nanoOta contributors</copyright>
                    <tags>nanoFramework OTA update ESP32 netmf netnf</tags>
                    <dependencies>

                """.ReplaceLineEndings("\n"));
            foreach ((string id, string version) in Dependencies)
            {
                text.Append($"      <dependency id=\"{id}\" version=\"{version}\" />\n");
            }

            text.Append("    </dependencies>\n  </metadata>\n  <files>\n");
            foreach (string file in BuiltFiles)
            {
                text.Append($"    <file src=\"bin\\Release\\{file}\" target=\"lib\" />\n");
            }

            string icon = Path.GetRelativePath(Project.Folder, Path.Combine(_root, "docs", "site", "icon.png")).Replace('/', '\\');
            return text.Append($"    <file src=\"README.md\" target=\"\" />\n    <file src=\"{icon}\" target=\"\" />\n  </files>\n</package>\n").ToString();
        }

        private static string IdOf(string project) =>
            Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.GetDirectoryName(project)!, "*" + Extension).SingleOrDefault()
                ?? throw new InvalidOperationException($"{project} is referenced by a package, and has no nuspec."));
    }
}
