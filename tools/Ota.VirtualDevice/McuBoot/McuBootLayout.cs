using System.Collections.Concurrent;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>The two slots of an image.</summary>
    public sealed record McuBootSlots(Partition Primary, Partition Secondary)
    {
        /// <summary>Sectors at the end of a slot that belong to the bootloader.</summary>
        public int TrailerSectors => (McuBootTrailer.LengthFor(Primary.Size / NorFlash.SectorSize) + NorFlash.SectorSize - 1) / NorFlash.SectorSize;

        /// <summary>The bytes that an image may have: one sector more stays free, for the swap to move through.</summary>
        public int Capacity => Primary.Size - ((TrailerSectors + 1) * NorFlash.SectorSize);
    }

    /// <summary>Where things lie on a board with In-Field Update.</summary>
    /// <remarks>
    /// Sizes are In-Field Update's for the original ESP32; places are counted back from the end of flash. Bootloader and partition
    /// table in front of them are not modelled. nanoOta's state record has the last two sectors of the configuration.
    /// </remarks>
    public sealed record McuBootLayout(McuBootSlots NanoClr, McuBootSlots Deployment, Partition StateRecord, bool IsOverwriteOnly)
    {
        private const int KiB = 1024;
        private const int MiB = 1024 * KiB;
        private const int ConfigSize = 24 * KiB;

        /// <summary>The layout for 2, 4, 8 or 16 MiB; 2 MiB is overwrite-only.</summary>
        public static McuBootLayout Create(int flashSize)
        {
            (int reserved, int nanoClr) = flashSize switch
            {
                2 * MiB => (64 * KiB, 768 * KiB),
                4 * MiB => (128 * KiB, 1600 * KiB),
                8 * MiB or 16 * MiB => (128 * KiB, 2048 * KiB),
                _ => throw new ArgumentOutOfRangeException(nameof(flashSize), flashSize, "2, 4, 8 or 16 MiB."),
            };
            return Create(reserved, nanoClr, (flashSize - reserved - ConfigSize - (2 * nanoClr)) / 2, flashSize == 2 * MiB);
        }

        /// <summary>A layout of any sizes, multiples of 4096; for sweeps, which want small ones.</summary>
        public static McuBootLayout Create(int start, int nanoClrSize, int deploymentSize, bool isOverwriteOnly)
        {
            int deployment = start + (2 * nanoClrSize);
            int config = deployment + (2 * deploymentSize);
            return new McuBootLayout(
                Slots("nanoclr", start, nanoClrSize),
                Slots("deployment", deployment, deploymentSize),
                new Partition(
                    PartitionTable.StateLabel,
                    Partition.TypeData,
                    Partition.SubtypeUndefined,
                    config + ConfigSize - (2 * NorFlash.SectorSize),
                    2 * NorFlash.SectorSize),
                isOverwriteOnly);
        }

        /// <summary>The slots by the platform's ImageType: 0 NanoClr, 1 Deployment; null for another number.</summary>
        public McuBootSlots? Find(int image) => image switch
        {
            0 => NanoClr,
            1 => Deployment,
            _ => null,
        };

        private static McuBootSlots Slots(string label, int offset, int size) => new(
            new Partition(label, Partition.TypeApp, Partition.SubtypeFactory, offset, size),
            new Partition(label + "_2", Partition.TypeApp, Partition.SubtypeFactory, offset + size, size));
    }

    /// <summary>Makes a board one with In-Field Update.</summary>
    public sealed record McuBootOptions
    {
        /// <summary>Where things lie.</summary>
        public required McuBootLayout Layout { get; init; }

        /// <summary>The key that is compiled into the bootloader, 64 bytes.</summary>
        public required byte[] PublicKey { get; init; }

        /// <summary>
        /// Remembers whether a signature was right, by digest and TLVs, byte for byte. A simulation of many boots shares one; null for a board that
        /// verifies each time.
        /// </summary>
        public ConcurrentDictionary<string, bool>? Verdicts { get; init; }
    }
}
