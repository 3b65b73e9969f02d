namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// What a board with In-Field Update has beside <see cref="IBoard"/>: UpdateManager's native half. Images are ImageType's numbers, codes
    /// UpdateSessionResult's.
    /// </summary>
    /// <remarks>As with <see cref="IBoard"/>: one run of an app, never throws for arguments, thread-safe.</remarks>
    public interface IUpdateBoard
    {
        /// <summary>UpdateStatus of an image.</summary>
        int UpdateStatus(int image);

        /// <summary>The SHA-256 that the image in slot 0 (primary) or 1 (secondary) carries; null if there is none.</summary>
        byte[]? UpdateHash(int image, int slot);

        /// <summary>Where the open session goes on; -1 if none is open.</summary>
        int UpdateNextOffset(int image);

        /// <summary>Erases the secondary slot and opens a session.</summary>
        int UpdateStart(int image, int totalLength);

        /// <summary>Goes on with what an earlier session left.</summary>
        int UpdateResume(int image, int totalLength, byte[]? expectedHeader);

        /// <summary>Appends.</summary>
        int UpdateStore(int image, byte[] buffer, int index, int count);

        /// <summary>Verifies and schedules a test swap.</summary>
        int UpdateComplete(int image);

        /// <summary>Closes the session.</summary>
        int UpdateAbort(int image, bool eraseSlot);

        /// <summary>Erases the secondary slot.</summary>
        int UpdateErase(int image);

        /// <summary>Confirms the deployment; false if it is not on test.</summary>
        bool UpdateConfirm();

        /// <summary>Has the image before this one swapped in at the restart; false if there is no way.</summary>
        bool UpdateRevert(int image);
    }
}
