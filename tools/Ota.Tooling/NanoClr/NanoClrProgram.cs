namespace NanoOta.Tooling.NanoClr
{
    /// <summary>
    /// A nanoCLR for a PC. There are two. The tool 'nanoclr' of NuGet takes "run --assemblies FILE...", with full paths (nf-interpreter,
    /// targets/netcore/nanoFramework.nanoCLR.CLI/README.md). The executable of the target posix takes the files alone (targets/posix/README.md). Thread-safe.
    /// </summary>
    /// <param name="command">A path, or a program and its first arguments, parted by spaces.</param>
    public sealed class NanoClrProgram(string command)
    {
        private const string ToolName = "nanoclr";

        // The first byte of an image for an ESP32 (ESP-IDF, esp_app_format.h, ESP_IMAGE_HEADER_MAGIC). No program of a PC begins with this byte.
        private const int EspMagic = 0xE9;
        private static readonly string[] _toolArguments = ["run", "--assemblies"];

        /// <summary>The program, for messages.</summary>
        public string Name => ToolProcess.WordsOf(command) is [string first, ..] ? first : command;

        /// <summary>Throws for a path at which no file lies, and for a board's firmware, which another verb calls nanoclr, too.</summary>
        public void RequireThere()
        {
            bool isPath = Name.AsSpan().IndexOfAny('/', '\\') >= 0;
            if (isPath && !File.Exists(Name))
            {
                throw new ToolException(ExitCode.InputOutput, $"There is no nanoCLR {Name}. Give the path of a program that can be run (docs/TOOL.md).");
            }

            if (File.Exists(Name) && IsBoardFirmware(Name))
            {
                throw new ToolException(ExitCode.BadInput, $"{Name} is the firmware of a board. 'run' needs a nanoCLR for this computer (docs/TOOL.md).");
            }
        }

        /// <summary>Runs .pe files and hands on each line that the CLR prints, from other threads but one at a time.</summary>
        /// <param name="peFiles">The program, and all that the program needs.</param>
        /// <param name="limit">When the CLR is ended; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
        /// <param name="line">Takes each line.</param>
        /// <param name="cancellation">Ends the CLR.</param>
        public ToolRun Run(IReadOnlyList<string> peFiles, TimeSpan limit, Action<string> line, CancellationToken cancellation = default) =>
            ToolProcess.Run(command, Arguments(peFiles), limit, line, cancellation);

        /// <summary>What follows the command: the tool 'nanoclr' alone wants its verb and option first.</summary>
        internal IReadOnlyList<string> Arguments(IReadOnlyList<string> peFiles)
        {
            string[] words = ToolProcess.WordsOf(command);
            bool isTool = words.Length == 1 && string.Equals(Path.GetFileNameWithoutExtension(words[0]), ToolName, StringComparison.OrdinalIgnoreCase);
            return [.. isTool ? _toolArguments : [], .. peFiles.Select(Path.GetFullPath)];
        }

        private static bool IsBoardFirmware(string file)
        {
            using FileStream stream = File.OpenRead(file);
            return stream.ReadByte() == EspMagic;
        }
    }
}
