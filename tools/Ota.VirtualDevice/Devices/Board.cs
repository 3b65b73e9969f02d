using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// A virtual ESP32: flash, bootloader and whatever app the slot holds. Boards share nothing, so any number of them run side by side in one
    /// process. One thread at a time drives a board.
    /// </summary>
    public sealed partial class Board
    {
        // How long an app may take to unwind once its run has ended, before its thread is left behind.
        private static readonly TimeSpan _unwindGrace = TimeSpan.FromSeconds(2);

        private readonly BoardOptions _options;
        private readonly Bootloader _bootloader;
        private readonly List<BootReport> _history = [];
        private readonly BoardChip _chip;
        private volatile BoardRun? _run;

        public Board(NorFlash flash, BoardOptions options)
            : this(flash, options, new EFuse())
        {
        }

        /// <summary>A board with fuses that were burnt before.</summary>
        public Board(NorFlash flash, BoardOptions options, EFuse fuses)
        {
            Flash = flash;
            Fuses = fuses;
            _options = options;
            _chip = new BoardChip(options.RtcMemory);
            _bootloader = new Bootloader(flash, options.Bootloader, fuses);
        }

        /// <summary>The flash.</summary>
        public NorFlash Flash { get; }

        /// <summary>The fuses.</summary>
        public EFuse Fuses { get; }

        /// <summary>Every run so far.</summary>
        public IReadOnlyList<BootReport> History => _history;

        /// <summary>What a factory does: partition table, and an image in the first app partition. All else stays.</summary>
        /// <exception cref="ArgumentException">The table has no app partition, or the image is too large for the partition.</exception>
        public static void Provision(NorFlash flash, PartitionTable table, ReadOnlySpan<byte> image, int tableOffset = PartitionTable.DefaultOffset)
        {
            Partition slot = table.Factory ?? table.Ota(0) ?? throw new ArgumentException("The table has no app partition.", nameof(table));
            if (image.Length > slot.Size)
            {
                throw new ArgumentException("The image is larger than its partition.", nameof(image));
            }

            flash.Program(tableOffset, table.ToBytes());
            flash.Program(slot.Offset, image);
        }

        /// <summary>One run: power on or restart, bootloader, app, until the run ends.</summary>
        /// <exception cref="FlashContractException">Code on the board broke the rules of NOR flash: a bug, whatever the app did about the
        /// exception.</exception>
        public BootReport PowerOn()
        {
            Flash.PowerOn();
            FlashCost before = Flash.Cost;
            if (_options.McuBoot is McuBootOptions mcuBoot)
            {
                return PowerOnMcuBoot(mcuBoot, before);
            }

            BootChoice choice;
            try
            {
                choice = _bootloader.Boot();
            }
            catch (PowerCutException cut)
            {
                _chip.End(StartReason.PowerOn);
                return Add(null, null, RunEnd.PowerCut, cut.Message, before);
            }

            return choice.Partition == null
                ? Add(choice, null, RunEnd.NothingBootable, "", before)
                : RunApp(choice, choice.Partition, null, before);
        }

        /// <summary>Runs and restarts until the board stops by itself: power cut, the app returned, nothing to boot, or enough runs.</summary>
        /// <returns>The last run.</returns>
        public BootReport Run(int maxRuns = 16)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(maxRuns, 1);
            BootReport report = PowerOn();
            for (int run = 1; run < maxRuns && report.RestartsByItself; run++)
            {
                report = PowerOn();
            }

            return report;
        }

        /// <summary>Takes the power away, from any thread or from a callback. That happens between two native calls of the app, never during one.</summary>
        public void CutPower()
        {
            if (_run is BoardRun run)
            {
                run.CutPower();
            }
            else
            {
                Flash.CutPower();
            }
        }

        // The native half first, then the CLR.
        private BootReport RunApp(BootChoice choice, Partition slot, UpdateSessionRuntime? updates, FlashCost before)
        {
            EspOtaRuntime ota = new(Flash, choice.Table!, slot, _options.Bootloader, Fuses);
            long start = _options.Clock.TickMilliseconds;
            NativeGuard guard = new(ota, choice.Table!, _chip, () => (_options.Clock.TickMilliseconds - start) / 1000);
            try
            {
                if (!guard.Run(choice.Image!))
                {
                    return Add(choice, null, RunEnd.Guard, guard.Plan.ToString(), before);
                }

                if (!NvsGuard.Init(ota.Partitions, choice.Table!))
                {
                    return End(choice, null, RunEnd.Crash, "NVS cannot be read or erased.", before, StartReason.Crash);
                }
            }
            catch (PowerCutException cut)
            {
                return End(choice, null, RunEnd.PowerCut, cut.Message, before, StartReason.PowerOn);
            }

            bool known = ota.Selection.GetState(slot, out OtaImageState state) == EspError.Ok;
            BoardRun run = new(Flash, _options, ota, choice.Table!, guard)
            {
                Updates = updates,
            };
            _run = run;
            BootedApp app = new(Flash, choice.Table!, slot, choice.Image!, guard.Region);
            if (_options.Watchdog is TimeSpan limit)
            {
                RunWatched(run, app, limit);
            }
            else
            {
                run.RunApp(_options.AppHost, app);
            }

            _run = null;
            (RunEnd end, string detail) = run.Outcome();
            BootReport report = Add(choice, known ? state : null, end, detail, before, guard.Region.Kind);
            _chip.End(run.NextReason(end));
            return run.Breach == null ? report : throw new FlashContractException(run.Breach.Message);
        }

        private void RunWatched(BoardRun run, BootedApp app, TimeSpan limit)
        {
            Thread thread = new(() => run.RunApp(_options.AppHost, app)) { IsBackground = true, Name = $"{_options.DeviceId} {app.Slot.Label}" };
            thread.Start();
            run.Watch(limit);
            thread.Join(_unwindGrace);
        }

        private BootReport End(BootChoice choice, OtaImageState? state, RunEnd end, string detail, FlashCost before, StartReason next)
        {
            _chip.End(next);
            return Add(choice, state, end, detail, before);
        }

        private BootReport Add(BootChoice? choice, OtaImageState? state, RunEnd end, string detail, FlashCost before, RegionKind region = RegionKind.Nothing)
        {
            BootReport report = new(_history.Count + 1, choice, state, end, detail, Flash.Cost - before, region);
            _history.Add(report);
            return report;
        }
    }
}
