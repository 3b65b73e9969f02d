using System.Diagnostics;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <content>
    /// One update inside a 1.4 MB image, cut at each operation of the flash, from the check to the confirmation. Each cut is a story of its own on a
    /// copy of the same flash.
    /// </content>
    public sealed partial class DemoStory
    {
        // A trial that a cut ended comes again after a pause of minutes. So a story has several turns, with time between them.
        private const int MaxTurns = 6;
        private const int MaxShown = 3;
        private const long PauseMilliseconds = 2 * 86400 * 1000;

        private Board? _cutBoard;

        /// <summary>
        /// The cure of the factory's application, then the update to 1.1 with the power cut before and within each operation of the flash.
        /// </summary>
        /// <param name="every">1 for each operation; a higher number takes each n-th.</param>
        /// <param name="cancellation">Ends the story between two cuts.</param>
        public async Task<IReadOnlyList<DemoStep>> RunCutsAsync(int every, CancellationToken cancellation)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
            DemoStep cure = await CureAsync(cancellation).ConfigureAwait(false);
            await PublishAsync("1.1", 2, ReleaseFault.None, _key, cancellation).ConfigureAwait(false);
            const string Title = "the update to 1.1, with the power cut before and within each operation of the flash";
            _observer.StepBegins(Title);
            long began = Stopwatch.GetTimestamp();
            NorFlash start = Board.Flash;
            int operations = Update(start, FaultPlan.None).Operations;
            int stories = 0;
            List<string> wrong = [];
            int again = 0;
            for (int at = 0; at < operations; at += every)
            {
                foreach (CutKind kind in new[] { CutKind.Before, CutKind.Torn })
                {
                    cancellation.ThrowIfCancellationRequested();
                    (string? failure, _, int turns) = Update(start, new FaultPlan(PowerCut.AtOperation(at, kind, (uint)at)));
                    stories++;
                    again += turns > 2 ? 1 : 0;
                    if (failure != null)
                    {
                        wrong.Add($"cut#{at}/{kind}: {failure}");
                    }
                }
            }

            string outcome = $"{operations} operations, {stories} cuts: {stories - wrong.Count} run 1.1 as inspect reads, {again} of them after a pause";
            DemoStep cuts = new(
                Title,
                wrong.Count == 0 && stories > 0,
                wrong.Count == 0 ? outcome : $"{outcome}; {string.Join("; ", wrong.Take(MaxShown))}",
                [],
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            _observer.StepEnds(cuts);
            return [cure, cuts];
        }

        // Until flash has a confirmed 1.1. What failed, or null; the operations that the flash did; how often the power came back.
        private (string? Failure, int Operations, int Turns) Update(NorFlash start, FaultPlan faults)
        {
            using NorFlash flash = start.Clone();
            flash.Faults = faults;
            VirtualClock clock = LampApp.CreateClock();
            Board board = ((FirmwareDevice)_device).BoardOf(flash, clock);
            _cutBoard = board;
            _watch = new StepWatch();
            try
            {
                for (int turn = 1; turn <= MaxTurns; turn++)
                {
                    BootReport end = board.Run(MaxRuns);
                    _watch.EndRun();
                    if (end.End != RunEnd.PowerCut)
                    {
                        return ($"{end.End} {end.Detail}", flash.Operations, turn);
                    }

                    // The first cut is the plan's; each other one is the story's, once a lamp has nothing more to do.
                    if (_watch.InstalledVersion == ReleaseVersion.Parse("1.1") && _watch.Said[^1] is ("update", OtaResult.UpToDate, _))
                    {
                        string? running = FirmwareDevice.ReadBack(flash, _folder);
                        return (running == "1.1" ? null : $"flash has {running}", flash.Operations, turn);
                    }

                    clock.Skip(PauseMilliseconds);
                }

                return ($"no 1.1: {string.Join(", ", _watch.Said)}", flash.Operations, MaxTurns);
            }
            finally
            {
                _cutBoard = null;
            }
        }
    }
}
