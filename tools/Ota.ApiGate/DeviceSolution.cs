using System.Text;
using System.Xml.Linq;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// nanoOta.Device.sln: the device projects for Visual Studio with nanoFramework's extension, which the SDK cannot build. Every project is
    /// built and deployed in every configuration; without Build.0 Visual Studio builds nothing, without Deploy.0 nothing reaches a board. Projects
    /// that are there for their sources only are left out.
    /// </summary>
    public static class DeviceSolution
    {
        /// <summary>The file, below the repository's root.</summary>
        public const string FileName = "nanoOta.Device.sln";

        private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

        private static readonly string[] _configurations = ["Debug|Any CPU", "Release|Any CPU"];

        /// <summary>The verb solution: writes the file anew from the projects on disk.</summary>
        public static int Run(string root, TextWriter output)
        {
            IReadOnlyList<DeviceProject> projects = DeviceProject.FindAll(root);
            File.WriteAllText(Path.Combine(root, FileName), Write(root, projects), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            output.WriteLine($"{FileName} has {projects.Count(project => !project.IsSourceOnly)} of {projects.Count} device projects; the others are source only.");
            return 0;
        }

        /// <summary>The text of the file.</summary>
        public static string Write(string root, IReadOnlyList<DeviceProject> all)
        {
            DeviceProject[] projects = [.. all.Where(project => !project.IsSourceOnly)];
            StringBuilder text = new();
            text.Append("\nMicrosoft Visual Studio Solution File, Format Version 12.00\n# Visual Studio Version 17\n");
            text.Append("VisualStudioVersion = 17.0.31903.59\nMinimumVisualStudioVersion = 10.0.40219.1\n");
            foreach (DeviceProject project in projects)
            {
                string path = Path.GetRelativePath(root, project.Path).Replace('/', '\\');
                text.Append($"Project(\"{ProjectType}\") = \"{Path.GetFileNameWithoutExtension(project.Path)}\", \"{path}\", \"{GuidOf(project)}\"\nEndProject\n");
            }

            text.Append("Global\n\tGlobalSection(SolutionConfigurationPlatforms) = preSolution\n");
            foreach (string configuration in _configurations)
            {
                text.Append($"\t\t{configuration} = {configuration}\n");
            }

            text.Append("\tEndGlobalSection\n\tGlobalSection(ProjectConfigurationPlatforms) = postSolution\n");
            foreach (string guid in projects.Select(GuidOf))
            {
                foreach (string configuration in _configurations)
                {
                    foreach (string step in (string[])["ActiveCfg", "Build.0", "Deploy.0"])
                    {
                        text.Append($"\t\t{guid}.{configuration}.{step} = {configuration}\n");
                    }
                }
            }

            return text.Append("\tEndGlobalSection\n\tGlobalSection(SolutionProperties) = preSolution\n\t\tHideSolutionNode = FALSE\n\tEndGlobalSection\nEndGlobal\n").ToString();
        }

        private static string GuidOf(DeviceProject project) =>
            "{" + XDocument.Load(project.Path).Descendants().First(element => element.Name.LocalName == "ProjectGuid").Value.ToUpperInvariant() + "}";
    }
}
