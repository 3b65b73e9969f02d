using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tests.Hostile
{
    /// <summary>The three files of a release, as they lie on a server.</summary>
    internal sealed record HostileRelease(byte[] Manifest, byte[] Table, byte[] Image)
    {
        public const string Manifests = "/stable/manifest.jws";

        public const string Tables = "/stable/1.1/app.chunks";

        public const string Images = "/stable/1.1/app.img";

        /// <summary>The image that the device runs at first.</summary>
        public static byte[] OldImage => TestImages.Old();

        /// <summary>
        /// The old image with two pieces of noise in the place of its own bytes, far from each other: the device lacks two ranges. What
        /// <paramref name="noise"/> has beyond 200 bytes makes the image longer.
        /// </summary>
        public static byte[] NewImage(uint seed = 3, int noise = 200)
        {
            byte[] old = OldImage;
            TestImages.Noise(seed, 200).CopyTo(old, 5000);
            TestImages.Noise(seed + 1, 200).CopyTo(old, 15000);
            return [.. old, .. TestImages.Noise(seed, noise - 200)];
        }

        /// <summary>A signed release of an image; a test may change fields of its manifest.</summary>
        public static HostileRelease Make(TestSigner signer, byte[] image, int sequence = 2, Func<ManifestText, ManifestText>? change = null)
        {
            byte[] table = TestImages.Table(image);
            ManifestText chunks = ManifestText.Table().With("sha256", Digest(TestImages.Head(image)));
            ManifestText text = ManifestText.RootWith(ManifestText.Image().With("size", $"{image.Length}").With("sha256", Digest(image))
                .With("chunks", chunks.ToString())).With("revision", $"{sequence}");
            string envelope = signer.Sign((change == null ? text : change(text)).ToString());
            return new HostileRelease(Encoding.ASCII.GetBytes(envelope), table, image);
        }

        private static string Digest(byte[] bytes) => "\"" + TestSigner.Encode(SHA256.HashData(bytes)) + "\"";
    }
}
