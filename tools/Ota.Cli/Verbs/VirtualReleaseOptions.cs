using System.CommandLine;
using System.CommandLine.Parsing;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>The options of 'release' for the virtual board.</summary>
    internal sealed class VirtualReleaseOptions
    {
        // The world of the virtual board has its own folder, and the sources are the input.
        private static readonly string[] _needed = ["--key", "--product", "--version"];

        private readonly Option<bool> _virtual = new("--virtual") { Description = "For the virtual board of 'run': from the project's sources, on channel dev, served from .nanoota alone." };
        private readonly Option<string> _board = WorkbenchOptions.Board();

        public void AddTo(Command command)
        {
            command.Options.Add(_virtual);
            command.Options.Add(_board);
        }

        /// <summary>Whether the release is for the virtual board.</summary>
        public bool IsGiven(CommandResult result) => result.GetValue(_virtual);

        /// <summary>Whether the release is for the virtual board.</summary>
        public bool IsGiven(ParseResult parsed) => parsed.GetValue(_virtual);

        /// <summary>The kind of board.</summary>
        public BoardKind Kind(ParseResult parsed) => BoardKinds.Parse(parsed.GetRequiredValue(_board));

        /// <summary>Whether a release for the virtual board needs a required option, too.</summary>
        public static bool Needs(Option option) => _needed.Contains(option.Name);
    }
}
