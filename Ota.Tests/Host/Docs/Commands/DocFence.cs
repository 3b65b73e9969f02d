using System.Text.RegularExpressions;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>A block of a page between two fences, with the marks that stand right before the block.</summary>
    internal sealed partial record DocFence(string Page, int Line, string Language, IReadOnlyList<string> Lines, IReadOnlyList<DocMark> Marks)
    {
        /// <summary>A block of commands: sh has commands, console has commands behind a $ and their output.</summary>
        public bool HasCommands => Language is "sh" or "console";

        /// <summary>The commands, in order. A backslash at the end of a line goes on in the next one.</summary>
        public IEnumerable<DocCommand> Commands
        {
            get
            {
                string text = string.Empty;
                int begin = 0;
                for (int i = 0; HasCommands && i < Lines.Count; i++)
                {
                    string line = Lines[i];
                    if (text.Length == 0)
                    {
                        begin = Line + 1 + i;
                        if (Language == "console" ? !line.StartsWith("$ ", StringComparison.Ordinal) : Syntax().IsMatch(line))
                        {
                            continue;
                        }

                        line = Language == "console" ? line[2..] : line;
                    }

                    text += line.TrimStart();
                    if (text.EndsWith('\\'))
                    {
                        text = text[..^1];
                        continue;
                    }

                    yield return new DocCommand(Page, begin, text);
                    text = string.Empty;
                }
            }
        }

        /// <summary>The one mark of a kind; null for none.</summary>
        public DocMark? Find(DocMarkKind kind) => Marks.SingleOrDefault(mark => mark.Kind == kind);

        // No commands: comments, variables, functions and the words of loops.
        [GeneratedRegex(@"^\s*(#|$|[A-Z_]+=(\$\(.*\)|\S*)\s*(#|$)|\w+\(\) \{|for .*; do$|done$)")]
        private static partial Regex Syntax();
    }
}
