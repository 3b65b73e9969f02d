using System.Security.Cryptography;
using System.Text;
using NanoOta.Tooling.Chunks;

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

        /// <summary>The old image with two pieces of noise in it, far from each other: the device lacks two ranges.</summary>
        public static byte[] NewImage(uint seed = 3, int inserted = 200)
        {
            byte[] old = OldImage;
            return [.. old[..4000], .. TestImages.Noise(seed, inserted), .. old[4000..15000], .. TestImages.Noise(seed + 1, inserted), .. old[15000..]];
        }

        /// <summary>A signed release of an image; a test may change fields of its manifest.</summary>
        public static HostileRelease Make(TestSigner signer, byte[] image, int sequence = 2, Func<ManifestText, ManifestText>? change = null)
        {
            byte[] table = ImageCutter.MakeTable(image, ChunkMethod.ContentDefined);
            ManifestText chunks = ManifestText.Table().With("size", $"{table.Length}").With("sha256", Digest(table));
            ManifestText text = ManifestText.RootWith(ManifestText.Image().With("size", $"{image.Length}").With("sha256", Digest(image))
                .With("chunks", chunks.ToString())).With("revision", $"{sequence}");
            string envelope = signer.Sign((change == null ? text : change(text)).ToString());
            return new HostileRelease(Encoding.ASCII.GetBytes(envelope), table, image);
        }

        private static string Digest(byte[] bytes) => "\"" + TestSigner.Encode(SHA256.HashData(bytes)) + "\"";
    }
}
