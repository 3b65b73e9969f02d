namespace NanoOta.Formats
{
    /// <summary>One type-length-value of an image.</summary>
    public readonly record struct McuBootTlv(int Type, int Offset, int Length, bool IsProtected);
}
