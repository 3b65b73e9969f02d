namespace NanoOta
{
    /// <summary>What a transition has to do with the record on flash.</summary>
    public enum StateWrite
    {
        /// <summary>Nothing: after a restart the record tells the state before.</summary>
        None = 0,

        /// <summary>The state has happened, and is written down. The state changes even if the write fails.</summary>
        Fact = 1,

        /// <summary>
        /// The state is meant to happen, and is written down first. If the write fails, the old state stays. A boot side with a guard keeps the intent
        /// itself. There the record keeps the state before.
        /// </summary>
        Intent = 2,
    }
}
