using System.Security.Cryptography;
using System.Text;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tests.Hostile
{
    /// <summary>The files of a release, as they lie on a server.</summary>
    internal sealed record HostileRelease(byte[] Manifest, byte[] Table, byte[] Image)
    {
        public const string Manifests = "/stable/manifest.jws";

        public const string Tables = "/stable/1.1/app.chunks";

        public const string Images = "/stable/1.1/app.img";

        public const string Deltas = "/stable/1.1/app.delta";

        /// <summary>The delta file; null for none.</summary>
        public byte[]? Delta { get; private init; }

        /// <summary>The image that the device runs at first.</summary>
        public static byte[] OldImage => [.. TestImages.Old(), .. TestImages.Noise(77, 16384)];

        /// <summary>
        /// The old image with two pieces of noise in the place of its own bytes. Between them lies more than what an answer reads over: the device lacks two ranges. What
        /// <paramref name="noise"/> has beyond 200 bytes makes the image longer.
        /// </summary>
        public static byte[] NewImage(uint seed = 3, int noise = 200)
        {
            byte[] old = OldImage;
            TestImages.Noise(seed, 200).CopyTo(old, 5000);
            TestImages.Noise(seed + 1, 200).CopyTo(old, 25000);
            return [.. old, .. TestImages.Noise(seed, noise - 200)];
        }

        /// <summary>A signed release of an image; a test may change fields of its manifest.</summary>
        public static HostileRelease Make(TestSigner signer, byte[] image, int sequence = 2, Func<ManifestText, ManifestText>? change = null, bool delta = false)
        {
            byte[] table = TestImages.Table(image);
            ManifestText chunks = ManifestText.Table().With("sha256", Digest(TestImages.Head(image)));
            ManifestText described = ManifestText.Image().With("size", $"{image.Length}").With("sha256", Digest(image)).With("chunks", chunks.ToString());
            described = delta ? described.With("delta", "{\"url\":\"1.1/app.delta\"}") : described;
            ManifestText text = ManifestText.RootWith(described).With("revision", $"{sequence}");
            string envelope = signer.Sign((change == null ? text : change(text)).ToString());
            return new HostileRelease(Encoding.ASCII.GetBytes(envelope), table, image);
        }

        /// <summary>The same with a delta file: a section for the image that runs, and one without an old image.</summary>
        public static HostileRelease MakeWithDelta(TestSigner signer, byte[] image, byte[] old)
        {
            ImageDigests digests = ImageDigests.Of(image);
            byte[] delta = DeltaFileWriter.Write(
                digests,
                [
                    (ImageDigests.Of(old).Identity, SectionEncoder.Encode(old, image, digests, readsNew: true)),
                    ([], SectionEncoder.Encode([], image, digests, readsNew: false)),
                ]);
            return Make(signer, image, delta: true) with { Delta = delta };
        }

        private static string Digest(byte[] bytes) => "\"" + TestSigner.Encode(SHA256.HashData(bytes)) + "\"";
    }
}
