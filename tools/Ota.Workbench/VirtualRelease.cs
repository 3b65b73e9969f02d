using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Workbench
{
    /// <summary>Releases for the virtual board: in its world alone, on the channel for the desk.</summary>
    public static class VirtualRelease
    {
        /// <summary>What a publisher is asked for. The world's first release needs no word, since no device has seen one.</summary>
        /// <param name="world">Where the release goes.</param>
        /// <param name="pack">What was packed.</param>
        /// <param name="product">The product.</param>
        /// <param name="version">The version.</param>
        /// <param name="delta">How delta files are made; null for none.</param>
        public static PublishRequest Request(VirtualWorld world, PackResult pack, string product, string version, DeltaSources? delta) => new()
        {
            Packs = [pack.PackPath],
            Out = world.Served,
            Channel = VirtualWorld.Channel,
            RecordFolder = world.Records,
            Begin = File.Exists(ChannelPaths.Record(world.Records, product, VirtualWorld.Channel)) ? ChannelBegin.Goes : ChannelBegin.First,
            Product = product,
            Version = version,
            DeltaFrom = delta,

            // On the desk nobody is reached by mistake.
            Allowed = [ChannelRisk.AnotherKey, ChannelRisk.OlderVersion, ChannelRisk.SameBytes, ChannelRisk.WrongClock, ChannelRisk.ForeignManifest],
        };

        /// <summary>The release that is published; null for none.</summary>
        public static ManifestContent? Published(VirtualWorld world) => File.Exists(world.Manifest)
            ? ManifestParser.ParseUntrusted(Envelope.Split(Files.ReadAll(world.Manifest, Jws.MaxLength), world.Manifest).Payload)
            : null;
    }
}
