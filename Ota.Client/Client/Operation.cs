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
        Open,

        // These say nothing about an update, and leave the last outcome alone.
        Probe,
        Ask,
        NoteAnswer,
        Tend,
        SayAlive,

        // In the order of NextStart.
        DeclareSleep,
        DeclareRestart,
        DeclareAsking,
    }
}
