using System.CommandLine;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>What withdraw, pause and resume share: a channel's options, and a request made of what is published.</summary>
    internal static class ChannelLifeCommand
    {
        public static Command Create(CliConsole console, string name, string description, Func<PublishRequest, SigningKey, PublishRequest> change)
        {
            ChannelOptions channel = new();
            Option<int> expiresDays = CommonOptions.ExpiresDays();
            Option<bool> json = CommonOptions.Json();
            Command command = new(name, description);
            channel.AddTo(command);
            command.Options.Add(expiresDays);
            command.Options.Add(json);
            command.SetAction(async (parsed, cancellation) =>
            {
                using SigningKey key = channel.LoadKey(parsed, console);
                PublishRequest request = channel.AddTo(
                    new PublishRequest
                    {
                        Packs = [],
                        Out = string.Empty,
                        Channel = string.Empty,
                        Product = string.Empty,
                        Version = string.Empty,
                        Validity = TimeSpan.FromDays(parsed.GetValue(expiresDays)),
                    },
                    parsed);
                return await PublishCommand.RunAsync(console, change(request, key), key, parsed.GetValue(json), cancellation).ConfigureAwait(false);
            });
            return command;
        }
    }
}
