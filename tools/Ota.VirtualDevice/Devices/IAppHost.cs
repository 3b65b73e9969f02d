using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>The app that the bootloader chose: where it lies and what is known of it.</summary>
    public sealed class BootedApp
    {
        private readonly NorFlash _flash;

        internal BootedApp(NorFlash flash, PartitionTable table, Partition slot, EspImageInfo image)
        {
            _flash = flash;
            Table = table;
            Slot = slot;
            Image = image;
        }

        /// <summary>The partition table.</summary>
        public PartitionTable Table { get; }

        /// <summary>The partition that it runs from.</summary>
        public Partition Slot { get; }

        /// <summary>The verified image.</summary>
        public EspImageInfo Image { get; }

        /// <summary>The version in the application description; empty if there is none.</summary>
        public string Version => Image.Description?.Version ?? "";

        /// <summary>Reads a segment's data out of the slot.</summary>
        public byte[] ReadSegment(int index)
        {
            EspSegment segment = Image.Segments[index];
            byte[] data = new byte[segment.Length];
            if (_flash.Read(Slot.Offset + segment.Offset, data) != FlashStatus.Ok)
            {
                throw new IOException("The slot cannot be read.");
            }

            return data;
        }

        /// <summary>Reads a whole partition, which the CLR has mapped into its address space.</summary>
        public byte[] ReadPartition(Partition partition)
        {
            byte[] data = new byte[partition.Size];
            return _flash.Read(partition.Offset, data) == FlashStatus.Ok ? data : throw new IOException("The partition cannot be read.");
        }
    }

    /// <summary>Makes an image run.</summary>
    public interface IAppHost
    {
        /// <summary>Runs the app until it returns or throws. Exceptions of <paramref name="board"/>'s natives must pass through.</summary>
        void Run(BootedApp app, IBoard board);
    }

    /// <summary>
    /// Delegates for apps, by the version in the verified image's application description: the slot still decides what runs, but
    /// nothing is loaded. For sweeps of many runs.
    /// </summary>
    public sealed class DelegateAppHost : IAppHost
    {
        private readonly IReadOnlyDictionary<string, Action<BootedApp, IBoard>> _apps;

        public DelegateAppHost(IReadOnlyDictionary<string, Action<BootedApp, IBoard>> apps)
        {
            _apps = apps;
        }

        /// <inheritdoc/>
        public void Run(BootedApp app, IBoard board)
        {
            if (!_apps.TryGetValue(app.Version, out Action<BootedApp, IBoard>? run))
            {
                throw new InvalidOperationException($"No app stands for version '{app.Version}'.");
            }

            run(app, board);
        }
    }
}
