namespace NanoOta.Formats
{
    /// <summary>What a MCUboot image says of itself.</summary>
    /// <param name="Length">Bytes, TLV areas included.</param>
    /// <param name="HeaderSize">Where the payload begins.</param>
    /// <param name="PayloadSize">Bytes of the payload.</param>
    /// <param name="Flags">Flags of the header.</param>
    /// <param name="Version">major.minor.revision.build.</param>
    /// <param name="Digest">The SHA-256 in its TLV.</param>
    /// <param name="Tlvs">All TLVs.</param>
    public sealed record McuBootInfo(
        int Length,
        int HeaderSize,
        int PayloadSize,
        uint Flags,
        string Version,
        byte[] Digest,
        IReadOnlyList<McuBootTlv> Tlvs);
}
