namespace NanoOta.Sweep.Life
{
    /// <summary>What a sweep of stories has come to.</summary>
    public sealed class LifeTally
    {
        private const int KeptFailures = 40;

        private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, int> _beyond = new(StringComparer.Ordinal);

        /// <summary>Stories told.</summary>
        public int Stories { get; private set; }

        /// <summary>Stories in which the device was stranded, or something else happened that must not.</summary>
        public int Stranded { get; private set; }

        /// <summary>Starts of chips.</summary>
        public long Runs { get; private set; }

        /// <summary>Power cuts.</summary>
        public long Cuts { get; private set; }

        /// <summary>Starts that asked.</summary>
        public long Asks { get; private set; }

        /// <summary>Starts of a release on trial.</summary>
        public long Trials { get; private set; }

        /// <summary>Requests to the servers.</summary>
        public long Requests { get; private set; }

        /// <summary>Sectors erased.</summary>
        public long Erases { get; private set; }

        /// <summary>Starts of a lower release than a confirmed one.</summary>
        public long GoingsBack { get; private set; }

        /// <summary>The longest time that a device took after everything was healed, seconds.</summary>
        public long Longest { get; private set; }

        /// <summary>Virtual seconds.</summary>
        public double VirtualSeconds { get; private set; }

        /// <summary>How many stories are of each kind.</summary>
        public IReadOnlyDictionary<string, int> Kinds => _kinds;

        /// <summary>How many stories nobody could have saved, by reason.</summary>
        public IReadOnlyDictionary<string, int> Beyond => _beyond;

        /// <summary>The first of the stranded.</summary>
        public List<string> Failures { get; } = [];

        /// <summary>Counts a story.</summary>
        public void Add(LifeResult result)
        {
            Stories++;
            Runs += result.Runs;
            Cuts += result.World.Cuts;
            Asks += result.World.Asks;
            GoingsBack += result.World.GoingsBack;
            Trials += result.World.Trials;
            Requests += result.World.Server.Requests;
            Erases += result.World.Flash.Cost.Erases;
            VirtualSeconds += result.World.Clock.Seconds;
            foreach (string kind in result.Story.Kinds().Distinct())
            {
                _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
            }

            if (result.World.SavedAt >= 0)
            {
                Longest = Math.Max(Longest, result.World.SavedAt - result.Story.Healed);
            }

            if (result.IsStranded)
            {
                Stranded++;
                if (Failures.Count < KeptFailures)
                {
                    Failures.Add($"{result.Story.Id}  {result.Fate}");
                }
            }
            else if (result.Reason != null)
            {
                _beyond[result.Reason] = _beyond.GetValueOrDefault(result.Reason) + 1;
            }
        }
    }
}
