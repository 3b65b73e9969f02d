namespace NanoOta
{
    /// <summary>A handful of files in one folder of a small drive: the internal drive I: (LittleFS) or an SD card.</summary>
    /// <remarks>
    /// Contract, in the terms of a power cut. <see cref="Delete"/> alone is atomic: the file is there with all its bytes, or not at all.
    /// What was appended is safe once <see cref="Flush"/> or <see cref="Close"/> has returned. Bytes appended later may be there, in part, or
    /// not. A power cut inside <see cref="Open"/> leaves the file with its old bytes, or shortened. No operation touches another file.
    /// Not thread-safe: the caller takes turns. Names are made of a to z, digits and dots, 12 characters at most.
    /// </remarks>
    public interface IAppStorage
    {
        /// <summary>
        /// Bytes that one image may have: half of what the drive holds without the small files and its own blocks. 0 when there is no drive.
        /// </summary>
        int Capacity { get; }

        /// <summary>Bytes of a file; -1 when there is none, or the drive cannot be read.</summary>
        int GetLength(string name);

        /// <summary>Reads exactly that many bytes, never from the file that is open.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.SlotReadFailed"/>, past the end too.</returns>
        OtaResult Read(string name, int offset, byte[] buffer, int index, int count);

        /// <summary>
        /// Opens a file for appending, and makes a missing one. One file is open at a time. Bytes beyond <paramref name="keep"/> are cut off, and
        /// their room is free on return.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotWriteFailed"/>, also when the file has fewer bytes.</returns>
        OtaResult Open(string name, int keep);

        /// <summary>Appends to the open file.</summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotWriteFailed"/> for a full drive, a worn one, or no open file.</returns>
        OtaResult Append(byte[] buffer, int index, int count);

        /// <summary>All that was appended is on flash on return, and the file stays open.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.SlotWriteFailed"/>.</returns>
        OtaResult Flush();

        /// <summary>Flushes and closes; nothing when no file is open. After a failure the file is closed, too.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.SlotWriteFailed"/>.</returns>
        OtaResult Close();

        /// <summary>Removes a file; harmless when there is none.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.SlotEraseFailed"/>.</returns>
        OtaResult Delete(string name);
    }
}
