using System.Diagnostics;

namespace NanoOta.ApiGate
{
    /// <summary>The parts of nanoFramework that running tests on its CLR needs; each is named by an environment variable.</summary>
    public sealed class NanoClrToolchain
    {
        private static readonly (string Variable, string What)[] _variables =
        [
            (ClrVariable, """
                the command that runs .pe files on a nanoCLR, the files' paths following it.
                  "nanoclr run --assemblies" after: dotnet tool install -g nanoclr (Windows), or the executable of the posix target
                  of https://github.com/nanoframework/nf-interpreter
                """),
            (ReferencesVariable, """
                the folder of nanoFramework's assemblies (mscorlib.dll, nanoFramework.System.Text.dll, ...).
                  The lib folders of the NuGet packages in Ota.Tests/Device/packages.config, copied together
                """),
            (PeVariable, """
                the folder of the same assemblies as .pe files.
                  The same lib folders; they must be of the versions that the nanoCLR has the native halves of
                """),
            (ProcessorVariable, """
                the command of the metadata processor, which makes a .pe of an assembly.
                  nanoFramework.Tools.MetadataProcessor.exe of the NuGet package nanoFramework.Tools.MetadataProcessor.CLI, or built from
                  https://github.com/nanoframework/metadata-processor
                """),
        ];

        private readonly string[] _clr;
        private readonly string[] _processor;

        private NanoClrToolchain(Func<string, string> variable)
        {
            _clr = Words(variable(ClrVariable));
            _processor = Words(variable(ProcessorVariable));
            References = variable(ReferencesVariable);
            PeFiles = variable(PeVariable);
        }

        private const string ClrVariable = "NANOCLR";
        private const string ReferencesVariable = "NANOFRAMEWORK_REFS";
        private const string PeVariable = "NANOFRAMEWORK_PE";
        private const string ProcessorVariable = "METADATA_PROCESSOR";

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

        /// <summary>Makes a .pe of an assembly. What the processor said if it made none, else null.</summary>
        public string? Convert(string assembly, string pe, IReadOnlyList<string> references)
        {
            List<string> arguments = [.. _processor[1..]];
            foreach (string reference in references)
            {
                arguments.AddRange(["-loadHints", Path.GetFileNameWithoutExtension(reference), reference]);
            }

            arguments.AddRange(["-parse", assembly, "-compile", pe, "false"]);
            File.Delete(pe);
            (int code, string said) = Run(_processor[0], arguments, TimeSpan.FromMinutes(2), _ => { });
            bool made = code == 0 && File.Exists(pe) && !said.Contains("Exception minimizing assembly", StringComparison.Ordinal);
            return made ? null : said;
        }

        /// <summary>Runs .pe files on the CLR and hands on each line that it prints; everything it printed comes back.</summary>
        public (int Code, string Said) Start(IReadOnlyList<string> peFiles, TimeSpan limit, Action<string> line) =>
            Run(_clr[0], [.. _clr[1..], .. peFiles], limit, line);

        private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        private static (int Code, string Said) Run(string file, IReadOnlyList<string> arguments, TimeSpan limit, Action<string> line)
        {
            ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            // The processor sorts by culture, and the native checksums depend on the order: never the invariant one.
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
            using Process process = new() { StartInfo = start };
            List<string> said = [];
            void Take(string? text)
            {
                if (text is not null)
                {
                    lock (said)
                    {
                        said.Add(text);
                        line(text.TrimEnd('\r'));
                    }
                }
            }

            process.OutputDataReceived += (_, e) => Take(e.Data);
            process.ErrorDataReceived += (_, e) => Take(e.Data);
            try
            {
                process.Start();
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                return (-1, $"{file}: {error.Message}");
            }

            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                said.Add($"ended after {limit.TotalSeconds:0} seconds");
            }

            process.WaitForExit();
            return (process.ExitCode, string.Join(Environment.NewLine, said));
        }
    }
}
