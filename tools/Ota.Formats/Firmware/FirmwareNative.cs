namespace NanoOta.Formats
{
    /// <summary>Native code that a firmware registers: for which assembly, with which checksum, of which version.</summary>
    public sealed record FirmwareNative(string Name, uint Checksum, Version Version);
}
