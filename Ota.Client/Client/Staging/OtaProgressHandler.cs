namespace NanoOta
{
    /// <summary>Tells how far the filling of the slot has come: bytes of the image that are in it, and all of them.</summary>
    public delegate void OtaProgressHandler(int done, int total);
}
