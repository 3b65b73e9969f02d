namespace NanoOta.ApiGate
{
    /// <summary>nanoFramework's metadata processor, which makes a .pe of an assembly.</summary>
    public sealed class MetadataProcessor(string command)
    {
        /// <summary>The environment variable that has the command.</summary>
        public const string Variable = "METADATA_PROCESSOR";

        /// <summary>What it is and where to get it.</summary>
        public const string WhereFrom = """
            the command of the metadata processor, which makes a .pe of an assembly.
              nanoFramework.Tools.MetadataProcessor.exe of the NuGet package nanoFramework.Tools.MetadataProcessor.CLI, or built from
              https://github.com/nanoframework/metadata-processor
            """;

        /// <summary>Makes a .pe of an assembly. Null, or why there is none that a device can use.</summary>
        public string? Convert(string assembly, string pe, IReadOnlyList<string> references)
        {
            List<string> arguments = [];
            foreach (string reference in references)
            {
                arguments.AddRange(["-loadHints", Path.GetFileNameWithoutExtension(reference), reference]);
            }

            arguments.AddRange(["-parse", assembly, "-compile", pe, "false"]);
            File.Delete(pe);
            (int code, string said) = ToolProcess.Run(command, arguments, TimeSpan.FromMinutes(2), _ => { });
            string name = Path.GetFileNameWithoutExtension(assembly);
            if (code != 0 || !File.Exists(pe) || said.Contains("Exception minimizing assembly", StringComparison.Ordinal))
            {
                return $"The metadata processor made no PE of {name}:{Environment.NewLine}{said}";
            }

            // It writes strings beyond the limit without a word; the CLR then reads others in their place.
            int strings = new PeFile(File.ReadAllBytes(pe)).StringBytes;
            return strings > IlChecker.MaxStringBytes ? $"{name}.pe has {strings} bytes of strings, of {IlChecker.MaxStringBytes}." : null;
        }
    }
}
