namespace NanoOta.Sweep
{
    /// <summary>What is wrong with a release.</summary>
    public enum Sickness
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>A health check says that it is broken.</summary>
        FailsHealthCheck = 1,

        /// <summary>A health check never comes to an answer, so the window closes.</summary>
        NeverHealthy = 2,

        /// <summary>It crashes before its client has started.</summary>
        CrashesAtOnce = 3,

        /// <summary>It crashes when its client has started.</summary>
        CrashesAfterStart = 4,

        /// <summary>It hangs before its client has started.</summary>
        HangsAtOnce = 5,
    }

    /// <summary>A story of updates, without what goes wrong in it.</summary>
    /// <param name="Name">Names it in a case id.</param>
    /// <param name="Set">The releases.</param>
    /// <param name="Offers">How many of them are offered, one after the other: 1 or 2.</param>
    /// <param name="Sick">What is wrong with the last that is offered.</param>
    /// <param name="BodyLimit">Image bodies break off after that many bytes; 0 for never.</param>
    public sealed record Scenario(string Name, ReleaseSet Set, int Offers = 1, Sickness Sick = Sickness.None, int BodyLimit = 0)
    {
        /// <summary>Every scenario.</summary>
        public static IReadOnlyList<Scenario> All { get; } =
        [
            new("plain", ReleaseSet.Small),
            new("reuse", ReleaseSet.Similar),
            new("resume", ReleaseSet.Small, BodyLimit: 5000),
            new("large", ReleaseSet.Large),
            new("twice", ReleaseSet.Small, Offers: 2),
            new("twice-reuse", ReleaseSet.Similar, Offers: 2),
            new("sick", ReleaseSet.Small, Sick: Sickness.FailsHealthCheck),
            new("unhealthy", ReleaseSet.Small, Sick: Sickness.NeverHealthy),
            new("crash", ReleaseSet.Small, Sick: Sickness.CrashesAtOnce),
            new("crash-late", ReleaseSet.Small, Sick: Sickness.CrashesAfterStart),
            new("hang", ReleaseSet.Small, Sick: Sickness.HangsAtOnce),
            new("twice-sick", ReleaseSet.Small, Offers: 2, Sick: Sickness.FailsHealthCheck),
            new("twice-crash", ReleaseSet.Small, Offers: 2, Sick: Sickness.CrashesAtOnce),
        ];

        /// <summary>The version that the device must end with.</summary>
        public string Goal => Set.Releases[Sick == Sickness.None ? Offers : Offers - 1].Version;

        /// <summary>
        /// Whether the client of the sick release gets to run. If not, the bootloader alone undoes it, by an otadata state that no CRC
        /// guards: then a tear of that one word cannot be made good by anyone.
        /// </summary>
        public bool ClientAlwaysStarts => Sick is not (Sickness.CrashesAtOnce or Sickness.HangsAtOnce);

        /// <summary>The scenario of a name.</summary>
        /// <exception cref="FormatException">There is none.</exception>
        public static Scenario Find(string name)
        {
            return All.FirstOrDefault(scenario => scenario.Name == name) ?? throw new FormatException($"'{name}' is no scenario.");
        }

        /// <summary>What is wrong with a version.</summary>
        public Sickness SicknessOf(string version) => version == Set.Releases[Offers].Version ? Sick : Sickness.None;
    }
}
