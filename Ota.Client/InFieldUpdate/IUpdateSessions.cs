namespace NanoOta
{
    /// <summary>
    /// nanoFramework.Runtime.InFieldUpdate's UpdateManager for one image, which is static there and so cannot be replaced: at most one
    /// session, held here. Numbers are the platform's own (UpdateSessionResult, UpdateStatus).
    /// </summary>
    /// <remarks>Nothing here throws. Not thread-safe.</remarks>
    public interface IUpdateSessions
    {
        /// <summary>The image that this is about.</summary>
        UpdateImage Image { get; }

        /// <summary>UpdateStatus of the image.</summary>
        int Status { get; }

        /// <summary>Where the open session goes on; -1 if none is open.</summary>
        int NextOffset { get; }

        /// <summary>The SHA-256 that the running image (primary slot) carries, 32 bytes; null if there is none to be read.</summary>
        byte[] GetPrimaryHash();

        /// <summary>The same of the secondary slot (staging).</summary>
        byte[] GetSecondaryHash();

        /// <summary>Erases the secondary slot and opens a session; UpdateSessionResult.</summary>
        int Start(int totalLength);

        /// <summary>Goes on with what an earlier session left in the secondary slot; UpdateSessionResult.</summary>
        int Resume(int totalLength, byte[] expectedHeader);

        /// <summary>Appends to the open session; UpdateSessionResult.</summary>
        int Store(byte[] buffer, int index, int count);

        /// <summary>Has the platform verify the image and schedule a test swap; UpdateSessionResult. Closes the session unless Incomplete.</summary>
        int Complete();

        /// <summary>Closes the session, if one is open; UpdateSessionResult.</summary>
        int Abort(bool eraseSlot);

        /// <summary>Erases the secondary slot; UpdateSessionResult.</summary>
        int Erase();

        /// <summary>Makes the deployment stay; false if that was refused.</summary>
        bool ConfirmDeployment();

        /// <summary>Has the image before this one swapped in at the next restart; false if there is no way.</summary>
        bool RequestRevert();

        /// <summary>Restarts.</summary>
        void Restart();
    }
}
