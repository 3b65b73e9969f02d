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

        /// <summary>What is wrong, in one line that blames the right word: a verb or option that does not exist before anything that is missing.</summary>
        public static string Describe(ParseResult parsed)
        {
            Command command = parsed.CommandResult.Command;
            string? wrong = parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-') || command.Subcommands.Count != 0)
                ?? TakenForFile(parsed);
            if (wrong == null)
            {
                return parsed.Errors.Count == 0
                    ? $"The path of a file or folder is empty: {EmptyPath(parsed)}. A variable of the script may not be set."
                    : DescribeError(parsed, command);
            }

            bool isOption = wrong.StartsWith('-');
            string? meant = Nearest(wrong, isOption ? command.Options.Concat(Recursive(parsed)).Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name));
            return $"There is no {(isOption ? "option" : "verb")} '{wrong}'.{Suggestion(meant)}";
        }

        /// <summary>Whether something is wrong that the parser takes: an option that became a file, or an empty path.</summary>
        public static bool IsAny(ParseResult parsed) => parsed.Action is not null && !HelpText.IsAsked(parsed) && (TakenForFile(parsed) ?? EmptyPath(parsed)) != null;

        /// <summary>Takes one of some words only; a typing error gets a suggestion.</summary>
        public static void AcceptOnly(Option option, IReadOnlyList<string> words)
        {
            option.CompletionSources.Add([.. words]);
            option.HelpName = words.Count > 2 ? "word" : string.Join('|', words);
            option.Validators.Add(result =>
            {
                foreach (Token token in result.Tokens.Where(token => !words.Contains(token.Value)))
                {
                    result.AddError($"{option.Name} takes {string.Join(", ", words)}; not '{token.Value}'.{Suggestion(Nearest(token.Value, words))}");
                }
            });
        }

        private static string Suggestion(string? meant) => meant == null ? string.Empty : $" Did you mean '{meant}'?";

        private static IEnumerable<Option> Recursive(ParseResult parsed) => parsed.RootCommandResult.Command.Options.Where(option => option.Recursive);

        // The library's words name types of .NET, or nothing.
        private static string DescribeError(ParseResult parsed, Command command)
        {
            ParseError error = parsed.Errors[0];
            if (command.Subcommands.Count != 0)
            {
                return $"A verb is missing: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}.";
            }

            Token? token = error.SymbolResult?.Tokens.Count > 0 ? error.SymbolResult.Tokens[^1] : null;
            (Type Type, string Name)? taker = error.SymbolResult switch
            {
                OptionResult option => (option.Option.ValueType, option.Option.Name),
                ArgumentResult argument => (argument.Argument.ValueType, $"<{argument.Argument.Name}>"),
                _ => null,
            };
            if (error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal) && token != null && taker is { } wants)
            {
                return $"'{token.Value}' is not a {(wants.Type == typeof(bool) ? "yes or no" : "number")} for {wants.Name}.";
            }

            return error switch
            {
                { Message: var message } when message.StartsWith("Required argument", StringComparison.Ordinal) && message.Contains("for command", StringComparison.Ordinal) =>
                    $"'{command.Name}' needs {string.Join(" and ", command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(argument => $"<{argument.Name}>"))}.",
                { Message: var message, SymbolResult: OptionResult missing } when message.StartsWith("Required argument missing for option", StringComparison.Ordinal) =>
                    $"{missing.Option.Name} needs a value.",
                { Message: var message, SymbolResult: OptionResult twice } when message.Contains("expects a single argument", StringComparison.Ordinal) =>
                    $"{twice.Option.Name} is given {twice.Tokens.Count} times, and takes one value.",
                _ => error.Message,
            };
        }

        // A verb that takes a file takes an unknown option for one. Behind two dashes everything is a file.
        private static string? TakenForFile(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;

        // A variable of a script that is not set becomes an empty text, and an empty path the working folder.
        private static string? EmptyPath(ParseResult parsed) => parsed.CommandResult.Children
            .Select(child => (Symbol: child is OptionResult option ? option.Option : (Symbol?)(child as ArgumentResult)?.Argument, child.Tokens))
            .Where(child => child.Symbol != null && (PathOptions.IsPath(child.Symbol) || PathOptions.IsKey(child.Symbol)) && child.Tokens.Any(token => token.Value.Trim().Length == 0))
            .Select(child => child.Symbol!.Name)
            .FirstOrDefault();

        /// <summary>The name that is at most two typing errors away; null when there is none.</summary>
        public static string? Nearest(string wrong, IEnumerable<string> names) => names
            .Select(name => (Name: name, Distance: Distance(wrong.ToUpperInvariant(), name.ToUpperInvariant())))
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
