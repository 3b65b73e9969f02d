using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Stock
{
    [TestClass]
    public sealed class StockLayoutTests
    {
        [TestMethod]
        public void The_stock_table_is_that_of_the_4_MB_firmware()
        {
            // Label, type, subtype, offset, size, as the published image for a 4 MB ESP32 has them.
            string[] expected =
            [
                "nvs 1 2 0x9000 0x6000",
                "phy_init 1 1 0xf000 0x1000",
                "factory 0 0 0x10000 0x1d0000",
                "deploy 1 132 0x1e0000 0x1c0000",
                "config 1 131 0x3c0000 0x40000",
            ];
            PartitionTable table = PartitionTable.CreateStock4MB();
            CollectionAssert.AreEqual(expected, table.Partitions.Select(p => $"{p.Label} {p.Type} {p.Subtype} 0x{p.Offset:x} 0x{p.Size:x}").ToArray());
            Assert.AreEqual(0, table.OtaCount);
            Assert.IsNull(table.OtaData);
        }
    }
}
