using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.ApiGate
{
    /// <summary>An app as the tool publishes it, for a device of the tests: what the server has, and the key to trust.</summary>
    public sealed record PublishedApp(byte[] Key, IReadOnlyList<(string Path, byte[] Content)> Files)
    {
        /// <summary>The time of the tests' devices (Ota.Tests/Shared/Fixtures/ClientFixture.cs).</summary>
        private const long Now = 1800000000;

        /// <summary>Packs the PEs of a folder without those of another one, and publishes them, signed by a key of the moment.</summary>
        public static PublishedApp Make(string app, string resident, string work)
        {
            using SigningKey key = SigningKey.Create("story");
            string packed = Path.Combine(work, "packed");
            string served = Path.Combine(work, "served");
            PackResult pack = Packer.Run(new PackRequest { Input = app, Out = packed, Resident = resident });
            PublishRequest request = new() { Packs = [pack.PackPath], Out = served, Channel = "stable", Product = "lamp", Version = "1.0", Begin = ChannelBegin.First };
            Publisher.RunAsync(request, key, DateTimeOffset.FromUnixTimeSeconds(Now)).GetAwaiter().GetResult();
            return new PublishedApp(
                key.PublicKey.ToBytes(),
                [
                    .. Directory.EnumerateFiles(served, "*", SearchOption.AllDirectories)
                        .Where(file => !Path.GetFileName(file).StartsWith('.'))
                        .Select(file => (Path.GetRelativePath(served, file).Replace('\\', '/'), File.ReadAllBytes(file))),
                ]);
        }
    }
}
