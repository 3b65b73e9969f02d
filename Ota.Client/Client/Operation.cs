namespace NanoOta
{
    /// <summary>What the client can be asked to do, one at a time.</summary>
    internal enum Operation
    {
        Start,
        Check,
        Stage,
        Activate,
        Update,
        Confirm,
        Reject,
        Probe,
        Open,
    }
}
