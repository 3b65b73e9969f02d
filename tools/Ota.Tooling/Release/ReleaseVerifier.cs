using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Checks a release with the client's own code, and beyond: whole images, every chunk, the natives. Goes on after a failure as
    /// long as there is something to look at, so that one run names everything that is wrong.
    /// </summary>
    public sealed class ReleaseVerifier
    {
        private const int MaxDelta = 64 * 1024 * 1024;

        private readonly IReleaseFiles _files;
        private readonly IReadOnlyList<PublicKey> _keys;
        private readonly DateTimeOffset _now;
        private readonly VerifyReport _report = new();

        private ReleaseVerifier(IReleaseFiles files, IReadOnlyList<PublicKey> keys, DateTimeOffset now)
        {
            _files = files;
            _keys = keys;
            _now = now;
        }

        /// <summary>Checks the manifest <paramref name="envelope"/> and the files that it names.</summary>
        public static async Task<VerifyReport> VerifyAsync(
            byte[] envelope,
            IReleaseFiles files,
            IReadOnlyList<PublicKey> keys,
            DateTimeOffset now,
            IProgress<double>? progress = null,
            CancellationToken cancellation = default)
        {
            ReleaseVerifier verifier = new(files, keys, now);
            await verifier.RunAsync(envelope, progress, cancellation).ConfigureAwait(false);
            return verifier._report;
        }

        private async Task RunAsync(byte[] envelope, IProgress<double>? progress, CancellationToken cancellation)
        {
            OtaResult result = EnvelopeReader.Open(envelope, _keys, out SignedManifest? signed);

            // What is said of the payload is said of a signed one.
            bool holds = result is OtaResult.Ok or (>= OtaResult.ManifestNotJson and <= OtaResult.ImageMissing);
            if (!_report.Check("signature", holds ? OtaResult.Ok : result, "holds") || !_report.Check("manifest", result, $"{envelope.Length} bytes"))
            {
                return;
            }

            Manifest manifest = signed!.Manifest;
            _report.Manifest = manifest;
            bool expired = ReleasePolicy.IsExpired(manifest.Expires, _now.ToUnixTimeSeconds());
            _report.Check("expiry", expired ? OtaResult.ManifestExpired : OtaResult.Ok, UnixTime(manifest.Expires));
            for (int i = 0; i < manifest.Images.Length; i++)
            {
                await CheckImageAsync(manifest.Images[i], cancellation).ConfigureAwait(false);
                progress?.Report((i + 1.0) / manifest.Images.Length);
            }
        }

        private async Task CheckImageAsync(ManifestImage expected, CancellationToken cancellation)
        {
            byte[]? image = await ReadAsync(expected.Url, expected.Size, cancellation).ConfigureAwait(false);
            if (image != null && !SHA256.HashData(image).AsSpan().SequenceEqual(expected.Digest))
            {
                // Not fatal for what follows: the chunks tell which bytes are wrong.
                _report.Bad(expected.Url, "its SHA-256 is not the one in the manifest");
            }
            else if (image != null)
            {
                _report.Good(expected.Url, $"{image.Length} bytes");
            }

            if (image != null)
            {
                await CheckTableAsync(expected, image, cancellation).ConfigureAwait(false);
            }

            if (image != null && expected.DeltaUrl != null)
            {
                await CheckDeltaAsync(expected, image, cancellation).ConfigureAwait(false);
            }

            if (image != null && expected.Component == "app")
            {
                CheckNatives(expected, image);
            }
        }

        private async Task<byte[]?> ReadAsync(string url, int size, CancellationToken cancellation)
        {
            try
            {
                byte[] bytes = await _files.ReadAsync(url, size, cancellation).ConfigureAwait(false);
                if (bytes.Length == size)
                {
                    return bytes;
                }

                string has = bytes.Length > size ? $"more than {size}" : bytes.Length.ToString(CultureInfo.InvariantCulture);
                _report.Bad(url, $"it has {has} bytes, not the {size} of the manifest");
            }
            catch (ToolException e)
            {
                _report.Bad(url, e.Message);
            }

            return null;
        }

        private async Task CheckTableAsync(ManifestImage expected, byte[] image, CancellationToken cancellation)
        {
            ImageDigests digests = ImageDigests.Of(image);
            byte[]? bytes = await ReadAsync(expected.TableUrl, digests.File.Length, cancellation).ConfigureAwait(false);
            if (bytes == null)
            {
                return;
            }

            int headLength = digests.Head.Length;
            bool isSigned = SHA256.HashData(bytes.AsSpan(0, headLength)).AsSpan().SequenceEqual(expected.TableDigest);
            bool isWhole = isSigned && IsProven(bytes, headLength, expected.Size);
            if (_report.Check(expected.TableUrl, isWhole ? OtaResult.Ok : OtaResult.TableDigestMismatch, $"{bytes.Length} bytes"))
            {
                bool isSame = bytes.AsSpan().SequenceEqual(digests.File.Span);
                _report.Check($"{expected.Url} chunks", isSame ? OtaResult.Ok : OtaResult.ChunkDigestMismatch, $"{digests.Count} chunks");
            }
        }

        // Every group by the head.
        private static bool IsProven(byte[] file, int headLength, int imageLength)
        {
            ChunkTable table = new(file[..headLength], imageLength);
            for (int group = 0; group < table.GroupCount; group++)
            {
                table.Clear();
                file.AsSpan(table.OffsetOf(group), table.ChunksIn(group) * ChunkDigest.Length).CopyTo(table.Digests);
                if (!table.Prove(group))
                {
                    return false;
                }
            }

            return true;
        }

        private async Task CheckDeltaAsync(ManifestImage expected, byte[] image, CancellationToken cancellation)
        {
            try
            {
                byte[] file = await _files.ReadAsync(expected.DeltaUrl, MaxDelta, cancellation).ConfigureAwait(false);
                JsonArray sections = DeltaInspection.Inspect(file, expected.DeltaUrl)["sections"]!.AsArray();

                // The publisher had the old images; here the form of their sections is all that can be checked.
                if (sections.Any(section => (int)section!["oldSize"]! == 0))
                {
                    DeltaCheck.Run(file, [], [], image, ImageDigests.Of(image));
                }

                _report.Good(expected.DeltaUrl, $"{file.Length} bytes, {sections.Count} sections");
            }
            catch (ToolException e)
            {
                _report.Bad(expected.DeltaUrl, e.Message);
            }
        }

        private void CheckNatives(ManifestImage expected, byte[] image)
        {
            IReadOnlyList<NativeNeed> needs = Packer.NativesOf(ImageSource.FindEmbedded(image));
            List<string> missing = [.. needs
                .Where(need => !expected.Natives.Any(n => n.Name == need.Name && n.Checksum == need.Checksum))
                .Select(need => $"{need.Name} 0x{need.Checksum:X8}")];
            if (missing.Count == 0)
            {
                _report.Good($"{expected.Url} natives", $"{needs.Count} assemblies with native code, all in the manifest");
            }
            else
            {
                _report.Bad($"{expected.Url} natives", $"the manifest does not ask for {string.Join(", ", missing)}: a device could install what cannot run");
            }
        }

        private static string UnixTime(long seconds) => seconds > 253402300799
            ? "never"
            : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
    }
}
