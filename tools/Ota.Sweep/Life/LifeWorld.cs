using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>One story as it is told: time, servers, flash, and what has been seen of the device. Not thread-safe.</summary>
    public sealed class LifeWorld
    {
        private const long DefaultOff = 60;
        private const int Year2100 = 2100;
        private const long Day = 86400;
        private const long CertificateSeconds = 45 * Day;
        private const long DaysBusySeconds = 7200;

        private readonly Dictionary<int, long> _confirmedAt = new() { [1] = 0 };
        private readonly IReadOnlySet<Defence> _without;
        private readonly List<string>? _trace;
        private int _cutsInTrials;
        private long _ahead;
        private int _running;
        private byte _connected = RightNetwork;
        private long _lastCheck = long.MinValue / 2;

        internal LifeWorld(LifeStory story, IReadOnlySet<Defence> without, List<string>? trace)
        {
            Story = story;
            _without = without;
            _trace = trace;
            Clock = new LifeClock(ReleaseSet.Now) { IsPowered = () => Flash!.IsPowered };
            Server = new LifeServer(story)
            {
                BelievesTags = Lacks(Defence.TagAge),
                IsOnTrial = () => IsOnTrial,
                Served = NoteServed,
                IsConfigured = () => _connected == RightNetwork,
                IsClockRight = () => Math.Abs(Clock.UtcSeconds - Clock.TrueUtc) < CertificateSeconds,
            };
            foreach (LifeRelease release in story.Releases.Skip(1))
            {
                Clock.At(release.PublishedAt, () => Publish(release));
            }

            foreach (LifeEvent happening in story.Events)
            {
                Clock.At(happening.At, () => Begin(happening));
            }

            if (story.SignsAgain)
            {
                Clock.At(LifeStory.SigningInterval, SignAgain);
            }

            Clock.At(story.Healed, Heal);
            Clock.At(End, () =>
            {
                // The way back may have made room for a release that is ill as well.
                NoteNothingGood();
                Cut(0);
            });
        }

        /// <summary>The stored network configuration that is right; any other one reaches nobody.</summary>
        public const byte RightNetwork = 1;

        /// <summary>The stored network configuration. The platform keeps it, whatever happens to the power.</summary>
        public byte StoredNetwork { get; set; } = RightNetwork;

        /// <summary>The record of the configuration that is kept, where the story has no drive for it.</summary>
        public LifeMedium KeptNetwork { get; } = new();

        /// <summary>The agent's settings.</summary>
        public LifeMedium AgentSettings { get; } = new();

        /// <summary>The agent's outcome log.</summary>
        public LifeMedium AgentLog { get; } = new();

        /// <summary>The story.</summary>
        public LifeStory Story { get; }

        /// <summary>Its time.</summary>
        public LifeClock Clock { get; }

        /// <summary>Its servers.</summary>
        public LifeServer Server { get; }

        /// <summary>The device's flash.</summary>
        public NorFlash Flash { get; internal set; } = null!;

        /// <summary>When the story is over, seconds.</summary>
        public long End => Story.Healed + Story.Limit;

        /// <summary>What must not happen and did; null if nothing has.</summary>
        public string? Violation { get; private set; }

        /// <summary>When the device was seen to run what it should, after everything was healed; -1 if it was not.</summary>
        public long SavedAt { get; private set; } = -1;

        /// <summary>
        /// When everything was healed, or at the end, no slot held a release that works, and the newest on the server does not work either.
        /// </summary>
        public bool IsNothingGood { get; private set; }

        /// <summary>How often another release started than the one before, after everything was healed.</summary>
        public int Switches { get; private set; }

        /// <summary>How often a lower release started than one that was confirmed.</summary>
        public int GoingsBack { get; private set; }

        /// <summary>Starts that asked before the application.</summary>
        public int Asks { get; private set; }

        /// <summary>Starts of a release on trial.</summary>
        public int Trials { get; private set; }

        /// <summary>Whether a changed address is the only one that the agent asks; for a story without that defence.</summary>
        public bool HasLostFormerUrl => Lacks(Defence.FormerUrl) && IsSettingChanged && Story.Agent == AgentUse.ChangedUrl;

        /// <summary>Whether somebody has changed the agent's settings, as the story says.</summary>
        public bool IsSettingChanged { get; set; }

        /// <summary>Power cuts.</summary>
        public int Cuts { get; private set; }

        /// <summary>Seconds that the power is away after the last cut.</summary>
        public long OffSeconds { get; private set; }

        /// <summary>Whether the release that started last was on trial then.</summary>
        public bool IsOnTrial { get; private set; }

        /// <summary>The release that started last.</summary>
        public LifeRelease Running => Story.Releases[Math.Max(0, _running - 1)];

        /// <summary>The highest manifest that was served while a release was on trial; null for none.</summary>
        internal SignedManifest? SeenInTrial { get; private set; }

        /// <summary>The lowest number that may run: the highest that a confirmed release's manifest says.</summary>
        private int Floor => _confirmedAt.Keys.Max(number => Story.Releases[number - 1].NotBelow);

        /// <summary>The state record cannot be read.</summary>
        public bool IsRecordUnreadable { get; private set; }

        /// <summary>Whether there is nothing more to see.</summary>
        public bool IsOver => Violation != null || Clock.Seconds >= End || (Story.EndsWithNews && SavedAt >= 0);

        /// <summary>Seconds that a sleeper sleeps: a minute, but ten where the story is long.</summary>
        public int SleepSeconds => Clock.Seconds % Day < DaysBusySeconds ? 60 : 600;

        internal Action Rots { get; set; } = () => { };

        internal Func<IEnumerable<int>> NumbersInSlots { get; set; } = () => [];

        /// <summary>The release of a version.</summary>
        public LifeRelease Find(string version) =>
            Story.Releases.FirstOrDefault(release => release.Version == version) ?? throw new InvalidOperationException($"'{version}' is no release of the story.");

        /// <summary>Whether the story is told without a defence.</summary>
        public bool Lacks(Defence defence) => _without.Contains(defence);

        /// <summary>What is wrong with a release by now.</summary>
        public Illness IllnessOf(LifeRelease release)
        {
            bool isOut = release.Onset < 0 || (_confirmedAt.TryGetValue(release.Number, out long at) && Clock.Seconds >= at + release.Onset);
            return isOut ? release.Illness : Illness.Good;
        }

        /// <summary>A line of the trace.</summary>
        public void Say(string text) => _trace?.Add($"{LifeStory.Time(Clock.Seconds)}  {text}");

        /// <summary>Takes the power away for a while.</summary>
        public void Cut(long offSeconds)
        {
            OffSeconds = offSeconds;
            Flash.CutPower();
        }

        /// <summary>The power has gone: the clock is unset.</summary>
        public void NoteCut()
        {
            Cuts++;
            if (OffSeconds == 0)
            {
                OffSeconds = DefaultOff;
            }

            Say($"no power for {LifeStory.Time(OffSeconds)}");
            Clock.Lose();
            _lastCheck = long.MinValue / 2;
            Clock.Skip(1000 * OffSeconds);
            OffSeconds = 0;
        }

        /// <summary>The device connects on the stored configuration: at its start alone, as the platform does.</summary>
        public void Connect() => _connected = StoredNetwork;

        /// <summary>Asks for the time.</summary>
        public OtaResult SetClock()
        {
            if (!Server.IsLinkUp || Story.Traits.HasFlag(DeviceTraits.NeverKnowsTheTime))
            {
                return OtaResult.ClockUnset;
            }

            Clock.Set(Server.Has(Trouble.ClockAhead) ? Clock.TrueUtc + _ahead : Clock.TrueUtc);
            return OtaResult.Ok;
        }

        /// <summary>A manifest was sent.</summary>
        public void NoteServed(byte[] envelope)
        {
            if (IsOnTrial && Lacks(Defence.PendingSeen) && SignedManifest.Open(envelope, envelope.Length, ReleaseSet.Keys, out SignedManifest signed) == OtaResult.Ok)
            {
                SeenInTrial = SeenInTrial?.Manifest.Revision > signed.Manifest.Revision ? SeenInTrial : signed;
            }
        }

        /// <summary>The boot program starts.</summary>
        public void NoteAsk()
        {
            Asks++;
            Say("the updater asks");
        }

        /// <summary>An application starts.</summary>
        public void NoteStart(LifeRelease release, bool isOnTrial)
        {
            Say($"{release.Version} starts{(isOnTrial ? " on trial" : "")}, {IllnessOf(release)}");
            int highest = _confirmedAt.Keys.Max();
            if (release.Number < Floor)
            {
                Violate($"{release.Version} runs, and {Floor}.0 is the lowest that may");
            }

            if (release.Number < highest && Story.IsOutageAlone)
            {
                Violate($"an outage has led from {highest}.0 to {release.Version}");
            }

            GoingsBack += release.Number < highest && !isOnTrial && release.Number != _running ? 1 : 0;
            IsOnTrial = isOnTrial;
            Trials += isOnTrial ? 1 : 0;

            if (release.Number != _running)
            {
                _running = release.Number;
                Switches += Clock.Seconds > Story.Healed ? 1 : 0;
            }

            if (isOnTrial && _cutsInTrials > 0)
            {
                const int IntoTheTrial = 30;
                _cutsInTrials--;
                Clock.At(Clock.Seconds + IntoTheTrial, () => Cut(DefaultOff));
            }
        }

        /// <summary>A release was confirmed.</summary>
        public void NoteConfirmed(LifeRelease release)
        {
            Say($"{release.Version} is confirmed");
            IsOnTrial = false;
            _confirmedAt.TryAdd(release.Number, Clock.Seconds);
        }

        /// <summary>A release has said that it lives.</summary>
        public void NoteLife(LifeRelease release)
        {
            // A release that lives and is ill all the same has a way to its cure, and counts as one that runs.
            bool isRight = Story.Wanted == null || release == Story.Wanted;
            if (SavedAt < 0 && Clock.Seconds >= Story.Healed && isRight)
            {
                Say($"{release.Version} lives");
                SavedAt = Clock.Seconds;
                if (IsOver)
                {
                    Cut(0);
                }
            }
        }

        /// <summary>Whether a sleeper's check is due, as RTC memory tells.</summary>
        public bool IsCheckDue(long interval)
        {
            bool isDue = Clock.Seconds - _lastCheck >= interval || Story.Traits.HasFlag(DeviceTraits.LosesRtcMemory);
            _lastCheck = isDue ? Clock.Seconds : _lastCheck;
            return isDue;
        }

        /// <summary>Something that must not happen.</summary>
        public void Violate(string what)
        {
            Violation ??= $"{LifeStory.Time(Clock.Seconds)}  {what}";
            Say(what);
            Cut(0);
        }

        private static long FarFuture => new DateTimeOffset(Year2100, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        private void Heal()
        {
            _cutsInTrials = 0;
            Flash.Faults = FaultPlan.None;
            NoteNothingGood();
        }

        private void NoteNothingGood()
        {
            IEnumerable<int> there = NumbersInSlots().Where(number => number >= Floor).Append(Server.Newest.Number);
            IsNothingGood |= !Story.EndsWithNews && there.All(number => Story.Releases[number - 1].Illness != Illness.Good);
        }

        private void SignAgain()
        {
            Server.SignAgain();
            Clock.At(Clock.Seconds + LifeStory.SigningInterval, SignAgain);
        }

        private void Publish(LifeRelease release)
        {
            Say($"{release.Version} is published");
            Server.PublishNext();
            if (Story.HasStaleTags)
            {
                Server.Change(Trouble.StaleTag, 1);
                Clock.At(Clock.Seconds + LifeStory.StaleSeconds, () => Server.Change(Trouble.StaleTag, -1));
            }
        }

        private void Begin(LifeEvent happening)
        {
            Say($"{happening.Trouble}");
            switch (happening.Trouble)
            {
                case Trouble.PowerCut:
                    Cut(happening.Seconds);
                    break;
                case Trouble.CutsInTrials:
                    _cutsInTrials += happening.Number;
                    break;
                case Trouble.CutAtOperation:
                    CutKind kind = (CutKind)(happening.Number % 3);
                    Flash.Faults = new FaultPlan(PowerCut.AtOperation(Flash.Operations + (happening.Number / 3), kind, (uint)happening.Number));
                    break;
                case Trouble.ClockAhead:
                    _ahead = happening.Number == 0 ? FarFuture - Clock.TrueUtc : happening.Number * 365L * Day;
                    Clock.Set(Clock.TrueUtc + _ahead);
                    Last(happening);
                    break;
                case Trouble.ClockBack:
                    Clock.Set(TimeRules.FirstSecond / 2);
                    break;
                case Trouble.UnreadableRecord:
                    IsRecordUnreadable = true;
                    Clock.At(happening.End, () => IsRecordUnreadable = false);
                    break;
                case Trouble.RottenSlot:
                    Rots();
                    Cut(happening.Seconds);
                    break;
                case Trouble.LostDomain or Trouble.LostAuthority:
                    Server.Change(happening.Trouble, 1);
                    break;
                default:
                    Last(happening);
                    break;
            }
        }

        private void Last(LifeEvent happening)
        {
            Server.Change(happening.Trouble, 1);
            Clock.At(happening.End, () =>
            {
                Say($"{happening.Trouble} is over");
                Server.Change(happening.Trouble, -1);
            });
        }
    }
}
