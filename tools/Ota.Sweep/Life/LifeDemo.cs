namespace NanoOta.Sweep.Life
{
    /// <summary>The lives that 'nanoota demo --life' shows: one trouble each, on each kind of board that has it.</summary>
    public static class LifeDemo
    {
        private const long Hour = 3600;
        private const long Day = 24 * Hour;

        // A device checks at each full hour of its running time; stock firmware has one start more before.
        private const long Published = Hour / 2;
        private const long OnTrial = Hour + 3;

        private const LifeBoardKind Slots = LifeBoardKind.OtaSlots;
        private const LifeBoardKind Stock = LifeBoardKind.Stock;
        private const LifeBoardKind Ifu = LifeBoardKind.InFieldUpdate;

        private static readonly (string Name, string Title, LifeBoardKind[] Boards, Func<LifeBoardKind, LifeStory> Make)[] _stories =
        [
            ("outage-in-trial", "the server is away for 20 minutes, from the start of a trial", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(OnTrial - (board == Stock ? 0 : 2), Trouble.Outage, 1200)])),
            ("cut-off", "a release reaches nobody any more, once it is confirmed", [Slots, Stock], board => Tell(board, [Ill(Illness.CutsItselfOff, 0)])),
            ("cut-off-at-once", "a release reaches nobody from its first start on", [Ifu], board => Tell(board, [Ill(Illness.CutsItselfOff)])),
            ("starved", "a release leaves memory for checks, and none for an update, once it is confirmed", [Slots, Stock], board =>
                Tell(board, [Ill(Illness.StarvesUpdates, 0)])),
            ("crash-loop", "a release crashes at every start, once it is confirmed", [Slots, Stock], board => Tell(board, [Ill(Illness.CrashesAtStart, 0)], [Restart])),
            ("crash-in-trial", "a release crashes at its first start", [Ifu], board => Tell(board, [Ill(Illness.CrashesAtStart)])),
            ("hang", "a release hangs at every start, once it is confirmed", [Slots, Stock], board => Tell(board, [Ill(Illness.HangsAtStart, 0)], [Restart])),
            ("hanging-check", "a health check never returns", [Slots, Stock, Ifu], board => Tell(board, [Ill(Illness.HangsInHealthCheck)])),
            ("replay", "a mirror serves the signed manifest before the newest for three days", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(2 * Hour, Trouble.OldMirror, 3 * Day)])),
            ("wrong-option", "a release asks for another product", [Slots, Ifu], board => Tell(board, [Ill(Illness.WrongProduct)])),
            ("wrong-option-later", "a release asks for another product, once it is confirmed", [Slots], board => Tell(board, [Ill(Illness.WrongProduct, 0)], [Restart])),
            ("higher-revision", "a release fails its trial, and saw a higher revision there, whose bytes are then taken back", [Slots, Stock, Ifu], board =>
                Tell(board, [Ill(Illness.FailsHealthCheck)], [new LifeEvent(Hour / 4, Trouble.TwinInTrial, 3 * Hour)])),
            ("rotten-slot", "a bit of the confirmed release flips in flash", [Slots, Stock], board =>
                Tell(board, [Good()], [new LifeEvent(3 * Hour, Trouble.RottenSlot, 60)])),
            ("no-way-forward", "a release crashes at every start, once it is confirmed, and nothing newer comes", [Slots], board =>
                Tell(board, [Ill(Illness.CrashesAtStart, 0)], [Restart]).WithoutNews()),
            ("crash-by-outage", "a release restarts itself without a server, which is away in each trial for a day", [Slots, Stock], board =>
                Tell(board, [Ill(Illness.RestartsWithoutNetwork)], [new LifeEvent(Hour / 4, Trouble.OutageInTrials, Day)]).WithoutNews()),
            ("lost-domain", "the first address is lost for good", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(2 * Hour, Trouble.LostDomain, 0)]) with { Traits = DeviceTraits.Reserve }),
            ("unreadable-record", "the record cannot be read at one start, and a mirror serves an older release", [Slots], board =>
                Tell(
                    board,
                    [Good(), Good() with { PublishedAt = 2 * Hour }],
                    [new LifeEvent(5 * Hour, Trouble.UnreadableRecord, 600), new LifeEvent(5 * Hour, Trouble.OldMirror, 2 * Hour), new LifeEvent((5 * Hour) + 1, Trouble.PowerCut, 60)])),
            ("clock-2100-for-ever", "the clock shows 2100 for ever", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(2 * Hour, Trouble.ClockAhead, Day)]) with { Traits = DeviceTraits.NeverKnowsTheTime }),
            ("clock-2100", "the clock shows 2100 for a day, under TLS", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(2 * Hour, Trouble.ClockAhead, Day)]) with { Traits = DeviceTraits.Tls }),
            ("overwritten-network", "a release overwrites the stored network configuration, once it is confirmed", [Slots, Stock], board =>
                Tell(board, [Ill(Illness.OverwritesNetwork, 0)], [Restart])),
            ("full-drive", "a release writes to the drive until the drive is full", [Stock], board => Tell(board, [Ill(Illness.FillsDrive, 0)])),
            ("week-asleep", "a week without a server, with a wake-up every ten minutes", [Slots, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(3 * Hour, Trouble.Outage, 7 * Day)]) with { Traits = DeviceTraits.Sleeper }),
            ("silent-release", "a release reaches nobody from its first start on, and nothing newer comes", [Slots, Stock, Ifu], board =>
                Tell(board, [Ill(Illness.CutsItselfOff)]).WithoutNews()),
            ("stale-tag", "a cache serves the former manifest under the newest one's tag", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()]) with { HasStaleTags = true }),
            ("lost-authority", "the authority of the first address's certificate has expired, with the agent", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()], [new LifeEvent(2 * Hour, Trouble.LostAuthority, 0)]) with { Traits = DeviceTraits.Reserve | DeviceTraits.Tls, Agent = AgentUse.Plain }),
            ("changed-address", "somebody changes the agent's address to one that nobody answers", [Slots, Stock, Ifu], board =>
                Tell(board, [Good()]) with { Agent = AgentUse.ChangedUrl, SettingsAt = 2 * Hour }),
            ("changed-address-crash", "the same, and the release crashes at every start, so that the boot program asks", [Slots, Stock], board =>
                Tell(board, [Ill(Illness.CrashesAtStart, 2 * Hour)]) with { Agent = AgentUse.ChangedUrl, SettingsAt = 2 * Hour }),
            ("switched-off-without-time", "updates are switched off while the clock is wrong, on a release that hangs each day", [Slots], board =>
                SwitchedOff(Tell(board, [Ill(Illness.HangsLater, 0)], [new LifeEvent(Hour, Trouble.ClockBack, 0)]))),
            ("switched-off", "somebody switches the agent's updates off, which lapses after 30 days", [Slots, Stock, Ifu], board =>
                SwitchedOff(Tell(board, [Good()]))),
        ];

        // What breaks out after the confirmation shows at the next start.
        private static LifeEvent Restart => new(2 * Hour, Trouble.PowerCut, 60);

        /// <summary>
        /// The defences that the demo can be told without, and then fails. The others win nothing for the next good release: see docs/DESIGN.md.
        /// </summary>
        public static IReadOnlyList<Defence> Defences { get; } =
            [.. Enum.GetValues<Defence>().Where(defence => defence is not (Defence.FaultCounting or Defence.LifeBeforeStaging or Defence.DeclaredRestarts))];

        /// <summary>Tells every story, and reads each flash afterwards.</summary>
        /// <param name="without">Defences that are left out.</param>
        public static IReadOnlyList<LifeDemoRow> Run(IReadOnlySet<Defence> without)
        {
            List<LifeDemoRow> rows = [];
            foreach ((string name, string title, LifeBoardKind[] boards, Func<LifeBoardKind, LifeStory> make) in _stories)
            {
                foreach (LifeBoardKind board in boards)
                {
                    LifeStory story = make(board) with { Id = name };
                    LifeResult result = LifePlay.Tell(story, without);
                    LifeWorld world = result.World;
                    world.Flash.PowerOn();
                    rows.Add(new LifeDemoRow(
                        board,
                        name,
                        title,
                        story.Wanted?.Version ?? story.Releases[0].Version,
                        FlashReader.RunningVersion(board, world.Flash),
                        world.SavedAt < 0 ? -1 : world.SavedAt - story.Healed,
                        result.Runs,
                        world.Asks,
                        result.Fate));
                }
            }

            return rows;
        }

        /// <summary>The story of a name on a board, to be told line by line.</summary>
        public static LifeStory Find(string name, LifeBoardKind board) => _stories.Single(story => story.Name == name).Make(board) with { Id = name };

        // The last release comes when the switch is on again.
        private static LifeStory SwitchedOff(LifeStory story)
        {
            long lapsed = (2 * Hour) + LifeStory.OffSeconds + Hour;
            return story with
            {
                Agent = AgentUse.Disabled,
                SettingsAt = 2 * Hour,
                Healed = lapsed,
                Releases = [.. story.Releases.SkipLast(1), story.Last with { PublishedAt = lapsed }],
            };
        }

        private static LifeRelease Good() => new(2, Published);

        private static LifeRelease Ill(Illness illness, long onset = -1) => new(2, Published, illness, onset);

        private static LifeStory Tell(LifeBoardKind board, LifeRelease[] releases, LifeEvent[]? events = null)
        {
            List<LifeRelease> all = [new(1, 0)];
            foreach (LifeRelease release in releases)
            {
                all.Add(release with { Number = all.Count + 1 });
            }

            long healed = Math.Max(all[^1].PublishedAt + (3 * Hour), (events ?? []).Select(happening => happening.End).DefaultIfEmpty(0).Max() + Hour);
            all.Add(new LifeRelease(all.Count + 1, healed));
            return new LifeStory { Id = "", Board = board, Releases = all, Events = events ?? [], EndsWithNews = true, Healed = healed };
        }
    }
}
