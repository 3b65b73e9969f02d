namespace NanoOta.VirtualDevice
{
    /// <summary>How a board is set up.</summary>
    public sealed record BoardOptions
    {
        /// <summary>What its bootloader was built with.</summary>
        public BootloaderOptions Bootloader { get; init; } = new();

        /// <summary>In-Field Update instead of ESP-IDF's OTA partitions; null for those.</summary>
        public McuBootOptions? McuBoot { get; init; }

        /// <summary>Its name.</summary>
        public string DeviceId { get; init; } = "virtual-esp32";

        /// <summary>Its time.</summary>
        public IBoardClock Clock { get; init; } = new RealClock();

        /// <summary>Whether there is a network. Called on the app's threads.</summary>
        public Func<bool> HasNetwork { get; init; } = () => true;

        /// <summary>What the platform stores about its network.</summary>
        public StoredConfiguration StoredNetwork { get; init; } = new();

        /// <summary>How an image becomes running code; by default the assemblies that the CLR is given.</summary>
        public IAppHost AppHost { get; init; } = new ClrAppHost();

        /// <summary>Whether firmwares with OTA slots have the native timer. Its seconds are those of <see cref="Clock"/>.</summary>
        public NativeTimerUse NativeTimer { get; init; }

        /// <summary>What becomes of the app's other threads when the run has ended.</summary>
        public OtherThreadsEnd OtherThreads { get; init; }

        /// <summary>Whether RTC memory outlives a sleep.</summary>
        public RtcMemory RtcMemory { get; init; }

        /// <summary>What is wrong with the firmware that is going to run; null for firmwares that are sound.</summary>
        public Func<BootedApp, ClrFault>? ClrFaultOf { get; init; }

        /// <summary>
        /// Real time without a native call after which the app counts as hung. The program then runs on a thread of its own. Null: no
        /// watchdog, and the app runs on the caller's thread, which is fastest.
        /// </summary>
        public TimeSpan? Watchdog { get; init; } = TimeSpan.FromSeconds(60);

        /// <summary>Native calls after which the app counts as hung, whatever the time: a watchdog that replays. 0 for none.</summary>
        public long MaxNativeCalls { get; init; }

        /// <summary>Gets the lines of the app's console. Called on the app's thread.</summary>
        public Action<string>? OnConsole { get; init; }

        /// <summary>Gets the app's progress. Called on the app's thread; may cut the power.</summary>
        public Action<BoardProgress>? OnReport { get; init; }
    }
}
