using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What nanoCLR takes for its deployment: ota_region.c and ota_segment.c. Read-only; one answer for a start of the chip.</summary>
    /// <param name="Kind">Which bytes.</param>
    /// <param name="Place">Where they lie in flash; null for nothing.</param>
    public sealed record AppRegion(RegionKind Kind, Partition? Place)
    {
        /// <summary>No region.</summary>
        public static AppRegion None { get; } = new(RegionKind.Nothing, null);

        /// <summary>The deployment that a table names, when an assembly begins there.</summary>
        internal static AppRegion OfTable(EspPartitions partitions, PartitionTable table)
        {
            byte[] marker = new byte[PeFormat.MarkerSize];
            return table.Find(Partition.TypeData, Partition.SubtypeDeployment) is { } deployment
                && partitions.Read(deployment, 0, marker) == EspError.Ok
                && PeFormat.Of(marker) != null
                    ? new AppRegion(RegionKind.Deployment, deployment)
                    : None;
        }

        /// <summary>The application in the running image.</summary>
        /// <param name="partitions">Flash.</param>
        /// <param name="running">The slot that runs.</param>
        /// <param name="image">Its image, which the bootloader verified.</param>
        /// <param name="asks">This start is the boot program's.</param>
        internal static AppRegion OfImage(EspPartitions partitions, Partition running, EspImageInfo image, bool asks)
        {
            foreach (EspSegment segment in image.Segments.Where(segment => segment.LoadAddress == AppSegment.LoadAddress && segment.Length > AppSegment.HeaderSize))
            {
                byte[] data = new byte[segment.Length];
                if (partitions.Read(running, segment.Offset, data) != EspError.Ok
                    || AppSegment.Parse(data, out AppSegment? app) != AppSegmentFault.None)
                {
                    continue;
                }

                bool isBootPart = asks || app!.App.Length == 0;
                int length = app!.Boot.Length + (isBootPart ? 0 : app.App.Length);
                return new AppRegion(
                    isBootPart ? RegionKind.BootPart : RegionKind.Whole,
                    new Partition("attached", Partition.TypeData, Partition.SubtypeDeployment, running.Offset + segment.Offset + app.BootOffset, length));
            }

            return None;
        }
    }
}
