namespace NanoOta.Formats
{
    /// <summary>What is known of an image that was verified.</summary>
    /// <param name="Length">Bytes, the digest included.</param>
    /// <param name="ChipId">esp_chip_id_t; ESP32 is 0.</param>
    /// <param name="Segments">All segments.</param>
    /// <param name="Digest">The appended SHA-256, or, without one, that of the whole image.</param>
    /// <param name="Description">The 256-byte application description, or null if the magic word is missing.</param>
    public sealed record EspImageInfo(int Length, int ChipId, IReadOnlyList<EspSegment> Segments, byte[] Digest, EspAppDescription? Description);
}
