namespace NanoOta
{
    /// <summary>Tells how far the slot is filled: the bytes in the slot, and the bytes of the image.</summary>
    public delegate void OtaProgressHandler(int done, int total);
}
