using System.Text;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>The little of a shell's syntax that commands on a page need: words, quotes, comments.</summary>
    internal static class ShellWords
    {
        /// <summary>The words of a line. Quotes hold a word together; a # at the begin of a word begins a comment.</summary>
        public static IEnumerable<string> Split(string line)
        {
            StringBuilder word = new();
            bool hasWord = false;
            char quote = '\0';
            foreach (char c in line)
            {
                if (quote == '\0' && c == '#' && !hasWord)
                {
                    break;
                }

                if (quote == '\0' && c == ' ')
                {
                    if (hasWord)
                    {
                        yield return word.ToString();
                    }

                    word.Clear();
                    hasWord = false;
                }
                else if (quote == '\0' ? c is '\'' or '"' : c == quote)
                {
                    quote = quote == '\0' ? c : '\0';
                    hasWord = true;
                }
                else
                {
                    word.Append(c);
                    hasWord = true;
                }
            }

            if (hasWord)
            {
                yield return word.ToString();
            }
        }

        /// <summary>Whether only a shell can run the line: variables, pipes, redirections, patterns.</summary>
        public static bool NeedsShell(string line)
        {
            char quote = '\0';
            foreach (char c in line)
            {
                if (quote == '\0' && c == '#')
                {
                    return false;
                }

                if (quote == '\0' ? c is '\'' or '"' : c == quote)
                {
                    quote = quote == '\0' ? c : '\0';
                }
                else if (quote != '\'' && c is '$' or '`' || (quote == '\0' && c is '|' or '>' or '<' or '&' or ';' or '*'))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
