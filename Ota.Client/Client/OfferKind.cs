namespace NanoOta
{
    /// <summary>Who a release is offered to.</summary>
    public enum OfferKind
    {
        /// <summary>The fleet: the manifest's share and groups decide.</summary>
        ToFleet = 0,

        /// <summary>
        /// This device: somebody put a card in, or an update server named the device. Share and groups do not apply, and everything else does.
        /// </summary>
        ByName = 1,
    }
}
