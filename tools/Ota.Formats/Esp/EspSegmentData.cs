namespace NanoOta.Formats
{
    /// <summary>A segment to write: its load address and its data, a multiple of 4 bytes.</summary>
    public readonly record struct EspSegmentData(uint LoadAddress, ReadOnlyMemory<byte> Data);
}
