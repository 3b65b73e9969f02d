using System.Text.RegularExpressions;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>What a mark says about the commands that follow.</summary>
    internal enum DocMarkKind
    {
        /// <summary>"given X": the test first makes what a reader has by then, such as the output of a build.</summary>
        Given,

        /// <summary>"with --count 2": the commands run with these options added or replaced, so that they take a second.</summary>
        With,

        /// <summary>"as COMMAND": the one command runs in this form.</summary>
        As,

        /// <summary>"run by CLASS, TEXT": another test runs the command; its source has the text.</summary>
        RunBy,

        /// <summary>"stand-in PROGRAM, REASON": commands of this program run on a stand-in. They count as marked.</summary>
        StandIn,

        /// <summary>"not run, REASON": nothing of the block runs. Each of its commands counts as marked.</summary>
        NotRun,
    }

    /// <summary>A comment of a page for the test of commands: &lt;!-- test: given X --&gt;, alone on its line, before a block.</summary>
    internal sealed partial record DocMark(int Line, DocMarkKind Kind, string Text, string Reason)
    {
        /// <summary>The mark of a line; null for another line.</summary>
        public static DocMark? Parse(string line, int number)
        {
            Match match = Mark().Match(line);
            if (!match.Success)
            {
                return line.StartsWith("<!-- test", StringComparison.Ordinal) ? throw new InvalidDataException($"Line {number} has a mark of no known form: {line}") : null;
            }

            DocMarkKind kind = match.Groups["kind"].Value switch
            {
                "given" => DocMarkKind.Given,
                "with" => DocMarkKind.With,
                "as" => DocMarkKind.As,
                "run by" => DocMarkKind.RunBy,
                "stand-in" => DocMarkKind.StandIn,
                _ => DocMarkKind.NotRun,
            };
            string rest = match.Groups["rest"].Value.Trim();
            if (kind == DocMarkKind.NotRun)
            {
                return new DocMark(number, kind, string.Empty, rest.TrimStart(',', ' '));
            }

            string[] parts = kind is DocMarkKind.RunBy or DocMarkKind.StandIn ? rest.Split(", ", 2) : [rest];
            return new DocMark(number, kind, parts[0], parts.Length == 2 ? parts[1] : string.Empty);
        }

        [GeneratedRegex("^<!-- test: (?<kind>given|with|as|run by|stand-in|not run)(?<rest>.*?)-->$")]
        private static partial Regex Mark();
    }
}
