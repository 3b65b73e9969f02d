using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota status: what is published where, for whom, until when, by which key.</summary>
    internal static class StatusCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> where = new Argument<string>("where") { Description = "A served folder, a channel's folder, a manifest, or the http(s) URL of one of these." }.OfPath();
            Option<string> channel = new("--channel") { Description = "The channel below a URL.", DefaultValueFactory = _ => Manifest.DefaultChannel };
            Option<string[]> keys = PublishOptions.Repeated("--key", "A key of yours: a name or a file (repeat for more). Without one no signature is checked.").OfKey();
            keys.Aliases.Add("-k");
            Option<string?> record = new Option<string?>("--record") { Description = "The folder of the channels' records. Default: 'channels' beside the first key." }.OfPath();
            Option<string?> ca = new Option<string?>("--ca") { Description = "The certificate authority that the server is trusted by, as a PEM file." }.OfPath();
            Option<bool> json = CommonOptions.Json();
            Command command = new("status", "Shows what is published where, for whom, until when, and by which key.") { where, channel, keys, record, ca, json };
            command.SetAction(async (parsed, cancellation) =>
            {
                string[] keyFiles = parsed.GetValue(keys) ?? [];
                IReadOnlyList<ChannelStatus> channels = await ChannelStatus.ReadAsync(
                    parsed.GetRequiredValue(where),
                    parsed.GetRequiredValue(channel),
                    [.. keyFiles.Select(PublicKey.Load)],
                    parsed.GetValue(record) ?? (keyFiles.Length == 0 ? null : ChannelPaths.RecordFolderBeside(KeyStore.Find(keyFiles[0]))),
                    WebRelease.Authorities(parsed.GetValue(ca)),
                    DateTimeOffset.UtcNow,
                    cancellation).ConfigureAwait(false);
                Print(console, channels, parsed.GetValue(json));
                return (int)(channels.All(each => each.Faults.Count == 0) ? ExitCode.Ok : ExitCode.CheckFailed);
            });
            return command;
        }

        private static void Print(CliConsole console, IReadOnlyList<ChannelStatus> channels, bool asJson)
        {
            if (asJson)
            {
                JsonTables.Print(console, new JsonObject { ["channels"] = new JsonArray([.. channels.Select(ToJson)]) }, asJson: true);
                return;
            }

            foreach (ChannelStatus status in channels)
            {
                console.Out.WriteLine(status.Source);
                if (status.Content is { } content)
                {
                    console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  release  {content.Product} {content.Version}, channel {content.Channel}, revision {content.Revision}"));
                    Lines.Write(console.Out, "  for      ", AudienceText.Of(content));
                    console.Out.WriteLine($"  issued   {AudienceText.Time(content.Issued)}");
                    foreach (ImageContent image in content.Images)
                    {
                        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {image.Component,-8} {image.Image.Size} bytes"));
                        console.Out.WriteLine($"  identity {DigestText.OfUrl(image.Chunks.Identity)}");
                    }
                }

                console.Out.WriteLine($"  key      {status.Kid} ({Signature(status)})");
                if (status.Record is { } record)
                {
                    console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  record   revision {record.LastContent().Revision}{(record.IsPaused ? ", paused" : string.Empty)}"));
                }

                foreach (string fault in status.Faults)
                {
                    Lines.Write(console.Out, "  WRONG    ", fault);
                }
            }
        }

        private static string Signature(ChannelStatus status) => status.Result switch
        {
            null => "signature not checked: name your key with --key",
            OtaResult.Ok => "the signature holds",
            _ => "the signature does not hold",
        };

        private static JsonNode ToJson(ChannelStatus status)
        {
            JsonObject result = new()
            {
                ["source"] = status.Source,
                ["kid"] = status.Kid,
                ["signature"] = status.Result == null ? "not checked" : status.Result == OtaResult.Ok ? "holds" : "does not hold",
                ["code"] = (int?)status.Result,
                ["release"] = status.Content == null ? null : PublishReport.Release(status.Content),
                ["recordRevision"] = status.Record?.LastContent().Revision,
                ["paused"] = status.Record?.IsPaused,
                ["faults"] = new JsonArray([.. status.Faults.Select(fault => JsonValue.Create(fault))]),
            };
            return result;
        }
    }
}
