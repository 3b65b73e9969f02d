namespace NanoOta.Tooling.Release
{
    /// <summary>Where the old images of a delta file come from: named files and folders, or the channel's last releases.</summary>
    public sealed record DeltaSources
    {
        /// <summary>Releases that are looked back on where nothing is named.</summary>
        public const int DefaultCount = 5;

        // One section is that without an old image, and In-Field Update has one of its own.
        private const int MaxImages = DeltaDirectory.MaxSections - 2;

        private readonly IReadOnlyList<string> _paths;
        private readonly int _count;

        private DeltaSources(IReadOnlyList<string> paths, int count)
        {
            _paths = paths;
            _count = count;
        }

        /// <summary>Whether there is a section for devices whose image is not among the old ones: the new image, compressed.</summary>
        public bool ServesOtherDevices { get; init; } = true;

        /// <summary>The last releases of the channel that are still there.</summary>
        public static DeltaSources History(int count = DefaultCount) => new([], count);

        /// <summary>Named images, or folders of .pe files.</summary>
        public static DeltaSources Named(IReadOnlyList<string> paths) => paths.Count <= MaxImages
            ? new DeltaSources(paths, 0)
            : throw new ToolException(ExitCode.Usage, $"A delta file has room for {MaxImages} old images, not for {paths.Count}. Name the newest ones.");

        /// <summary>The old images for a component, the newest first.</summary>
        internal IEnumerable<byte[]> ImagesFor(PackFile pack, ChannelHistory history) => _paths.Count != 0
            ? _paths.Select(path => ImageSource.Load(path).Bytes)
            : history.Images(pack.Component).Take(_count + 1);
    }
}
