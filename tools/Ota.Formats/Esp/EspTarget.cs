namespace NanoOta.Formats
{
    /// <summary>What an image is verified for.</summary>
    /// <param name="ChipId">esp_chip_id_t; ESP32 is 0.</param>
    /// <param name="Revision">The chip's revision × 100, as in its eFuses. Null where no chip is at hand; then no revision is judged.</param>
    /// <param name="Use">Who verifies.</param>
    public readonly record struct EspTarget(int ChipId, int? Revision = null, EspImageUse Use = EspImageUse.Load);
}
