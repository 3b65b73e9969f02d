namespace NanoOta.VirtualDevice
{
    /// <summary>The files of the board's internal drive, for what runs on it; part of <see cref="IBoard"/>, with its rules.</summary>
    /// <remarks>
    /// A status is 0 for success, or a number of <c>NanoOta.VirtualDevice.DriveStatus</c>; where a number of another meaning is given,
    /// a failure is that status negated. Handles belong to one run.
    /// </remarks>
    public interface IBoardDrive
    {
        /// <summary>Blocks of 4096 bytes that the drive has, its own included; 0 when there is no drive.</summary>
        int BlockCount { get; }

        /// <summary>Bytes of a file as committed, or a negated status.</summary>
        int GetLength(string name);

        /// <summary>Opens a file: 0 to read, 1 made empty, 2 made if it is not there. A handle, 1 or more, or a negated status.</summary>
        int Open(string name, int mode);

        /// <summary>Reads from a position: bytes read, fewer at the end alone, or a negated status.</summary>
        int Read(int handle, int position, byte[] buffer, int index, int count);

        /// <summary>Writes at a position; a status.</summary>
        int Write(int handle, int position, byte[] buffer, int index, int count);

        /// <summary>Cuts off what lies behind a length; a status.</summary>
        int Truncate(int handle, int length);

        /// <summary>Commits what was written; a status.</summary>
        int Flush(int handle);

        /// <summary>Commits and closes; a status.</summary>
        int Close(int handle);

        /// <summary>Removes a file; a status.</summary>
        int Delete(string name);
    }
}
