using System.CommandLine;
using System.CommandLine.Parsing;

namespace NanoOta.Cli
{
    /// <summary>
    /// Blames the word that is wrong. The parser names what is missing first, and a mistyped option then looks like a missing one.
    /// </summary>
    internal static class Mistyped
    {
        private const int MaxDistance = 2;

        /// <summary>What is wrong with the first word that the command line does not know, and what may be meant; null if every verb and option is known.</summary>
        public static string? Describe(ParseResult parsed)
        {
            Command command = parsed.CommandResult.Command;
            string? wrong = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-') || command.Subcommands.Count != 0)
                ?? parsed.Tokens.FirstOrDefault(IsTakenForFile)?.Value;
            if (wrong == null)
            {
                return null;
            }

            bool isOption = wrong.StartsWith('-');
            string? meant = Nearest(wrong, isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name));
            string suggestion = meant == null ? string.Empty : $" Did you mean '{meant}'?";
            return $"There is no {(isOption ? "option" : "verb")} '{wrong}'.{suggestion}";
        }

        // A verb that takes any number of folders takes an unknown option for one.
        private static bool IsTakenForFile(Token token) => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal);

        /// <summary>The name that is at most two typing errors away; null when there is none.</summary>
        public static string? Nearest(string wrong, IEnumerable<string> names) => names
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .Where(near => near.Distance <= MaxDistance)
            .OrderBy(near => near.Distance)
            .Select(near => near.Name)
            .FirstOrDefault();

        // Insertions, deletions, replacements, and two neighbours that changed places (optimal string alignment).
        private static int Distance(string left, string right)
        {
            int[,] cost = new int[left.Length + 1, right.Length + 1];
            for (int i = 0; i <= left.Length; i++)
            {
                for (int j = 0; j <= right.Length; j++)
                {
                    if (i == 0 || j == 0)
                    {
                        cost[i, j] = i + j;
                        continue;
                    }

                    int change = left[i - 1] == right[j - 1] ? 0 : 1;
                    cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                    if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    {
                        cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                    }
                }
            }

            return cost[left.Length, right.Length];
        }
    }
}
