namespace NanoOta
{
    /// <summary>Tells that the client has reached another state.</summary>
    public delegate void OtaStateHandler(OtaState state);
}
