using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>What one step of the story came to.</summary>
    /// <param name="Title">What happens in it.</param>
    /// <param name="Passed">Whether it went as it must.</param>
    /// <param name="Outcome">What happened, in a few words.</param>
    /// <param name="Runs">The versions that ran, in order.</param>
    /// <param name="BytesFetched">Bytes of bodies that came over the network.</param>
    /// <param name="BytesReused">Bytes copied from the running slot.</param>
    /// <param name="BytesResumed">Bytes that an interrupted attempt had left.</param>
    /// <param name="SectorsErased">Flash sectors erased, all partitions.</param>
    /// <param name="FlashMilliseconds">How long a real part would have been busy erasing and programming: see <see cref="FlashCost.BusyTime"/>.</param>
    /// <param name="StateWrites">Writes of the state record.</param>
    /// <param name="Restarts">Restarts that the device made by itself.</param>
    /// <param name="Milliseconds">How long it took here.</param>
    public sealed record DemoStep(
        string Title,
        bool Passed,
        string Outcome,
        IReadOnlyList<string> Runs,
        long BytesFetched,
        long BytesReused,
        long BytesResumed,
        long SectorsErased,
        long FlashMilliseconds,
        long StateWrites,
        int Restarts,
        long Milliseconds);

    /// <summary>Collects what the device reports while a step lasts.</summary>
    internal sealed class StepWatch
    {
        private readonly Dictionary<string, long> _counters = [];
        private readonly Dictionary<string, long> _sums = [];
        private Dictionary<string, long> _lastRun = [];

        /// <summary>What the client said, by its state after it: (state, result).</summary>
        public List<(string What, OtaResult Result, OtaState State)> Said { get; } = [];

        /// <summary>The confirmed version that the device last told, as <see cref="ReleaseVersion.Parse"/> gives it.</summary>
        public long InstalledVersion { get; private set; }

        /// <summary>A release on trial was confirmed, and the device knows its version.</summary>
        public bool HasConfirmed(string version) => Said.Contains(("trial", OtaResult.Ok, OtaState.Confirmed)) && InstalledVersion == ReleaseVersion.Parse(version);

        /// <summary>The device found itself back on a version for a reason, and does not try the release again.</summary>
        public bool HasGoneBack(string version, OtaResult reason)
        {
            return (Said.Contains((version, reason, OtaState.RolledBack)) || Said.Contains(("trial", reason, OtaState.RolledBack))) && Said[^1].Result is OtaResult.ReleasePaused or OtaResult.ReleaseFailedBefore;
        }

        public void Take(BoardProgress report)
        {
            if (report.Name is "fetched" or "reused" or "resumed" or "writes")
            {
                _counters[report.Name] = report.Done;
            }
            else if (report.Name is not ("state" or "progress" or "life"))
            {
                Said.Add((report.Name, (OtaResult)report.Value, (OtaState)report.Done));
                InstalledVersion = report.Total;
            }
        }

        /// <summary>A client counts from the start of its run; what a run came to is added up when it ends.</summary>
        public void EndRun()
        {
            foreach ((string name, long value) in _counters)
            {
                _sums[name] = Sum(name) + value;
            }

            _lastRun = new(_counters);
            _counters.Clear();
        }

        /// <summary>What the last run alone came to.</summary>
        public long LastRun(string name) => _lastRun.GetValueOrDefault(name);

        public long Sum(string name) => _sums.GetValueOrDefault(name);
    }
}
