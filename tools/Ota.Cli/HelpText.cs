using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using NanoOta.Tooling;

namespace NanoOta.Cli
{
    /// <summary>Help: the verbs in groups, and behind each verb's own help its examples. The table here is the one place of both.</summary>
    internal static class HelpText
    {
        private static readonly (string Title, string[] Verbs)[] _groups =
        [
            ("Write an application", ["new", "run", "dev", "device"]),
            ("Make a release", ["keygen", "key", "release", "pack", "publish"]),
            ("Look after it", ["status", "promote", "withdraw", "pause", "resume", "history", "prune"]),
            ("Check and try", ["verify", "inspect", "code", "serve", "demo"]),
            ("For the shell", ["completion"]),
        ];

        private static readonly Dictionary<string, string[]> _examples = new()
        {
            ["keygen"] = ["nanoota keygen release", "nanoota keygen ./keys/shop.pem --kid shop-2026"],
            ["key show"] = ["nanoota key show release"],
            ["release"] =
            [
                "nanoota release bin/Release --key release --product thermostat --version 1.0 --out served --first",
                "nanoota release --version 1.1                      # the rest stands in nanoota.json",
                "nanoota release --version 1.1 --rollout 5 --group beta --dry-run",
                "nanoota release app --firmware nanoCLR.bin --boot boot --partitions 4mb.csv --factory board.bin --bootloader bootloader.bin",
            ],
            ["pack"] =
            [
                "nanoota pack bin/Release --out packed",
                "nanoota pack bin/Release --out packed --from packed-1.0/app.img",
                "nanoota pack bin/Release --firmware nanoCLR.bin --boot boot --partitions 4mb.csv --out packed",
            ],
            ["publish"] =
            [
                "nanoota publish packed --key release --product thermostat --version 1.0 --out served --first",
                "nanoota publish packed --key release --product thermostat --version 1.1 --out served --rollout 5 --group beta",
                "nanoota publish packed --key release --product thermostat --version 1.1 --out served --drop rollout --drop group",
                "nanoota publish packed --key k.pem --product thermostat --version 1.2 --out www --previous https://ota.example --revision 312",
            ],
            ["status"] = ["nanoota status served --key release", "nanoota status https://ota.example --channel beta --key release"],
            ["promote"] = ["nanoota promote --from beta --channel stable --key release --out served --rollout 10"],
            ["withdraw"] = ["nanoota withdraw --key release --out served --dry-run"],
            ["pause"] = ["nanoota pause --key release --out served"],
            ["resume"] = ["nanoota resume --key release --out served"],
            ["history"] = ["nanoota history --product thermostat --key release"],
            ["prune"] = ["nanoota prune --out served --keep 10 --dry-run"],
            ["verify"] = ["nanoota verify served/stable/manifest.jws --key release", "nanoota verify https://192.168.1.10:8443/stable/manifest.jws --key release --ca nanoota-ca.pem"],
            ["inspect"] = ["nanoota inspect served/stable/manifest.jws", "nanoota inspect flash.bin --json"],
            ["code"] = ["nanoota code 205", "nanoota code 308 --json"],
            ["serve"] = ["nanoota serve served --bind 0.0.0.0", "nanoota serve served --https --port 8443"],
            ["new"] = ["nanoota new lamp", "nanoota new lamp --board ota --url https://ota.example/ --key shop"],
            ["run"] = ["nanoota run", "nanoota run lamp --cut 50", "nanoota run --flash board.bin", "nanoota run --speed 10 --until 1.1 --timeout 60", "nanoota run lamp --nanoclr nanoclr --timeout 30"],
            ["dev"] = ["nanoota dev", "nanoota dev --built bin/Debug --resident Resident/bin/Debug"],
            ["device"] = ["nanoota device on", "nanoota device cut", "nanoota device journal lamp"],
            ["device on"] = ["nanoota device on"],
            ["device cut"] = ["nanoota device cut"],
            ["device off"] = ["nanoota device off"],
            ["device inspect"] = ["nanoota device inspect"],
            ["device journal"] = ["nanoota device journal"],
            ["demo"] = ["nanoota demo", "nanoota demo --stock"],
            ["completion"] = ["source <(nanoota completion bash)", "nanoota completion pwsh | Out-String | Invoke-Expression"],
        };

        /// <summary>Puts the help of this table in place of the library's.</summary>
        public static void AddTo(RootCommand root)
        {
            foreach (HelpOption option in root.Options.OfType<HelpOption>())
            {
                option.Action = new Action((HelpAction)option.Action!);
            }
        }

        /// <summary>Whether help was asked for.</summary>
        public static bool IsAsked(ParseResult parsed) => parsed.Action is Action;

        /// <summary>Whether help was asked for a verb that does not exist.</summary>
        public static bool IsAskedOfNothing(ParseResult parsed) => IsAsked(parsed) && parsed.CommandResult.Command.Subcommands.Count != 0 && parsed.UnmatchedTokens.Any(token => !token.StartsWith('-'));

        /// <summary>The verbs that have a place in a group.</summary>
        internal static IEnumerable<string> Grouped => _groups.SelectMany(group => group.Verbs);

        /// <summary>The examples of all verbs.</summary>
        internal static IEnumerable<string> Examples => _examples.Values.SelectMany(lines => lines);

        private static void WriteRoot(TextWriter output, Command root)
        {
            output.WriteLine("nanoota: over-the-air releases for .NET nanoFramework devices.");
            output.WriteLine();
            output.WriteLine("  nanoota VERB [OPTIONS]     'nanoota VERB --help' says the rest");
            foreach ((string title, string[] verbs) in _groups)
            {
                output.WriteLine();
                output.WriteLine($"{title}:");
                foreach (string verb in verbs)
                {
                    Lines.Write(output, $"  {verb,-11}", root.Subcommands.First(command => command.Name == verb).Description!);
                }
            }

            output.WriteLine();
            output.WriteLine("From a build to a device:");
            output.WriteLine("  nanoota keygen release");
            output.WriteLine("  nanoota release bin/Release --key release --product thermostat --version 1.0 \\");
            output.WriteLine("    --out served --first");
            output.WriteLine("  nanoota serve served --bind 0.0.0.0");
            output.WriteLine();
            output.WriteLine("What stands on every command line can stand in nanoota.json (docs/TOOL.md).");
            output.WriteLine();
            output.WriteLine("Exit codes:");
            foreach ((ExitCode code, string meaning) in ExitCodes.All)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(int)code,3}  {meaning}"));
            }
        }

        private sealed class Action(HelpAction library) : SynchronousCommandLineAction
        {
            public override bool ClearsParseErrors => true;

            public override int Invoke(ParseResult parseResult)
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                if (parseResult.CommandResult.Command is RootCommand root)
                {
                    WriteRoot(output, root);
                    return (int)ExitCode.Ok;
                }

                library.MaxWidth = Lines.Width;
                library.Invoke(parseResult);
                Command command = parseResult.CommandResult.Command;
                string name = command.Parents.FirstOrDefault() is Command parent and not RootCommand ? $"{parent.Name} {command.Name}" : command.Name;
                if (_examples.TryGetValue(name, out string[]? examples))
                {
                    output.WriteLine("Examples:");
                    Array.ForEach(examples, example => output.WriteLine($"  {example}"));
                    output.WriteLine();
                }

                return (int)ExitCode.Ok;
            }
        }
    }
}
