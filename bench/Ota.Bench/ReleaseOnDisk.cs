using NanoOta.Formats;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Bench
{
    /// <summary>A published release of noise, in a folder that goes away with it.</summary>
    internal sealed class ReleaseOnDisk : IDisposable
    {
        public const string ManifestPath = "stable/manifest.jws";
        public const string ImagePath = "stable/2.0/app.img";

        private ReleaseOnDisk(string folder, byte[] image, SigningKey key)
        {
            Folder = folder;
            Image = image;
            Key = key;
        }

        public string Folder { get; }

        public byte[] Image { get; }

        public SigningKey Key { get; }

        public string Served => Path.Combine(Folder, "served");

        public int TableLength => (int)new FileInfo(Path.Combine(Served, "stable", "2.0", "app.chunks")).Length;

        /// <summary>An ESP image of about that many bytes, none of which any other image has.</summary>
        public static byte[] MakeImage(string version, int size)
        {
            byte[] noise = new byte[size];
            new Random(size + version[0]).NextBytes(noise);
            return new EspImageBuilder { Version = version }.AddSegment(noise).Build();
        }

        public static Task<ReleaseOnDisk> PublishAsync(int size) => PublishAsync(size, DeltaSources.History());

        public static async Task<ReleaseOnDisk> PublishAsync(int size, DeltaSources? delta)
        {
            ReleaseOnDisk release = new(Directory.CreateTempSubdirectory("nanoota-bench-").FullName, MakeImage("2.0", size), SigningKey.Create());
            string packed = Directory.CreateDirectory(Path.Combine(release.Folder, "packed")).FullName;
            string image = Path.Combine(packed, "app.bin");
            await File.WriteAllBytesAsync(image, release.Image).ConfigureAwait(false);
            PackResult pack = Packer.Run(new PackRequest { Input = image, Out = packed, Component = "app" });
            PublishRequest request = new() { Packs = [pack.PackPath], Out = release.Served, Channel = "stable", Product = "bench", Version = "2.0", Revision = 2, DeltaFrom = delta };
            await Publisher.RunAsync(request, release.Key, DateTimeOffset.UtcNow).ConfigureAwait(false);
            return release;
        }

        public OtaOptions Options(Uri server)
        {
            PublicKey key = Key.PublicKey;
            return TrustedKeys.Create([new TrustedKey(key.Kid, key.ToBytes())], out TrustedKeys keys) == OtaResult.Ok
                ? new OtaOptions { ManifestUrl = new Uri(server, ManifestPath).ToString(), Keys = keys, Product = "bench", Chip = 0, DeviceId = "bench", MaxTableLength = 128 * 1024 }
                : throw new InvalidOperationException("The key is not one.");
        }

        public void Dispose()
        {
            Key.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
