using System.CommandLine;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota promote: takes the release of one channel over into another.</summary>
    internal static class PromoteCommand
    {
        public static Command Create(CliConsole console)
        {
            Option<string> from = new("--from") { Description = "The channel that has the release, in the same served folder.", Required = true };
            PublishOptions options = new(isNamed: false);
            Option<bool> json = CommonOptions.Json();
            Command command = new("promote", "Takes the release of one channel over into another, under that channel's next revision.") { from };
            options.AddTo(command);
            command.Options.Add(json);
            command.SetAction(async (parsed, cancellation) =>
            {
                using SigningKey key = options.Channel.LoadKey(parsed, console);
                PublishRequest request = ChannelLife.Promote(options.Request(parsed, []), parsed.GetRequiredValue(from), key);
                return await PublishCommand.RunAsync(console, request, key, parsed.GetValue(json), cancellation).ConfigureAwait(false);
            });
            return command;
        }
    }
}
