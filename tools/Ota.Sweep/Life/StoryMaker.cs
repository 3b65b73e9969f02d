using System.Globalization;

namespace NanoOta.Sweep.Life
{
    /// <summary>Makes stories from a seed and a number. The same two give the same story.</summary>
    public static class StoryMaker
    {
        private const long Minute = 60;
        private const long Hour = 3600;
        private const long Day = 86400;
        private const long ThreeWeeks = 21 * Day;

        private static readonly Illness[] _illnesses =
            [.. Enum.GetValues<Illness>().Where(illness => illness is not (Illness.FillsDrive or Illness.StarvesUpdates))];

        // The client and its options are the Bootstrap's, so no application asks for another product there.
        private static readonly Illness[] _stockIllnesses =
        [
            .. Enum.GetValues<Illness>().Where(illness => illness is not (Illness.Good or Illness.WrongProduct or Illness.StarvesUpdates)),
        ];

        // MCUboot counts no starts and nothing runs before the application, so these boards are told what a trial sees.
        private static readonly Illness[] _trialIllnesses =
            [Illness.FailsHealthCheck, Illness.HangsInHealthCheck, Illness.CrashesAtStart, Illness.CutsItselfOff, Illness.WrongProduct];

        // What lasts; the others happen once.
        private static readonly Trouble[] _lasting =
        [
            Trouble.Outage, Trouble.NoLink, Trouble.NotFound, Trouble.Portal, Trouble.Certificate, Trouble.OldMirror, Trouble.MixedMirror, Trouble.ClockAhead,
        ];

        private static readonly Trouble[] _moments =
        [
            Trouble.PowerCut, Trouble.PowerCut, Trouble.CutsInTrials, Trouble.CutAtOperation, Trouble.CutAtOperation, Trouble.ClockBack, Trouble.UnreadableRecord,
            Trouble.OutageInTrials,
        ];

        /// <summary>The kinds that <see cref="LifeStory.Kinds"/> names and that are made.</summary>
        public static IReadOnlyList<string> Kinds { get; } =
        [
            .. Enum.GetValues<LifeBoardKind>().Select(board => board.ToString()),
            .. Enum.GetValues<DeviceTraits>().Where(trait => trait != DeviceTraits.None).Select(trait => trait.ToString()),
            .. _illnesses.Append(Illness.FillsDrive).Append(Illness.StarvesUpdates).Where(illness => illness != Illness.Good).Select(illness => illness.ToString()),
            .. _lasting.Concat(_moments).Append(Trouble.LostDomain).Append(Trouble.LostAuthority).Distinct().Select(trouble => trouble.ToString()),
            .. Enum.GetValues<LifeBoardKind>().Select(board => LifeStory.AgentPrefix + board),
            .. Enum.GetValues<AgentUse>().Select(use => LifeStory.AgentPrefix + use),
            .. LifeStory.AgentTroubles.Select(trouble => LifeStory.AgentPrefix + trouble),
            LifeStory.AgentPrefix + nameof(DeviceTraits.Sleeper),
            LifeStory.AgentPrefix + nameof(Illness.OverwritesNetwork),
            nameof(LifeStory.SignsAgain),
            nameof(LifeStory.HasStaleTags),
            "NewsComes",
            "NothingNewer",
        ];

        /// <summary>The story of an id that <see cref="IdOf"/> made.</summary>
        /// <exception cref="FormatException">The text is no id.</exception>
        public static LifeStory Parse(string id)
        {
            string[] parts = id.Split('.');
            return parts.Length == 2
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? Make(seed, number)
                : throw new FormatException("A case id is SEED.NUMBER, such as 1.4711.");
        }

        /// <summary>The id of a story.</summary>
        public static string IdOf(int seed, int number) => string.Create(CultureInfo.InvariantCulture, $"{seed}.{number}");

        /// <summary>Makes a story.</summary>
        public static LifeStory Make(int seed, int number)
        {
            Random random = new(unchecked((seed * 1000003) + number));
            LifeBoardKind board = random.Next(100) switch
            {
                < 28 => LifeBoardKind.Stock,
                < 36 => LifeBoardKind.InFieldUpdate,
                _ => LifeBoardKind.OtaSlots,
            };
            DeviceTraits traits = DeviceTraits.None;
            traits |= random.Next(100) < 8 ? DeviceTraits.Sleeper : DeviceTraits.None;
            traits |= random.Next(100) < 10 ? DeviceTraits.LosesRtcMemory : DeviceTraits.None;
            traits |= random.Next(100) < 30 ? DeviceTraits.Tls : random.Next(100) < 10 ? DeviceTraits.NeverKnowsTheTime : DeviceTraits.None;
            traits |= random.Next(100) < 35 ? DeviceTraits.Reserve : DeviceTraits.None;
            if (board == LifeBoardKind.Stock)
            {
                traits &= ~DeviceTraits.Sleeper;
            }

            bool isHealthy = random.Next(100) < 12;
            List<LifeRelease> releases = [new(1, 0)];
            long time = 0;
            int count = random.Next(1, 4);
            for (int i = 0; i < count; i++)
            {
                time += LogUniform(random, Hour, 3 * Day);
                releases.Add(Adapt(board, random, MakeRelease(random, releases.Count + 1, time, isHealthy)));
            }

            List<LifeEvent> events = [];
            int troubles = random.Next(0, 4);
            for (int i = 0; i < troubles; i++)
            {
                events.Add(MakeEvent(random, time, traits));
            }

            AgentUse agent = ChooseAgent(random);
            long settingsAt = LogUniform(random, Hour, time + Day);
            bool isAuthority = random.Next(2) == 0;
            events = [.. events.Select(happening => happening.Trouble == Trouble.LostDomain && isAuthority ? happening with { Trouble = Trouble.LostAuthority } : happening)];
            long healed = Math.Max(time + OnsetOf(releases), events.Select(happening => happening.End).DefaultIfEmpty(0).Max()) + Hour;
            healed = agent == AgentUse.Disabled ? Math.Max(healed, settingsAt + LifeStory.OffSeconds + Day) : healed;
            bool endsWithNews = random.Next(3) != 0;
            if (endsWithNews)
            {
                releases.Add(new LifeRelease(releases.Count + 1, healed));
            }

            bool signsAgain = random.Next(100) < 10;
            bool hasStaleTags = random.Next(100) < 8;
            if (board != LifeBoardKind.InFieldUpdate && random.Next(2) == 0)
            {
                // The last draw, so that the other stories of a seed stay as they are.
                releases = [.. releases.Select(release => release.Illness is Illness.EatsMemory ? release with { Illness = Illness.StarvesUpdates } : release)];
            }

            return new LifeStory
            {
                Id = IdOf(seed, number),
                SignsAgain = signsAgain,
                HasStaleTags = hasStaleTags,
                Agent = agent,
                SettingsAt = settingsAt,
                Board = board,
                Traits = traits,
                Releases = releases,
                Events = events,
                EndsWithNews = endsWithNews,
                Healed = healed,
            };
        }

        // Most devices have the agent. Somebody changes the settings of a part of them.
        private static AgentUse ChooseAgent(Random random) => random.Next(100) switch
        {
            < 45 => AgentUse.None,
            < 77 => AgentUse.Plain,
            < 88 => AgentUse.ChangedUrl,
            < 96 => AgentUse.ChangedInterval,
            _ => AgentUse.Disabled,
        };

        private static long OnsetOf(List<LifeRelease> releases) => Math.Max(0, releases.Max(release => release.Onset));

        private static LifeRelease MakeRelease(Random random, int number, long time, bool isHealthy)
        {
            Illness illness = isHealthy || random.Next(100) < 30 ? Illness.Good : Choose(random, _illnesses);
            long onset = random.Next(3) switch
            {
                0 => -1,
                1 => 0,
                _ => LogUniform(random, Minute, 3 * Day),
            };
            int notBelow = random.Next(100) < 10 ? number : 0;
            return new LifeRelease(number, time, illness, onset, notBelow);
        }

        // On a board of another kind an illness becomes one that the platform has, and breaks out where the platform sees to that.
        private static LifeRelease Adapt(LifeBoardKind board, Random random, LifeRelease release) =>
            board == LifeBoardKind.OtaSlots || release.Illness == Illness.Good ? release
            : board == LifeBoardKind.Stock ? release with { Illness = Choose(random, _stockIllnesses) }
            : release with { Illness = Choose(random, _trialIllnesses), Onset = -1 };

        private static LifeEvent MakeEvent(Random random, long lastRelease, DeviceTraits traits)
        {
            long at = random.NextInt64(Minute, lastRelease + (2 * Day));
            if (traits.HasFlag(DeviceTraits.Reserve) && random.Next(100) < 25)
            {
                return new LifeEvent(at, Trouble.LostDomain, 0);
            }

            if (random.Next(100) < 55)
            {
                Trouble lasting = Choose(random, _lasting);
                return new LifeEvent(at, lasting, LogUniform(random, 5 * Minute, ThreeWeeks), lasting == Trouble.ClockAhead && !traits.HasFlag(DeviceTraits.NeverKnowsTheTime) ? random.Next(5) : 0);
            }

            Trouble moment = Choose(random, _moments);
            return moment switch
            {
                Trouble.PowerCut => new LifeEvent(at, moment, LogUniform(random, 1, Day)),
                Trouble.CutsInTrials => new LifeEvent(at, moment, 0, random.Next(1, 4)),
                Trouble.CutAtOperation => new LifeEvent(at, moment, 0, random.Next(1, 3 * 60)),
                Trouble.OutageInTrials => new LifeEvent(at, moment, LogUniform(random, Hour, Day * 3)),
                Trouble.UnreadableRecord => new LifeEvent(at, moment, LogUniform(random, Minute, Day)),
                _ => new LifeEvent(at, moment, 0),
            };
        }

        private static T Choose<T>(Random random, T[] among) => among[random.Next(among.Length)];

        private static long LogUniform(Random random, long least, long most) => (long)(least * Math.Pow((double)most / least, random.NextDouble()));
    }
}
