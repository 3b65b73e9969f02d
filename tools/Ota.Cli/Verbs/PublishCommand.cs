using System.CommandLine;
using System.Globalization;
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
            PublishOptions options = new();
            Command command = new("publish", "Signs a release and lays its files out for a web server. The manifest is replaced last, as a whole.");
            options.AddTo(command);
            command.SetAction((parsed, cancellation) => RunAsync(console, options.KeyFile(parsed), options.Request(parsed), cancellation));
            return command;
        }

        private static async Task<int> RunAsync(CliConsole console, string keyFile, PublishRequest request, CancellationToken cancellation)
        {
            using SigningKey key = SigningKey.Load(keyFile);
            PublishResult result = await LongTask
                .RunAsync(
                    console,
                    $"Publishing {request.Product} {request.Version}",
                    (progress, token) => Publisher.RunAsync(request, key, DateTimeOffset.UtcNow, progress, token),
                    cancellation)
                .ConfigureAwait(false);
            foreach (ImageContent image in result.Content.Images)
            {
                console.Out.WriteLine($"  {image.Component}  {image.Image.Size} bytes  {request.Channel}/{image.Image.File}");
            }

            string expires = DateTimeOffset.FromUnixTimeSeconds(result.Content.Expires).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            console.Out.WriteLine($"{result.ManifestPath}  {result.ManifestSize} bytes");
            console.Out.WriteLine($"{request.Product} {request.Version}, revision {result.Content.Revision}, signed by {key.PublicKey.Kid}, valid until {expires}");
            return (int)ExitCode.Ok;
        }
    }
}
