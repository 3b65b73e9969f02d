using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>The smallest board that can update: two slots of 64 KiB, otadata and the state record.</summary>
    public static class SweepBoard
    {
        /// <summary>Bytes of its flash.</summary>
        public const int FlashSize = 0x30000;

        /// <summary>Its partitions.</summary>
        public static PartitionTable Table { get; } = PartitionTable.Create(
            FlashSize,
            new Partition("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0x9000, 2 * NorFlash.SectorSize),
            new Partition(PartitionTable.StateLabel, Partition.TypeData, Partition.SubtypeUndefined, 0xB000, 2 * NorFlash.SectorSize),
            new Partition("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0x10000, 0x10000),
            new Partition("ota_1", Partition.TypeApp, Partition.SubtypeOta0 + 1, 0x20000, 0x10000));

        /// <summary>A factory-fresh part with the first release of a set.</summary>
        public static NorFlash Create(ReleaseSet set)
        {
            NorFlash flash = new(FlashSize);
            Board.Provision(flash, Table, set.Releases[0].Image);
            return flash;
        }

        /// <summary>Whether an offset lies in otadata.</summary>
        public static bool IsOtaData(int offset) => Contains(Table.OtaData!, offset);

        /// <summary>Whether an offset lies in the state record.</summary>
        public static bool IsState(int offset) => Contains(Table.Find(PartitionTable.StateLabel)!, offset);

        private static bool Contains(Partition partition, int offset) => offset >= partition.Offset && offset < partition.End;
    }
}
