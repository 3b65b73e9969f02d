namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Everything native that an app on the virtual ESP32 can call. One object is one run of the app, from its start to the next
    /// restart; after the run has ended every member throws, so that code of a past run cannot touch the board.
    /// </summary>
    /// <remarks>
    /// Primitive types only: the app brings its own copy of Ota.Client. An <c>int</c> that is called a result has the numbers of
    /// <c>NanoOta.OtaResult</c>; a partition is 0 running, 1 boot, 2 next update (<c>NanoOta.EspPartition</c>). Natives check
    /// their arguments and never throw for them. Thread-safe: calls of one run are taken one at a time.
    /// </remarks>
    public interface IBoard
    {
        /// <summary>A name of this device, the same after every restart; never empty.</summary>
        string DeviceId { get; }

        /// <summary>Seconds since 1970-01-01 UTC; 0 while the clock is unset.</summary>
        long UtcSeconds { get; }

        /// <summary>Milliseconds since some moment, never going backwards within a run.</summary>
        long TickMilliseconds { get; }

        /// <summary>Whether there is a network, with an address.</summary>
        bool HasNetwork { get; }

        /// <summary>Reads the stored network configuration: bytes read; 0 where none is stored or the buffer is too small.</summary>
        int NetworkRead(byte[] buffer);

        /// <summary>Stores a network configuration; a result. The board connects on it at its next start.</summary>
        int NetworkWrite(byte[] buffer, int count);

        /// <summary>Bytes that fit into one copy of the state record.</summary>
        int RecordCopySize { get; }

        /// <summary>The internal drive.</summary>
        IBoardDrive Drive { get; }

        /// <summary>Waits. 0 or less returns at once.</summary>
        void Sleep(int milliseconds);

        /// <summary>Restarts the board; does not come back.</summary>
        void Restart();

        /// <summary>Sleeps deeply; does not come back: the wake-up is a start of the chip.</summary>
        void DeepSleep(int milliseconds);

        /// <summary>Tells the guard something (<c>NanoOta.GuardEvent</c>); a result.</summary>
        int GuardTell(int what, int value);

        /// <summary>Copies the guard's status, 16 bytes or more; a result.</summary>
        int GuardStatus(byte[] status);

        /// <summary>Writes a line to the console.</summary>
        void WriteConsole(string line);

        /// <summary>Tells whoever watches the board how far something is; no effect on the board.</summary>
        void Report(string name, int value, long done, long total);

        /// <summary>Subtype of a partition; -1 if there is none.</summary>
        int OtaGetSubtype(int partition);

        /// <summary>Size of a partition in bytes; 0 if there is none.</summary>
        int OtaGetSize(int partition);

        /// <summary>The otadata state of the app partition of that subtype: 0 to 4, -1 UNDEFINED, -2 no entry.</summary>
        int OtaGetState(int subtype);

        /// <summary>Reads raw bytes of a partition; a result.</summary>
        int OtaRead(int partition, int offset, byte[] buffer, int index, int count);

        /// <summary>Opens the next update partition for sequential writes from an offset, a multiple of 4096; a result.</summary>
        int OtaBegin(int offset);

        /// <summary>Appends to the open update; a result.</summary>
        int OtaWrite(byte[] buffer, int index, int count);

        /// <summary>Closes the update and verifies the image; a result.</summary>
        int OtaEnd();

        /// <summary>Closes the update, if one is open.</summary>
        void OtaAbort();

        /// <summary>Makes the next update partition the one to boot; a result.</summary>
        int OtaSetBoot();

        /// <summary>Confirms the running image; a result.</summary>
        int OtaMarkValid();

        /// <summary>Rejects the running image and restarts; a result, if it comes back.</summary>
        int OtaMarkInvalidAndRestart();

        /// <summary>Copies the 256-byte application description of a partition's image; a result.</summary>
        int OtaReadDescription(int partition, byte[] description);

        /// <summary>Reads copy 0 or 1 of the state record: bytes read, 0 when it was never written, or a negated result.</summary>
        int RecordRead(int copy, byte[] buffer, int count);

        /// <summary>Replaces copy 0 or 1 of the state record, in flash on return; a result.</summary>
        int RecordWrite(int copy, byte[] buffer, int count);
    }
}
