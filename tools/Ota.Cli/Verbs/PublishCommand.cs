using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota publish: signs a release and lays its files out.</summary>
    internal static class PublishCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string[]> packs = new Argument<string[]>("packs") { Description = "Folders that 'nanoota pack' wrote, or .pack.json files.", Arity = ArgumentArity.OneOrMore }.OfPath();
            PublishOptions options = new();
            Option<string?> single = new Option<string?>("--single") { Description = "Writes the release into this one file, too: for SD cards, or a copy by hand." }.OfPath();
            Option<bool> json = CommonOptions.Json();
            Command command = new("publish", "Signs a release and lays its files out for a web server. The manifest is replaced last, as a whole.") { packs };
            options.AddTo(command);
            command.Options.Add(single);
            command.Options.Add(json);
            command.SetAction(async (parsed, cancellation) =>
            {
                using SigningKey key = options.Channel.LoadKey(parsed, console);
                PublishRequest request = options.Request(parsed, parsed.GetRequiredValue(packs));
                return await RunAsync(console, request, key, parsed.GetValue(json), cancellation, parsed.GetValue(single)).ConfigureAwait(false);
            });
            return command;
        }

        /// <summary>Publishes and shows what was done.</summary>
        public static async Task<int> RunAsync(
            CliConsole console,
            PublishRequest request,
            SigningKey key,
            bool asJson,
            CancellationToken cancellation,
            string? single = null)
        {
            PublishResult result = await LongTask
                .RunAsync(
                    console,
                    $"Publishing {request.Product} {request.Version}",
                    (progress, token) => Publisher.RunAsync(request, key, DateTimeOffset.UtcNow, progress, token),
                    cancellation)
                .ConfigureAwait(false);
            if (single != null && request.Mode != PublishMode.DryRun)
            {
                SingleRelease.Write(single, result);
            }

            PublishReport.Print(console, result, key.PublicKey.Kid, request.Mode, asJson);
            return (int)ExitCode.Ok;
        }
    }
}
