using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using PublicKey = NanoOta.Tooling.Signing.PublicKey;

namespace NanoOta.Tooling.Release
{
    /// <summary>What is published in a channel: the manifest of a folder or of a URL, and the time of the server that gave it.</summary>
    /// <param name="Source">Where it was looked for.</param>
    /// <param name="Envelope">The bytes; null when nothing is published there.</param>
    /// <param name="ServerTime">The Date header; null for a folder.</param>
    internal sealed record PublishedState(string Source, byte[]? Envelope, DateTimeOffset? ServerTime)
    {
        /// <summary>Reads a folder's manifest.</summary>
        public static PublishedState OfFolder(string channelFolder)
        {
            string path = Path.Combine(channelFolder, Publisher.ManifestName);
            return new PublishedState(path, File.Exists(path) ? Files.ReadAll(path, Jws.MaxLength) : null, null);
        }

        /// <summary>Reads a manifest's URL; with a folder's URL the channel's manifest below it.</summary>
        public static async Task<PublishedState> OfUrlAsync(string url, string channel, X509Certificate2Collection? authorities, CancellationToken cancellation)
        {
            string whole = url.EndsWith(".jws", StringComparison.Ordinal) || url.Contains('?', StringComparison.Ordinal) ? url : $"{url.TrimEnd('/')}/{channel}/{Publisher.ManifestName}";
            using WebRelease web = new(WebRelease.Address(whole), authorities);
            (byte[]? bytes, HttpResponseHeaders headers) = await web.ReadOrMissAsync(whole, Jws.MaxLength, cancellation).ConfigureAwait(false);
            return new PublishedState(whole, bytes, headers.Date);
        }

        /// <summary>The content, if keys of the operator signed it; null when nothing is there, or what is there is foreign.</summary>
        public ManifestContent? Open(IReadOnlyList<PublicKey> keys, out OtaResult result)
        {
            result = OtaResult.Ok;
            return Envelope == null ? null : ManifestParser.Open(Envelope, keys, out result);
        }
    }
}
