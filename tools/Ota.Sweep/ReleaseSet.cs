using System.Security.Cryptography;
using NanoOta.Formats;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Sweep
{
    /// <summary>One release as a server has it.</summary>
    /// <param name="Version">In the image's application description; names the app that stands for it.</param>
    /// <param name="Revision">Its revision.</param>
    /// <param name="Image">The ESP image.</param>
    /// <param name="Table">Its chunk table.</param>
    /// <param name="Envelope">Its signed manifest.</param>
    public sealed record SweepRelease(string Version, long Revision, byte[] Image, byte[] Table, byte[] Envelope)
    {
        /// <summary>URL of the image.</summary>
        public string ImageUrl => $"{ReleaseSet.Channel}{Version}/app.img";

        /// <summary>URL of the table.</summary>
        public string TableUrl => $"{ReleaseSet.Channel}{Version}/app.chunks";

        /// <summary>The delta file; null for none.</summary>
        public byte[]? Delta { get; init; }

        /// <summary>URL of the delta file.</summary>
        public string DeltaUrl => $"{ReleaseSet.Channel}{Version}/app.delta";
    }

    /// <summary>Releases 1.0, 2.0 and 3.0 of one product; the first is what the factory flashed. Immutable, made once a process.</summary>
    public sealed class ReleaseSet
    {
        /// <summary>Where the channel's files are.</summary>
        public const string Channel = "http://sweep.example/stable/";

        /// <summary>Where its manifest is.</summary>
        public const string ManifestUrl = Channel + "manifest.jws";

        /// <summary>The product.</summary>
        public const string Product = "sweep";

        /// <summary>A time at which the releases are valid.</summary>
        public const long Now = 1800000000;

        private const int InsertAt = 7000;
        private const int InsertLength = 700;
        private static readonly SigningKey _key = SigningKey.Of(new SteadyKey("releases"), "sweep-1");

        private ReleaseSet(bool hasDeltas, params byte[][] payloads)
        {
            byte[][] images = [.. payloads.Select((payload, i) => new EspImageBuilder { Version = $"{i + 1}.0", ProjectName = Product }.AddSegment(payload).Build())];
            Releases = [.. images.Select((image, i) => hasDeltas && i > 0 ? MakeWithDelta(i + 1, image, images[i - 1]) : Make($"{i + 1}.0", i + 1, image))];
        }

        /// <summary>Images that have nothing in common, of 11, 14 and 10 KiB.</summary>
        public static ReleaseSet Small { get; } = new(false, Noise(1, 11000), Noise(2, 14000), Noise(3, 10000));

        /// <summary>Each image is the one before with 700 bytes more in the middle, and comes by a delta file.</summary>
        public static ReleaseSet Similar { get; } = new(true, Insert(0), Insert(1), Insert(2));

        /// <summary>Images of 40 to 60 KiB that have nothing in common.</summary>
        public static ReleaseSet Large { get; } = new(false, Noise(4, 50000), Noise(5, 60000), Noise(6, 40000));

        /// <summary>In the order of their revisions, which begin with 1.</summary>
        public IReadOnlyList<SweepRelease> Releases { get; }

        /// <summary>The key that they are signed with.</summary>
        public static TrustedKeys Keys
        {
            get
            {
                TrustedKey key = new(_key.PublicKey.Kid, _key.PublicKey.ToBytes());
                return TrustedKeys.Create([key], out TrustedKeys keys) == OtaResult.Ok ? keys : throw new InvalidOperationException("The key is not one.");
            }
        }

        /// <summary>The release of a version; null if there is none.</summary>
        public SweepRelease? Find(string version) => Releases.FirstOrDefault(release => release.Version == version);

        /// <summary>Signs a release with the set's key, and cuts its image.</summary>
        /// <param name="version">Its version.</param>
        /// <param name="revision">Its revision.</param>
        /// <param name="image">The bytes for the slot.</param>
        /// <param name="adapt">Makes the manifest's other fields; null for none.</param>
        public static SweepRelease Make(string version, long revision, byte[] image, Func<ManifestContent, ManifestContent>? adapt = null)
        {
            ImageDigests digests = ImageDigests.Of(image);
            ManifestContent manifest = new()
            {
                Product = Product,
                Channel = "stable",
                Revision = revision,
                Version = version,
                Issued = Now - 1000,
                Expires = Now + 100000000,
                Images = [new ImageContent("app", version, Packed($"{version}/app.img", image), new TableReference($"{version}/app.chunks", System.Buffers.Text.Base64Url.EncodeToString(digests.Identity)), [])],
            };
            return new SweepRelease(version, revision, image, digests.File.ToArray(), _key.SignJws(ManifestWriter.Write(adapt?.Invoke(manifest) ?? manifest)));
        }

        // A section for the release before, and one for a device that runs something else.
        private static SweepRelease MakeWithDelta(int number, byte[] image, byte[] old)
        {
            ImageDigests digests = ImageDigests.Of(image);
            SweepRelease release = Make($"{number}.0", number, image, manifest => manifest with { Images = [manifest.Images[0] with { Delta = $"{number}.0/app.delta" }] });
            return release with
            {
                Delta = DeltaFileWriter.Write(
                    digests,
                    [
                        (ImageDigests.Of(old).Identity, SectionEncoder.Encode(old, image, digests, readsNew: true)),
                        ([], SectionEncoder.Encode([], image, digests, readsNew: true)),
                    ]),
            };
        }

        private static PackedFile Packed(string file, byte[] bytes) => new(file, bytes.Length, System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(bytes)));

        private static byte[] Noise(int seed, int length)
        {
            byte[] noise = new byte[length];
            new Random(seed).NextBytes(noise);
            return noise;
        }

        private static byte[] Insert(int times)
        {
            byte[] first = Noise(7, 2 * InsertAt);
            byte[] middle = Noise(8, times * InsertLength);
            return [.. first[..InsertAt], .. middle, .. first[InsertAt..]];
        }
    }
}
