namespace NanoOta
{
    /// <summary>
    /// What Ota.Bootstrap gives to the application that was started. Its entry point is an ordinary <c>static void Main()</c>.
    /// </summary>
    /// <remarks>
    /// The application checks, stages, confirms and asks through <see cref="Client"/>; The slots and the boot record are out of reach here. Safe from
    /// any thread.
    /// </remarks>
    public sealed class OtaContext
    {
        internal OtaContext(OtaClient client, IClock clock, string version)
        {
            Client = client;
            Clock = clock;
            Version = version;
        }

        /// <summary>The context of the application that runs; null in a program that Ota.Bootstrap did not start.</summary>
        public static OtaContext Current { get; internal set; }

        /// <summary>The client, started; <see cref="OtaClient.State"/> tells whether the application is on trial.</summary>
        public readonly OtaClient Client;

        /// <summary>The clock that the client goes by.</summary>
        public readonly IClock Clock;

        /// <summary>The application's version, from its manifest.</summary>
        public readonly string Version;
    }
}
