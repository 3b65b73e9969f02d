using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>The app that the bootloader chose: its place, and what is known of the app.</summary>
    public sealed class BootedApp
    {
        private readonly NorFlash _flash;

        internal BootedApp(NorFlash flash, PartitionTable table, Partition slot, EspImageInfo image, AppRegion region)
        {
            Region = region;
            _flash = flash;
            Table = table;
            Slot = slot;
            Image = image;
        }

        /// <summary>The partition table.</summary>
        public PartitionTable Table { get; }

        /// <summary>The partition that the app runs from.</summary>
        public Partition Slot { get; }

        /// <summary>The verified image.</summary>
        public EspImageInfo Image { get; }

        /// <summary>What the CLR gets as its deployment.</summary>
        public AppRegion Region { get; }

        /// <summary>The version in the application description: the firmware's. Empty if there is none.</summary>
        public string Version => Image.Description?.Version ?? "";

        /// <summary>Reads the region, which the CLR has mapped into its address space; empty when there is none.</summary>
        public byte[] ReadRegion() => Region.Place == null ? [] : Read(Region.Place.Offset, Region.Place.Size);

        /// <summary>
        /// The assemblies of the region, as the loader goes: from one to the next, each at a multiple of 4. Behind the last one of a partition lies
        /// erased flash.
        /// </summary>
        public IReadOnlyList<PlacedPe> ReadAssemblies()
        {
            List<PlacedPe> found = [];
            ReadOnlySpan<byte> region = ReadRegion();
            int at = 0;
            while (at < region.Length && Formats.PeHeader.Check(region[at..], out Formats.PeHeader? header) == PeFault.None)
            {
                ReadOnlySpan<byte> assembly = region[at..];
                found.Add(new PlacedPe(at, header!, header!.NameIn(assembly), header.HasEntryPoint(assembly)));
                at += (header.TotalSize + 3) & ~3;
            }

            return found;
        }

        /// <summary>The program that the CLR starts: the last assembly that has an entry point; null when none has.</summary>
        public PlacedPe? FindProgram() => ReadAssemblies().LastOrDefault(assembly => assembly.HasEntryPoint);

        /// <summary>Reads all segments of the image.</summary>
        public IEnumerable<EspSegmentData> ReadSegments() =>
            Image.Segments.Select(segment => new EspSegmentData(segment.LoadAddress, Read(Slot.Offset + segment.Offset, segment.Length)));

        private byte[] Read(int offset, int length)
        {
            byte[] data = new byte[length];
            return _flash.Read(offset, data) == FlashStatus.Ok ? data : throw new IOException("The flash cannot be read.");
        }
    }

    /// <summary>Makes an image run.</summary>
    public interface IAppHost
    {
        /// <summary>Runs the app until the app returns or throws. Exceptions of <paramref name="board"/>'s natives must pass through.</summary>
        void Run(BootedApp app, IBoard board);
    }

    /// <summary>
    /// Delegates for apps, by the version in the verified image's application description. The slot still decides what runs, but nothing is
    /// loaded. For sweeps of many runs.
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
