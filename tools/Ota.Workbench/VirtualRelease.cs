using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Workbench
{
    /// <summary>Releases for the virtual board: in its world alone, on the channel for the desk.</summary>
    public static class VirtualRelease
    {
        /// <summary>The same for real boards at the desk, which never see what is for the virtual one.</summary>
        public static PublishRequest DeskRequest(VirtualWorld world, PackResult pack, string product, string version) => Request(world, pack, product, version, null) with
        {
            Out = world.Desk,
            RecordFolder = world.DeskRecords,
            Begin = File.Exists(ChannelPaths.Record(world.DeskRecords, product, VirtualWorld.Channel)) ? ChannelBegin.Goes : ChannelBegin.First,
        };

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
            Revision = world.Former > 0 && !File.Exists(ChannelPaths.Record(world.Records, product, VirtualWorld.Channel)) ? world.Former + 1 : null,
            Product = product,
            Version = version,
            DeltaFrom = delta,

            // On the desk nobody is reached by mistake.
            Allowed = [ChannelRisk.AnotherKey, ChannelRisk.OlderVersion, ChannelRisk.SameBytes, ChannelRisk.WrongClock, ChannelRisk.ForeignManifest],
        };

        /// <summary>The release that a served folder has on the channel for the desk; null for none.</summary>
        public static ManifestContent? Published(string served)
        {
            string manifest = Path.Combine(served, VirtualWorld.Channel, Publisher.ManifestName);
            return File.Exists(manifest) ? ManifestParser.ParseUntrusted(Envelope.Split(Files.ReadAll(manifest, Jws.MaxLength), manifest).Payload) : null;
        }
    }
}
