using System.CommandLine;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota verify: checks a release as a device would, and more.</summary>
    internal static class VerifyCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> manifest = new Argument<string>("manifest") { Description = "A manifest's file or http(s) URL." }.OfPath();
            Option<string[]> keys = new Option<string[]>("--key", "-k") { Description = "A trusted key: a name or a file (repeat for more, at most 8).", Required = true }.OfKey();
            Option<string?> ca = new Option<string?>("--ca") { Description = "The certificate authority that the server is trusted by, as a PEM file." }.OfPath();
            Option<bool> json = CommonOptions.Json();
            Command command = new("verify", "Checks signature, files, digests and chunk tables with the device's own code; lists everything that is wrong.") { manifest, keys, ca, json };
            command.SetAction((parsed, cancellation) =>
                RunAsync(console, parsed.GetRequiredValue(manifest), parsed.GetRequiredValue(keys), parsed.GetValue(ca), parsed.GetValue(json), cancellation));
            return command;
        }

        private static async Task<int> RunAsync(CliConsole console, string manifest, string[] keyFiles, string? ca, bool asJson, CancellationToken cancellation)
        {
            PublicKey[] keys = [.. keyFiles.Select(PublicKey.Load)];
            VerifyReport report = await LongTask
                .RunAsync(console, $"Verifying {manifest}", (progress, token) => VerifyAsync(manifest, keys, ca, progress, token), cancellation)
                .ConfigureAwait(false);
            if (asJson)
            {
                JsonTables.Print(console, ToJson(report), asJson: true);
            }
            else
            {
                foreach (Finding finding in report.Findings)
                {
                    Lines.Write(console.Out, finding.IsGood ? "ok    " : "FAIL  ", $"{finding.Subject}: {finding.Detail}");
                }

                Manifest? content = report.Manifest;
                string what = content == null ? manifest : $"{content.Product} {content.Version}, channel {content.Channel}, revision {content.Revision}";
                Lines.Write(console.Out, string.Empty, report.Passed ? $"{what}: everything holds." : $"{what}: {report.Findings.Count(f => !f.IsGood)} of {report.Findings.Count} checks failed.");
            }

            return (int)(report.Passed ? ExitCode.Ok : ExitCode.CheckFailed);
        }

        private static async Task<VerifyReport> VerifyAsync(string manifest, PublicKey[] keys, string? ca, IProgress<double> progress, CancellationToken cancellation)
        {
            if (WebRelease.IsUrl(manifest))
            {
                Uri url = WebRelease.Address(manifest);
                using WebRelease web = new(url, WebRelease.Authorities(ca));
                byte[] fetched = await web.ReadAsync(url.AbsoluteUri, Jws.MaxLength, cancellation).ConfigureAwait(false);
                return await ReleaseVerifier.VerifyAsync(fetched, web, keys, DateTimeOffset.UtcNow, progress, cancellation).ConfigureAwait(false);
            }

            if (Directory.Exists(manifest))
            {
                string? inside = Files.Folders(manifest).Prepend(manifest).Select(folder => Path.Combine(folder, Publisher.ManifestName)).FirstOrDefault(File.Exists);
                throw new ToolException(ExitCode.InputOutput, $"{manifest} is a folder, and a file is wanted. Name the manifest{(inside == null ? string.Empty : $": {inside}")}.");
            }

            FolderRelease folder = new(Path.GetDirectoryName(Path.GetFullPath(manifest))!);
            return await ReleaseVerifier.VerifyAsync(Files.ReadAll(manifest), folder, keys, DateTimeOffset.UtcNow, progress, cancellation).ConfigureAwait(false);
        }

        private static JsonObject ToJson(VerifyReport report) => new()
        {
            ["passed"] = report.Passed,
            ["product"] = report.Manifest?.Product,
            ["version"] = report.Manifest?.Version,
            ["channel"] = report.Manifest?.Channel,
            ["revision"] = report.Manifest?.Revision,
            ["findings"] = new JsonArray([.. report.Findings.Select(f => new JsonObject
            {
                ["subject"] = f.Subject,
                ["good"] = f.IsGood,
                ["code"] = (int?)f.Code,
                ["detail"] = f.Detail,
            })]),
        };
    }
}
