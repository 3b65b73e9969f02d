using System.Xml.Linq;

namespace NanoOta.Packages
{
    /// <summary>The version of everything that is built here. Directory.Build.props has it, and nothing else.</summary>
    public static class RepositoryVersion
    {
        /// <summary>Three numbers, and after a hyphen what tells a preview.</summary>
        public static string Read(string root) =>
            XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").Single().Value;

        /// <summary>The version of assemblies: the three numbers, and zero.</summary>
        public static Version OfAssemblies(string version) => Version.Parse(version.Split('-')[0] + ".0");
    }
}
