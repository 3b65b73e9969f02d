using Mono.Cecil;
using NanoOta.Tooling.NanoClr;

namespace NanoOta.ApiGate
{
    /// <summary>The parts of nanoFramework that running tests on its CLR needs; each is named by an environment variable.</summary>
    public sealed class NanoClrToolchain
    {
        private static readonly (string Variable, string What)[] _variables =
        [
            (ClrVariable, """
                the command that runs .pe files on a nanoCLR, the files' paths following it.
                  "nanoclr" after: dotnet tool install -g nanoclr (Windows), or the executable of the posix target
                  of https://github.com/nanoframework/nf-interpreter
                """),
            (ReferencesVariable, """
                the folder of nanoFramework's assemblies (mscorlib.dll, nanoFramework.System.Text.dll, ...).
                  The lib folders of the NuGet packages in Ota.Tests/Device/Client/packages.config, copied together
                """),
            (PeVariable, """
                the folder of the same assemblies as .pe files.
                  The same lib folders; they must be of the versions that the nanoCLR has the native halves of
                """),
            (MetadataProcessor.Variable, MetadataProcessor.WhereFrom),
        ];

        private readonly NanoClrProgram _clr;

        private NanoClrToolchain(Func<string, string> variable)
        {
            _clr = new NanoClrProgram(variable(ClrVariable));
            Processor = new MetadataProcessor(variable(MetadataProcessor.Variable));
            References = variable(ReferencesVariable);
            PeFiles = variable(PeVariable);
        }

        private const string ClrVariable = "NANOCLR";
        private const string ReferencesVariable = "NANOFRAMEWORK_REFS";
        private const string PeVariable = "NANOFRAMEWORK_PE";

        /// <summary>What makes .pe files.</summary>
        public MetadataProcessor Processor { get; }

        /// <summary>The folder of the reference assemblies.</summary>
        public string References { get; }

        /// <summary>The folder of the .pe files.</summary>
        public string PeFiles { get; }

        /// <summary>Takes the parts from the environment; null, and what is missing and where to get it, if one is not there.</summary>
        public static NanoClrToolchain? Find(Func<string, string?> environment, TextWriter output)
        {
            List<string> missing = [];
            foreach ((string variable, string what) in _variables)
            {
                string? value = environment(variable);
                bool folder = variable is ReferencesVariable or PeVariable;
                if (string.IsNullOrWhiteSpace(value))
                {
                    missing.Add($"{variable} is not set: {what}");
                }
                else if (folder && !Directory.Exists(value))
                {
                    missing.Add($"{variable} is {value}, which is no folder. It is {what}");
                }
                else if (folder && !File.Exists(Path.Combine(value, "mscorlib" + (variable == PeVariable ? ".pe" : ".dll"))))
                {
                    missing.Add($"{variable} is {value}, which has no mscorlib. It is {what}");
                }
            }

            if (missing.Count == 0)
            {
                return new NanoClrToolchain(variable => environment(variable)!);
            }

            output.WriteLine("To run the shared tests on a nanoCLR:");
            foreach (string line in missing)
            {
                output.WriteLine(line);
            }

            return null;
        }

        /// <summary>The libraries that compiled assemblies need, and what those need.</summary>
        public IReadOnlyCollection<string> LibrariesOf(IReadOnlyList<byte[]> assemblies)
        {
            SortedSet<string> names = new(StringComparer.Ordinal);
            Queue<byte[]> images = new(assemblies);
            while (images.TryDequeue(out byte[]? image))
            {
                using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image));
                foreach (string name in assembly.MainModule.AssemblyReferences.Select(reference => reference.Name))
                {
                    string file = Path.Combine(References, name + ".dll");
                    if (File.Exists(file) && names.Add(name))
                    {
                        images.Enqueue(File.ReadAllBytes(file));
                    }
                }
            }

            return names;
        }

        /// <summary>Runs .pe files on the CLR and hands on each line that it prints; everything it printed comes back.</summary>
        public ToolRun Start(IReadOnlyList<string> peFiles, TimeSpan limit, Action<string> line) => _clr.Run(peFiles, limit, line);
    }
}
