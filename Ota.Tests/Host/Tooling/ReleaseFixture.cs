using System.Text;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>A key, packed images of the thermostat, and a folder to publish them to.</summary>
    internal sealed class ReleaseFixture : IDisposable
    {
        public static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

        public TempFolder Temp { get; } = new();

        public SigningKey Key { get; } = SigningKey.Create("test");

        public string Www => Temp["www"];

        public string Channel => Path.Combine(Www, "stable");

        public string ManifestPath => Path.Combine(Channel, Publisher.ManifestName);

        public string Records => Temp["records"];

        public string RecordPath => ChannelPaths.Record(Records, "thermostat", "stable");

        public string Pack(string version)
        {
            string folder = Temp[$"packed-{version}"];
            Packer.Run(new PackRequest { Input = Thermostat.CopyTo(Temp[$"built-{version}"], version), Out = folder });
            return folder;
        }

        public PublishRequest Request(string version) => new()
        {
            Packs = [Pack(version)],
            Out = Www,
            Channel = "stable",
            Product = "thermostat",
            Version = version,
            RecordFolder = Records,
            Begin = File.Exists(RecordPath) ? ChannelBegin.Goes : ChannelBegin.First,
        };

        public Task<PublishResult> PublishAsync(string version) => PublishAsync(Request(version));

        public Task<PublishResult> PublishAsync(PublishRequest request) => Publisher.RunAsync(request, Key, Now);

        public Task<VerifyReport> VerifyAsync(DateTimeOffset? now = null, params PublicKey[] keys) => ReleaseVerifier.VerifyAsync(
            File.ReadAllBytes(ManifestPath),
            new FolderRelease(Channel),
            keys.Length == 0 ? [Key.PublicKey] : keys,
            now ?? Now);

        /// <summary>Signs a manifest anew after a change of its JSON.</summary>
        public void Tamper(string old, string replacement)
        {
            string json = Encoding.UTF8.GetString(Envelope.Split(File.ReadAllBytes(ManifestPath), "manifest").Payload);
            string changed = json.Replace(old, replacement, StringComparison.Ordinal);
            if (changed == json)
            {
                throw new InvalidOperationException($"{old} is not in {json}");
            }

            File.WriteAllBytes(ManifestPath, Key.SignJws(Encoding.UTF8.GetBytes(changed)));
        }

        public void Dispose()
        {
            Key.Dispose();
            Temp.Dispose();
        }
    }
}
