using NanoOta.Formats;

namespace NanoOta.Tooling.NanoClr
{
    /// <summary>nanoFramework's metadata processor, which makes a .pe of an assembly. Thread-safe.</summary>
    /// <param name="command">The command: a path, or a program and its first arguments, parted by spaces.</param>
    public sealed class MetadataProcessor(string command)
    {
        /// <summary>The environment variable that has the command.</summary>
        public const string Variable = "METADATA_PROCESSOR";

        /// <summary>Bytes of names and literals an assembly may have: higher offsets mean the CLR's own table in a PE.</summary>
        public const int MaxStringBytes = 0x7FFF;

        /// <summary>What it is and where to get it.</summary>
        public const string WhereFrom = """
            the command of the metadata processor, which makes a .pe of an assembly.
              nanoFramework.Tools.MetadataProcessor.exe of the NuGet package nanoFramework.Tools.MetadataProcessor.CLI, or built from
              https://github.com/nanoframework/metadata-processor
            """;

        private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

        /// <summary>Makes a .pe of an assembly. Null, or why there is none that a device can use.</summary>
        /// <param name="assembly">The assembly's file.</param>
        /// <param name="pe">Where the .pe goes.</param>
        /// <param name="references">The files of all assemblies that the assembly needs.</param>
        /// <param name="cancellation">Ends the processor.</param>
        public string? Convert(string assembly, string pe, IReadOnlyList<string> references, CancellationToken cancellation = default)
        {
            List<string> arguments = [];
            foreach (string reference in references)
            {
                arguments.AddRange(["-loadHints", Path.GetFileNameWithoutExtension(reference), reference]);
            }

            arguments.AddRange(["-parse", assembly, "-compile", pe, "false"]);
            File.Delete(pe);
            ToolRun run = ToolProcess.Run(command, arguments, _limit, _ => { }, cancellation);
            cancellation.ThrowIfCancellationRequested();
            string name = Path.GetFileNameWithoutExtension(assembly);
            if (run.Code != 0 || !File.Exists(pe) || run.Said.Contains("Exception minimizing assembly", StringComparison.Ordinal))
            {
                return $"The metadata processor made no PE of {name}:{Environment.NewLine}{run.Said}";
            }

            // The processor writes strings beyond the limit without a word; the CLR then reads others in their place.
            byte[] image = File.ReadAllBytes(pe);
            return Formats.PeHeader.TryRead(image, out Formats.PeHeader? header) != PeFault.None || header == null ? $"The metadata processor's PE of {name} is not sound."
                : header.StringBytes > MaxStringBytes ? $"{name}.pe has {header.StringBytes} bytes of strings, of {MaxStringBytes}."
                : null;
        }
    }
}
