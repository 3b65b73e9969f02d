namespace NanoOta.Formats
{
    /// <summary>An assembly that a firmware could not run.</summary>
    /// <param name="Name">The assembly.</param>
    /// <param name="Needed">The checksum in its header; 0 for an assembly without native code.</param>
    /// <param name="Firmware">What the firmware registers under that name; null when that is nothing.</param>
    public sealed record NativeMismatch(string Name, uint Needed, uint? Firmware);
}
