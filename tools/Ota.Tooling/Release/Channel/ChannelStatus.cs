using System.Security.Cryptography.X509Certificates;
using PublicKey = NanoOta.Tooling.Signing.PublicKey;

namespace NanoOta.Tooling.Release
{
    /// <summary>What a channel shows to devices, and whether that is as it should be.</summary>
    /// <param name="Source">The manifest's file or URL.</param>
    /// <param name="Content">What the manifest says; null when it cannot be read.</param>
    /// <param name="Kid">The key that the header names.</param>
    /// <param name="Result">The code of a device with the given keys; null without keys.</param>
    /// <param name="Record">The record of the channel; null without one.</param>
    /// <param name="Faults">What is wrong, in words.</param>
    public sealed record ChannelStatus(string Source, ManifestContent? Content, string? Kid, OtaResult? Result, ChannelRecord? Record, IReadOnlyList<string> Faults)
    {
        /// <summary>Looks at a manifest's URL or file, at a channel's folder, or at all channels of a served folder.</summary>
        public static async Task<IReadOnlyList<ChannelStatus>> ReadAsync(
            string where,
            string channel,
            IReadOnlyList<PublicKey> keys,
            string? recordFolder,
            X509Certificate2Collection? authorities,
            DateTimeOffset now,
            CancellationToken cancellation)
        {
            if (WebRelease.IsUrl(where))
            {
                PublishedState published = await PublishedState.OfUrlAsync(where, channel, authorities, cancellation).ConfigureAwait(false);
                return [Of(published, keys, recordFolder, now)];
            }

            string[] manifests = File.Exists(where) ? [where]
                : File.Exists(Path.Combine(where, Publisher.ManifestName)) ? [Path.Combine(where, Publisher.ManifestName)]
                : [.. Files.Folders(where).Select(folder => Path.Combine(folder, Publisher.ManifestName)).Where(File.Exists)];
            return manifests.Length != 0
                ? [.. manifests.Select(path => Of(new PublishedState(path, Files.ReadAll(path, Jws.MaxLength), null), keys, recordFolder, now))]
                : throw new ToolException(ExitCode.InputOutput, $"{where} has no channel: no folder in it has a {Publisher.ManifestName}. Give the folder that 'nanoota publish --out' writes to.");
        }

        private static ChannelStatus Of(PublishedState published, IReadOnlyList<PublicKey> keys, string? recordFolder, DateTimeOffset now)
        {
            if (published.Envelope == null)
            {
                throw new ToolException(ExitCode.Network, $"{published.Source} answers 404: nothing is published there. Check the URL.");
            }

            Envelope envelope = Envelope.Split(published.Envelope, published.Source);
            List<string> faults = [];
            OtaResult? result = null;
            if (keys.Count != 0)
            {
                published.Open(keys, out OtaResult opened);
                result = opened;
                bool isSigned = opened is OtaResult.Ok or (>= OtaResult.ManifestNotJson and <= OtaResult.ImageMissing);
                AddIf(faults, opened != OtaResult.Ok, $"{(isSigned ? "no device can read it" : "not signed by your keys")}: {ResultText.WithCode(opened)}");
            }

            if (ManifestParser.ParseUntrusted(envelope.Payload) is not { } content)
            {
                faults.Add("the payload is no manifest");
                return new ChannelStatus(published.Source, null, envelope.Kid, result, null, faults);
            }

            AddIf(faults, ReleasePolicy.IsExpired(content.Expires, now.ToUnixTimeSeconds()), "expired: devices refuse it until it is published again");
            ChannelRecord? record = RecordOf(content, keys, recordFolder);
            AddIf(faults, record != null && record.LastContent().Revision != content.Revision, $"the record knows revision {record?.LastContent().Revision}: publish again, or bring the newer record here");
            return new ChannelStatus(published.Source, content, envelope.Kid, result, record, faults);
        }

        private static ChannelRecord? RecordOf(ManifestContent content, IReadOnlyList<PublicKey> keys, string? folder)
        {
            string? path = folder == null ? null : ChannelPaths.Record(folder, content.Product, content.Channel);
            return path != null && keys.Count != 0 && File.Exists(path) ? ChannelRecord.Load(path, keys) : null;
        }

        private static void AddIf(List<string> faults, bool holds, string text)
        {
            if (holds)
            {
                faults.Add(text);
            }
        }
    }
}
