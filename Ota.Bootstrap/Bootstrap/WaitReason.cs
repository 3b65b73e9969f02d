namespace NanoOta
{
    /// <summary>What a device waits for while only the updater runs. A person at the debug console has nothing else to go by.</summary>
    public enum WaitReason
    {
        /// <summary>Nothing yet: the device has no application that may start, and begins to look for one.</summary>
        Application = 0,

        /// <summary>A network: Wi-Fi or Ethernet did not come up.</summary>
        Network = 1,

        /// <summary>The server: the code says what went wrong.</summary>
        Server = 2,

        /// <summary>A release: the server answered, and has nothing to install. The code says why.</summary>
        Release = 3,
    }

    /// <summary>Told before each wait of the updater, on the updater's thread. The handler must not throw.</summary>
    public delegate void WaitHandler(WaitReason reason, OtaResult code);
}
