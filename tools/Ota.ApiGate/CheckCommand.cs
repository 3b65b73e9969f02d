namespace NanoOta.ApiGate
{
    /// <summary>The verb check: all device projects through the gate, as the tests do it, with the findings printed.</summary>
    public static class CheckCommand
    {
        /// <summary>The warnings that are known and right, below the repository's root. One <see cref="Finding.BaselineLine"/> a line.</summary>
        public const string BaselinePath = "tools/Ota.ApiGate/baseline.txt";

        /// <summary>The lines of the baseline that are no comments.</summary>
        public static IReadOnlyList<string> Baseline(string root) =>
            [.. File.ReadAllLines(Path.Combine(root, BaselinePath)).Where(line => line.Length > 0 && line[0] != '#')];

        /// <summary>Prints what is wrong. 0 if nothing is, else 1.</summary>
        public static int Run(string root, TextWriter output)
        {
            IReadOnlyList<DeviceProject> projects = DeviceProject.FindAll(root);
            GateResult result = GateResult.OfProjects(projects);
            IReadOnlyList<string> baseline = Baseline(root);
            Finding[] fresh = [.. result.Warnings.Where(warning => !baseline.Contains(warning.BaselineLine))];
            foreach (object line in result.CompilerMessages.Concat<object>(result.Errors).Concat(fresh))
            {
                output.WriteLine(line);
            }

            foreach (DeviceProject project in projects)
            {
                output.WriteLine($"{Path.GetRelativePath(root, project.Path)}: {project.AssemblyName}, {project.Sources.Count} sources, {project.References.Count} libraries");
            }

            int wrong = result.CompilerMessages.Count + result.Errors.Count + fresh.Length;
            output.WriteLine($"{projects.Count} device projects, {wrong} findings.");
            return wrong == 0 ? 0 : 1;
        }
    }
}
