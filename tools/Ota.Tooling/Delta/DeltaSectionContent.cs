namespace NanoOta.Tooling.Delta
{
    /// <summary>A section of a delta file, and what its entry says of it.</summary>
    public sealed record DeltaSectionContent(byte[] Bytes, int OldLength, int LongestPayload, bool ReadsNew);
}
