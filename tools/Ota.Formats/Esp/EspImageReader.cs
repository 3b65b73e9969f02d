namespace NanoOta.Formats
{
    /// <summary>Reads bytes of the place that an image lies in: a slot of some flash.</summary>
    /// <param name="offset">From the start of the place.</param>
    /// <param name="target">Filled whole.</param>
    /// <returns>false when the flash could not be read.</returns>
    public delegate bool EspImageReader(int offset, Span<byte> target);
}
