using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using NanoOta.Tooling;

namespace NanoOta.Cli
{
    /// <summary>The command line: its verbs, and what becomes of errors. Each verb has a file of its own under Verbs/.</summary>
    internal static class NanoOtaCli
    {
        /// <summary>Runs one command line; gives the exit code. Never throws.</summary>
        public static async Task<int> RunAsync(string[] args, CliConsole console, CancellationToken cancellation = default)
        {
            args = AsOptions(args);
            bool asJson = args.TakeWhile(arg => arg != "--").Contains(CommonOptions.JsonName);
            try
            {
                ParseResult parsed = Complete(Create(console), args);
                return parsed.Errors.Count != 0 || Mistyped.IsAny(parsed) || HelpText.IsAskedOfNothing(parsed) ? ReportUsage(console, parsed, asJson) : await InvokeAsync(parsed, console, cancellation).ConfigureAwait(false);
            }
            catch (ToolException e)
            {
                return Report(console, e.Code, e.Message, asJson);
            }
            catch (OperationCanceledException)
            {
                return Report(console, ExitCode.Cancelled, "Ended before it was done.", asJson);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Report(console, ExitCode.InputOutput, e.Message, asJson);
            }
            catch (Exception e)
            {
                return Report(console, ExitCode.Internal, $"A bug of nanoota, please report it: {e}", asJson);
            }
        }

        // Other tools have verbs for these two, and hands are used to them.
        private static string[] AsOptions(string[] args) => args switch
        {
            ["help", .. string[] verbs] => [.. verbs, "--help"],
            ["version"] => ["--version"],
            _ => args,
        };

        private static Task<int> InvokeAsync(ParseResult parsed, CliConsole console, CancellationToken cancellation) => parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = console.Out,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,

                // Ctrl-C is Program's; the token says so.
                ProcessTerminationTimeout = null,
            },
            cancellation);

        // What stands in nanoota.json counts as if it stood on the command line.
        private static ParseResult Complete(RootCommand root, string[] args)
        {
            ParseResult parsed = root.Parse(args);
            Option<string?> project = root.Options.OfType<Option<string?>>().First(option => option.Name == ProjectFile.OptionName);
            string? named = parsed.GetResult(project) is { Implicit: false } ? parsed.GetValue(project) : null;
            bool isVerb = parsed.CommandResult.Command is not RootCommand && parsed.UnmatchedTokens.Count == 0 && !HelpText.IsAsked(parsed);
            named ??= WorkbenchOptions.ProjectOf(parsed);
            ProjectFile? file = isVerb ? ProjectFile.Load(named) : null;
            return file == null ? parsed : root.Parse(file.Complete(args, parsed, root));
        }

        /// <summary>The verbs.</summary>
        internal static RootCommand Create(CliConsole console)
        {
            RootCommand root = new("Over-the-air releases for .NET nanoFramework devices.")
            {
                KeygenCommand.Create(console),
                KeyCommand.Create(console),
                PackCommand.Create(console),
                PublishCommand.Create(console),
                ReleaseCommand.Create(console),
                PromoteCommand.Create(console),
                WithdrawCommand.Create(console),
                PauseCommand.Create(console),
                ResumeCommand.Create(console),
                StatusCommand.Create(console),
                HistoryCommand.Create(console),
                PruneCommand.Create(console),
                VerifyCommand.Create(console),
                InspectCommand.Create(console),
                CodeCommand.Create(console),
                ServeCommand.Create(console),
                DemoCommand.Create(console),
                NewCommand.Create(console),
                RunCommand.Create(console),
                DevCommand.Create(console),
                DeviceCommand.Create(console),
                CompletionCommand.Create(console),
            };
            root.Options.Add(new Option<string?>(ProjectFile.OptionName)
            {
                Description = $"The project's {ProjectFile.FileName}, or its folder. Default: the one in this folder or above, within the git repository.",
                Recursive = true,
            });
            HelpText.AddTo(root);
            return root;
        }

        private static int ReportUsage(CliConsole console, ParseResult parsed, bool asJson)
        {
            List<string> verbs = [];
            for (SymbolResult? at = parsed.CommandResult; at is CommandResult command && command.Command is not RootCommand; at = at.Parent)
            {
                verbs.Insert(0, command.Command.Name);
            }

            string help = string.Join(' ', ["nanoota", .. verbs, "--help"]);
            string what = Mistyped.Describe(parsed);
            return Report(console, ExitCode.Usage, $"{what} See '{help}'.", asJson);
        }

        // A script that asked for JSON reads one object from the output, whatever happens.
        private static int Report(CliConsole console, ExitCode code, string message, bool asJson)
        {
            string line = code == ExitCode.Internal ? message : OneLine(message);
            if (asJson)
            {
                JsonObject error = new() { ["code"] = (int)code, ["name"] = code.ToString(), ["message"] = line };
                JsonTables.Print(console, new JsonObject { ["error"] = error }, asJson: true);
            }
            else
            {
                console.Error.WriteLine($"nanoota: {line}");
            }

            return (int)code;
        }

        private static string OneLine(string message) => message.ReplaceLineEndings(" ");
    }
}
