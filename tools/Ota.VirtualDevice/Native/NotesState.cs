namespace NanoOta.VirtualDevice
{
    /// <summary>Whether the guard's notes can be used. Numbers of the guard's status.</summary>
    internal enum NotesState
    {
        /// <summary>No partition, or one without room for notes.</summary>
        Absent = 0,

        /// <summary>They were read.</summary>
        Read = 1,

        /// <summary>Flash could not be read.</summary>
        Failed = 2,
    }
}
