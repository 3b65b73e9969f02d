using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>How a story ended.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Violation">What must not happen and did; null if all was well.</param>
    /// <param name="History">Every run of the board.</param>
    /// <param name="Record">What was seen of the client.</param>
    /// <param name="Flash">The flash at the end.</param>
    /// <param name="IsBeyondTheClient">
    /// The bootloader ran a sick release by an otadata entry whose state word, which its CRC does not cover, was torn into something
    /// else than PENDING_VERIFY: then only the release itself could undo it, and it crashes or has nothing to go back to.
    /// </param>
    public sealed record StoryResult(
        SweepCase Case,
        string? Violation,
        IReadOnlyList<BootReport> History,
        StoryRecord Record,
        NorFlash Flash,
        bool IsBeyondTheClient)
    {
        /// <summary>Power cuts that hit.</summary>
        public int Cuts => History.Count(report => report.End == RunEnd.PowerCut);

        /// <summary>The version that ran last.</summary>
        public string Version => History[^1].Version;
    }

    /// <summary>Plays a case from the factory to its end, and looks after every run whether something happened that must not.</summary>
    public sealed class Story
    {
        private const int MaxNativeCalls = 4000;

        // The longest honest story, two updates of which the second is tried five times, takes twenty runs.
        private const int MaxRuns = 32;

        // Of staging, slot, state record, activation and trial.
        private const OtaResult FirstError = OtaResult.ChunkDigestMismatch;

        private readonly SweepCase _case;
        private readonly StoryRecord _record = new();
        private readonly NorFlash _flash;
        private readonly Board _board;
        private readonly bool _isUndisturbed;
        private bool _isBeyondTheClient;

        private Story(SweepCase sweepCase, StoryOptions options)
        {
            _case = sweepCase;
            _isUndisturbed = options.WrapBoard == null && options.WrapTransport == null;
            Scenario scenario = sweepCase.Scenario;
            _flash = SweepBoard.Create(scenario.Set);
            _flash.Log = options.Log;
            _flash.Faults = sweepCase.Plan;
            SweepServer server = new(scenario.Set, scenario.Offers, scenario.BodyLimit);
            SweepApp app = new(scenario, server, options, _record);
            _board = new Board(_flash, new BoardOptions
            {
                Watchdog = null,
                MaxNativeCalls = MaxNativeCalls,

                // Stories last for hours, and their apps have no agent that says that they live.
                NativeTimer = NativeTimerUse.Off,
                Clock = new VirtualClock(options.UtcSeconds),
                AppHost = new DelegateAppHost(scenario.Set.Releases.ToDictionary<SweepRelease, string, Action<BootedApp, IBoard>>(r => r.Version, _ => app.Run)),
            });
        }

        /// <summary>Plays a case.</summary>
        public static StoryResult Play(SweepCase sweepCase)
        {
            return Play(sweepCase, new StoryOptions());
        }

        /// <summary>Plays a case in other surroundings.</summary>
        public static StoryResult Play(SweepCase sweepCase, StoryOptions options)
        {
            Story story = new(sweepCase, options);
            string? violation;
            try
            {
                violation = story.Run();
            }
            catch (FlashContractException breach)
            {
                violation = $"Breach of the flash's rules: {breach.Message}";
            }

            return new StoryResult(sweepCase, violation, story._board.History, story._record, story._flash, story._isBeyondTheClient);
        }

        private string? Run()
        {
            while (_board.History.Count < MaxRuns)
            {
                BootReport report = _board.PowerOn();
                string? violation = Check(report);
                if (violation != null)
                {
                    return violation;
                }

                if (report.End == RunEnd.Returned)
                {
                    return _case.Plan.BadSectors.Count == 0 ? CheckEnd() : CheckEndOnBadFlash();
                }
            }

            return NoteWhatIsBeyondTheClient() ? null : $"Not at an end after {MaxRuns} runs.";
        }

        private bool NoteWhatIsBeyondTheClient()
        {
            BootReport last = _board.History[^1];
            Scenario scenario = _case.Scenario;
            bool nobodyHome = !scenario.ClientAlwaysStarts || _record.Results.Contains(OtaResult.RollBackImpossible);
            _isBeyondTheClient = scenario.SicknessOf(last.Version) != Sickness.None
                && last.State != OtaImageState.PendingVerify
                && nobodyHome
                && _case.Plan.Cuts.Any(cut => cut.Kind == CutKind.Torn);
            return _isBeyondTheClient;
        }

        private string? Check(BootReport report)
        {
            if (report.End == RunEnd.NothingBootable)
            {
                return "Nothing boots.";
            }

            if (report.Choice?.Partition is Partition slot)
            {
                SweepRelease? release = _case.Scenario.Set.Find(report.Version);
                if (release == null || !_flash.Peek(slot.Offset, release.Image.Length).AsSpan().SequenceEqual(release.Image))
                {
                    return $"What boots is no release, or not a whole one: '{report.Version}'.";
                }

                if (ReleaseVersion.Parse(release.Version) < _record.HighestVersion && report.End != RunEnd.PowerCut)
                {
                    return $"A higher version was confirmed, and {report.Version} runs.";
                }
            }

            return _record.HasFallen ? "The confirmed version went down." : null;
        }

        // With flash that fails either release may be the last, but it says why, and goes on booting.
        private string? CheckEndOnBadFlash()
        {
            string version = _board.History[^1].Version;
            if (version != _case.Scenario.Goal && !_record.Results.Exists(result => result >= FirstError))
            {
                return $"Ended on {version} without a code that says why.";
            }

            // A boot entry that reads other bits than were written may change the choice once more, but it has to come to rest.
            string before;
            BootReport report = _board.History[^1];
            do
            {
                before = report.Version;
                report = _board.PowerOn();
                if (Check(report) is string violation)
                {
                    return violation;
                }
            }
            while ((report.End != RunEnd.Returned || report.Version != before) && _board.History.Count < MaxRuns);

            return _board.History.Count < MaxRuns ? null : $"No two restarts in a row that boot the same: {report}.";
        }

        private string? CheckEnd()
        {
            string goal = _case.Scenario.Goal;
            BootReport last = _board.History[^1];
            if (last.Version != goal || !_record.IsSettled)
            {
                return NoteWhatIsBeyondTheClient() ? null : $"Ended on {last.Version}, not {goal}; settled: {_record.IsSettled}.";
            }

            if (_record.HighestVersion != ReleaseVersion.Parse(goal))
            {
                return $"Another version is confirmed than {goal}, which runs.";
            }

            int operations = _flash.Operations;
            int cuts = _board.History.Count(report => report.End == RunEnd.PowerCut);
            Partition first = SweepBoard.Table.Ota(0)!;
            if (_isUndisturbed && _flash.GetMaxEraseCount(first.Offset, 2 * first.Size) > 1 + cuts)
            {
                return "A sector of a slot was erased more often than once an update and once a cut.";
            }

            BootReport again = _board.PowerOn();
            return again.Version != goal || again.End != RunEnd.Returned ? $"After another restart: {again}."
                : _isUndisturbed && _flash.Operations != operations ? "A device that has nothing to do writes to its flash."
                : cuts != _case.Plan.Cuts.Count && _case.Plan.BadSectors.Count == 0 ? $"{cuts} cuts hit, not {_case.Plan.Cuts.Count}."
                : null;
        }
    }
}
