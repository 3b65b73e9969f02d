namespace NanoOta.VirtualDevice
{
    /// <summary>How a call to the drive ended; a power cut is an exception.</summary>
    public enum DriveStatus
    {
        /// <summary>The operation was done.</summary>
        Ok = 0,

        /// <summary>There is no file of that name.</summary>
        NotFound = 1,

        /// <summary>The blocks, or the room for entries, do not suffice. What was committed before is still there.</summary>
        NoSpace = 2,

        /// <summary>The flash fails, or its contents are damaged.</summary>
        IoError = 3,

        /// <summary>A name, mode or range that makes no sense.</summary>
        ArgumentInvalid = 4,

        /// <summary>The file is open in a way that forbids this.</summary>
        InUse = 5,
    }

    /// <summary>How a file is opened.</summary>
    public enum DriveMode
    {
        /// <summary>An existing file, for reading.</summary>
        Read = 0,

        /// <summary>For reading and writing; the file begins empty. The old contents are there until the first commit.</summary>
        Create = 1,

        /// <summary>For reading and writing; what an existing file holds stays.</summary>
        Update = 2,
    }
}
