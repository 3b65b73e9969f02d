using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>The device of a story: a virtual board with the device's own code on it, and delegates for applications.</summary>
    internal abstract class LifeDevice : IAppHost
    {
        /// <summary>Seconds that the chip takes to start.</summary>
        public const int BootSeconds = 2;

        protected LifeDevice(LifeWorld world)
        {
            World = world;
        }

        /// <summary>The board.</summary>
        public abstract Board Board { get; }

        protected LifeWorld World { get; }

        /// <summary>The device of a story's kind.</summary>
        public static LifeDevice Create(LifeWorld world) => world.Story.Board switch
        {
            LifeBoardKind.OtaSlots => new OtaLifeDevice(world),
            LifeBoardKind.Stock => new StockLifeDevice(world),
            _ => new IfuLifeDevice(world),
        };

        /// <summary>A bit of the image that runs flips in flash.</summary>
        public virtual void Rot()
        {
        }

        /// <inheritdoc/>
        public void Run(BootedApp app, IBoard board)
        {
            using RunClock clock = new(World, board);
            World.Connect();
            World.Server.ForgetTags();
            if (World.Clock.UtcSeconds == 0)
            {
                clock.SetClock();
            }

            Run(app, board, clock);
        }

        protected abstract void Run(BootedApp app, IBoard board, RunClock clock);

        /// <summary>The options of the agent.</summary>
        protected AgentOptions CreateAgentOptions() => new()
        {
            Defaults = new AgentSettings { Interval = 3600 },
            Disabled = World.Lacks(Defence.DisabledLapses) ? DisabledRule.UnsafeLasts : DisabledRule.Lapses,
        };

        /// <summary>The options of the client, which the application may have spoilt.</summary>
        protected OtaOptions CreateOptions(LifeRelease? release) => new()
        {
            ManifestUrl = ReleaseSet.ManifestUrl,
            ReserveUrls = World.Story.Traits.HasFlag(DeviceTraits.Reserve) && !World.Lacks(Defence.ReserveUrl) ? [LifeServer.ReserveUrl] : null,
            Keys = ReleaseSet.Keys,
            Product = release != null && World.IllnessOf(release) == Illness.WrongProduct ? "another" : ReleaseSet.Product,
            Version = release?.Version,
            BaselineRevision = 1,
            Chip = 0,
            DeviceId = World.Story.Id,
            Retry = new RetryPolicy(1000, 5000, 3, 1),
            FirstPause = World.Lacks(Defence.Pause) ? 1 : PauseRules.First,
            UnservedAfter = World.Lacks(Defence.UnservedRestart) ? 30 * 86400 : ServingRules.UnservedAfter,
        };
    }
}
