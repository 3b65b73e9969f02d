namespace NanoOta
{
    /// <summary>What a transition has to do with the record on flash.</summary>
    public enum StateWrite
    {
        /// <summary>Nothing: after a restart the record tells the state before.</summary>
        None = 0,

        /// <summary>It has happened, and is written down: the state changes even if the write fails.</summary>
        Fact = 1,

        /// <summary>It is meant to happen, and is written down first: if the write fails the state stays.</summary>
        Intent = 2,
    }
}
