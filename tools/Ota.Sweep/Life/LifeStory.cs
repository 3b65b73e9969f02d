using System.Globalization;

namespace NanoOta.Sweep.Life
{
    /// <summary>A device's life, without what the device makes of it: releases, troubles, and how it ends. Immutable.</summary>
    public sealed record LifeStory
    {
        /// <summary>Virtual seconds within which the device must run a good release, counted from when every trouble is over.</summary>
        public const long Deadline = 5 * 86400;

        /// <summary>
        /// The same for this story. A clock that ran ahead when the updates were switched off dates them anew when it is right, whenever that is.
        /// </summary>
        public long Limit => Deadline + (Agent == AgentUse.Disabled && Events.Any(happening => happening.Trouble == Trouble.ClockAhead) ? OffSeconds : 0);

        // Too short for three starts with the same error, which would make the record count as lost. Where nobody counts starts, one is enough.
        private const long ShortSeconds = 600;

        /// <summary>The kind of a story whose application calls its client by itself.</summary>
        public const string NoAgent = "AgentNone";

        /// <summary>What the kinds of stories with the agent begin with.</summary>
        public const string AgentPrefix = "Agent";

        /// <summary>Troubles that the agent's settings are for.</summary>
        public static IReadOnlyList<Trouble> AgentTroubles { get; } = [Trouble.LostDomain, Trouble.LostAuthority, Trouble.Certificate];

        /// <summary>Names it: a seed and a number, or a word.</summary>
        public required string Id { get; init; }

        /// <summary>The board.</summary>
        public LifeBoardKind Board { get; init; }

        /// <summary>The device.</summary>
        public DeviceTraits Traits { get; init; }

        /// <summary>Whether the application has the agent.</summary>
        public AgentUse Agent { get; init; }

        /// <summary>When somebody changes the agent's settings, virtual seconds.</summary>
        public long SettingsAt { get; init; }

        /// <summary>Whether a cache serves each new manifest's tag with the bytes of the former one, for two hours.</summary>
        public bool HasStaleTags { get; init; }

        /// <summary>Seconds that such a cache is wrong.</summary>
        public const long StaleSeconds = 2 * 3600;

        /// <summary>Seconds after which updates that were switched off are on again.</summary>
        public const long OffSeconds = 30L * 86400;

        /// <summary>The releases, the factory's first, in the order of their numbers. The last is good if <see cref="EndsWithNews"/>.</summary>
        public required IReadOnlyList<LifeRelease> Releases { get; init; }

        /// <summary>The troubles, in any order.</summary>
        public IReadOnlyList<LifeEvent> Events { get; init; } = [];

        /// <summary>Whether a good release is published when every trouble is over. If not, nothing newer comes.</summary>
        public bool EndsWithNews { get; init; }

        /// <summary>Seconds between two signings of the newest manifest, where there are any.</summary>
        public const long SigningInterval = 4 * 3600;

        /// <summary>Whether the newest manifest is signed anew all the time, under new revisions. None of these ends a pause.</summary>
        public bool SignsAgain { get; init; }

        /// <summary>When every trouble is over, and every ill release is published.</summary>
        public required long Healed { get; init; }

        /// <summary>The newest release.</summary>
        public LifeRelease Last => Releases[^1];

        /// <summary>The release that the device must run at last; null where the newest is ill: then any that lives.</summary>
        public LifeRelease? Wanted =>
            Last.Illness == Illness.Good || (Last.Illness == Illness.RestartsWithoutNetwork && !Traits.HasFlag(DeviceTraits.Reserve)) ? Last : null;

        /// <summary>
        /// Whether only networks fail, power goes and a record cannot be read for a while: then the device must never fall to an older release.
        /// </summary>
        public bool IsOutageAlone =>
            Releases.All(release => release.Illness == Illness.Good)
            && Events.All(e => e.Trouble != Trouble.RottenSlot && (e.Trouble != Trouble.UnreadableRecord || (e.Seconds <= ShortSeconds && Board != LifeBoardKind.InFieldUpdate)));

        /// <summary>The kinds that a story is of; each must be frequent.</summary>
        public IEnumerable<string> Kinds()
        {
            yield return Board.ToString();
            foreach (DeviceTraits trait in Enum.GetValues<DeviceTraits>())
            {
                if (trait != DeviceTraits.None && Traits.HasFlag(trait))
                {
                    yield return trait.ToString();
                }
            }

            foreach (LifeRelease release in Releases.Where(release => release.Illness != Illness.Good))
            {
                yield return release.Illness.ToString();
            }

            foreach (LifeEvent happening in Events)
            {
                yield return happening.Trouble.ToString();
            }

            if (SignsAgain)
            {
                yield return nameof(SignsAgain);
            }

            if (HasStaleTags)
            {
                yield return nameof(HasStaleTags);
            }

            foreach (string kind in AgentKinds())
            {
                yield return kind;
            }

            yield return EndsWithNews ? "NewsComes" : "NothingNewer";
        }

        private IEnumerable<string> AgentKinds()
        {
            if (Agent == AgentUse.None)
            {
                yield return NoAgent;
                yield break;
            }

            yield return AgentPrefix + Board;
            yield return AgentPrefix + Agent;
            if (Traits.HasFlag(DeviceTraits.Sleeper))
            {
                yield return AgentPrefix + nameof(DeviceTraits.Sleeper);
            }

            foreach (Trouble trouble in AgentTroubles.Where(trouble => Events.Any(happening => happening.Trouble == trouble)))
            {
                yield return AgentPrefix + trouble;
            }

            if (Releases.Any(release => release.Illness == Illness.OverwritesNetwork))
            {
                yield return AgentPrefix + nameof(Illness.OverwritesNetwork);
            }
        }

        /// <summary>The same story, but that nothing newer comes at its end.</summary>
        public LifeStory WithoutNews() => this with { Releases = [.. Releases.SkipLast(EndsWithNews ? 1 : 0)], EndsWithNews = false };

        /// <summary>For people: what happens when.</summary>
        public IEnumerable<string> Describe()
        {
            string agent = Agent == AgentUse.None ? "" : $", agent {Agent}{(Agent == AgentUse.Plain ? "" : $" at {Time(SettingsAt)}")}";
            yield return $"{Id}: {Board}, {Traits}{agent}{(SignsAgain ? ", manifests are signed anew" : "")}{(HasStaleTags ? ", a cache has stale tags" : "")}";
            foreach (LifeRelease release in Releases)
            {
                string onset = release.Illness == Illness.Good ? "" : release.Onset < 0 ? ", from its first start" : $", {Time(release.Onset)} after its confirmation";
                yield return $"  {Time(release.PublishedAt)}  {release.Version} is published: {release.Illness}{onset}{(release.NotBelow > 0 ? $", not below {release.NotBelow}" : "")}";
            }

            foreach (LifeEvent happening in Events.OrderBy(happening => happening.At))
            {
                yield return $"  {Time(happening.At)}  {happening.Trouble} for {Time(happening.Seconds)}{(happening.Number > 0 ? $" ({happening.Number})" : "")}";
            }

            yield return $"  {Time(Healed)}  all is healed{(EndsWithNews ? $", {Last.Version} is published" : "")}";
        }

        /// <summary>Days, hours, minutes and seconds.</summary>
        public static string Time(long seconds) => string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 86400}d{seconds / 3600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
