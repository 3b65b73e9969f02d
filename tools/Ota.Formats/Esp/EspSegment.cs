namespace NanoOta.Formats
{
    /// <summary>A segment: where its data lies in the image, and where the data belongs in memory.</summary>
    public readonly record struct EspSegment(uint LoadAddress, int Offset, int Length);
}
