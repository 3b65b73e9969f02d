using System.Globalization;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>Tells a story to its end, and judges it.</summary>
    public static class LifePlay
    {
        /// <summary>The fate of a device that did not come to run what it should.</summary>
        public const string Stranded = "stranded";

        // Trials of a paused release come ever more seldom; more switches than these are a loop.
        private const int MostSwitches = 24;
        private const int MostRuns = 60000;

        /// <summary>Tells a story with every defence.</summary>
        public static LifeResult Tell(LifeStory story, List<string>? trace = null) => Tell(story, new HashSet<Defence>(), trace);

        /// <summary>Tells a story without some defences.</summary>
        /// <param name="story">The story.</param>
        /// <param name="without">What is left out.</param>
        /// <param name="trace">Gets what happens, line by line; null for nobody.</param>
        public static LifeResult Tell(LifeStory story, IReadOnlySet<Defence> without, List<string>? trace = null)
        {
            LifeWorld world = new(story, without, trace);
            LifeDevice device = LifeDevice.Create(world);
            Board board = device.Board;
            world.Rots = device.Rot;
            while (!world.IsOver)
            {
                BootReport report = board.PowerOn();
                world.Say($"  run {report.Number} of {report.Slot} ends: {report.End} {report.Detail}");
                if (report.End == RunEnd.NothingBootable)
                {
                    world.Violate("nothing boots");
                }
                else if (report.Number > MostRuns)
                {
                    world.Violate(string.Create(CultureInfo.InvariantCulture, $"more than {MostRuns} starts"));
                }
                else if (report.End == RunEnd.PowerCut && !world.IsOver)
                {
                    world.NoteCut();
                }

                world.Clock.Skip(1000 * LifeDevice.BootSeconds);
            }

            string? fate = world.Violation ?? (world.SavedAt < 0 ? Stranded : world.Switches > MostSwitches ? $"{world.Switches} switches" : null);
            return new LifeResult(story, fate, fate == null ? null : CannotBeSaved.ReasonFor(world, fate), board.History.Count, world);
        }
    }
}
