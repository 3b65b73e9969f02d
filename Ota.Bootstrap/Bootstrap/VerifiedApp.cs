namespace NanoOta
{
    /// <summary>An image in a slot that is whole and signed for. Not thread-safe.</summary>
    internal sealed class VerifiedApp
    {
        public VerifiedApp(Manifest manifest, LoadOrder order, OtaOutcome linked)
        {
            Manifest = manifest;
            Order = order;
            Linked = linked;
        }

        /// <summary>The release in the slot.</summary>
        public readonly Manifest Manifest;

        /// <summary>Its assemblies, when <see cref="Linked"/> is Ok.</summary>
        public readonly LoadOrder Order;

        /// <summary>Whether they would link here: what <see cref="LoadOrder.Read"/> said.</summary>
        public readonly OtaOutcome Linked;
    }
}
