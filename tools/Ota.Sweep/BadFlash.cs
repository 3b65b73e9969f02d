using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>Every sector that an update touches, broken in every way.</summary>
    public static class BadFlash
    {
        private const int SectorBits = NorFlash.SectorSize * 8;

        /// <summary>A bit of an otadata entry's sequence, of its state, of its CRC, and one far behind it.</summary>
        private static readonly int[] _bits = [1, 24 * 8, (28 * 8) + 3, SectorBits / 4, SectorBits - 1];

        /// <summary>The cases of a scenario's first update: sectors of the slot that it fills, otadata, state record.</summary>
        public static IEnumerable<SweepCase> Cases(Scenario scenario)
        {
            foreach (int sector in Sectors(scenario))
            {
                foreach (SectorFault fault in Enum.GetValues<SectorFault>())
                {
                    foreach (int bit in fault >= SectorFault.StuckAtZero ? _bits : [0])
                    {
                        yield return new SweepCase(scenario, new FaultPlan(new BadSector(sector, fault, bit)));
                    }
                }
            }
        }

        private static IEnumerable<int> Sectors(Scenario scenario)
        {
            int image = scenario.Set.Releases[1].Image.Length;
            int slot = SweepBoard.Table.Ota(1)!.Offset;
            int otaData = SweepBoard.Table.OtaData!.Offset;
            int state = SweepBoard.Table.Find(PartitionTable.StateLabel)!.Offset;
            for (int offset = 0; offset < image; offset += NorFlash.SectorSize)
            {
                yield return (slot + offset) / NorFlash.SectorSize;
            }

            foreach (int partition in new[] { otaData, state })
            {
                yield return partition / NorFlash.SectorSize;
                yield return (partition / NorFlash.SectorSize) + 1;
            }
        }
    }
}
