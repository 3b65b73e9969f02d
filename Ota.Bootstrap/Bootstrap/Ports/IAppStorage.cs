namespace NanoOta
{
    /// <summary>A handful of files in one folder of a small drive: the internal drive I: (LittleFS) or an SD card.</summary>
    /// <remarks>
    /// Contract, in the terms of a power cut. Atomic is <see cref="Delete"/> (the file is there with all it had, or not at all), and nothing
    /// else. What was appended is safe once <see cref="Flush"/> or <see cref="Close"/> has returned; what was appended since may be there,
    /// in part, or not. A cut inside <see cref="Open"/> leaves the file with what it had, or cut. No operation touches another file.
    /// Not thread-safe: the caller takes turns. Names are made of a to z, digits and dots, 12 characters at most.
    /// </remarks>
    public interface IAppStorage
    {
        /// <summary>Bytes that one image may have: what the drive holds, less what the small files and the drive itself take, halved. 0 when there is no drive.</summary>
        int Capacity { get; }

        /// <summary>Bytes of a file; -1 when there is none or it cannot be looked at.</summary>
        int GetLength(string name);

        /// <summary>Reads exactly that many bytes, never from the file that is open. <see cref="OtaResult.SlotReadFailed"/>, past the end too.</summary>
        OtaResult Read(string name, int offset, byte[] buffer, int index, int count);

        /// <summary>
        /// Opens a file for appending, made if it is not there; one is open at a time. What it has beyond <paramref name="keep"/> bytes is
        /// cut off and its room is free on return. <see cref="OtaResult.SlotWriteFailed"/>, also when it has fewer.
        /// </summary>
        OtaResult Open(string name, int keep);

        /// <summary>Appends to the open file. <see cref="OtaResult.SlotWriteFailed"/>: a full drive, a worn one, no open file.</summary>
        OtaResult Append(byte[] buffer, int index, int count);

        /// <summary>All that was appended is on flash on return, and the file stays open. <see cref="OtaResult.SlotWriteFailed"/>.</summary>
        OtaResult Flush();

        /// <summary>Flushes and closes; nothing when no file is open. <see cref="OtaResult.SlotWriteFailed"/>: closed all the same.</summary>
        OtaResult Close();

        /// <summary>Removes a file; harmless when there is none. <see cref="OtaResult.SlotEraseFailed"/>.</summary>
        OtaResult Delete(string name);
    }
}
