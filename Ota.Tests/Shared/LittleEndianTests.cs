using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class LittleEndianTests
    {
        [TestMethod]
        public void The_lowest_byte_stands_first()
        {
            byte[] bytes = { 0xFF, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x08, 0xFF };
            Assert.AreEqual(0x2211, LittleEndian.ReadUInt16(bytes, 1));
            Assert.AreEqual(0x44332211, LittleEndian.ReadInt32(bytes, 1));
            Assert.AreEqual(0x0877665544332211L, LittleEndian.ReadInt64(bytes, 1));
        }

        [TestMethod]
        public void Sixteen_bits_are_unsigned_and_more_are_signed()
        {
            byte[] bytes = { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
            Assert.AreEqual(65534, LittleEndian.ReadUInt16(bytes, 0));
            Assert.AreEqual(-2, LittleEndian.ReadInt32(bytes, 0));
            Assert.AreEqual(-2L, LittleEndian.ReadInt64(bytes, 0));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(-1)]
        [DataRow(0x7FFFFFFF)]
        [DataRow(-0x7FFFFFFF)]
        [DataRow(0x01020384)]
        public void Thirty_two_bits_come_back(int value)
        {
            byte[] bytes = new byte[6];
            LittleEndian.WriteInt32(bytes, 1, value);
            Assert.AreEqual(value, LittleEndian.ReadInt32(bytes, 1));
            Assert.AreEqual(value & 0xFFFF, LittleEndian.ReadUInt16(bytes, 1));
            Assert.AreEqual(0, bytes[0] | bytes[5]);
        }

        [TestMethod]
        [DataRow(0L)]
        [DataRow(-1L)]
        [DataRow(999999999999999L)]
        [DataRow(9223372036854775807L)]
        [DataRow(-9223372036854775807L)]
        [DataRow(72623859790382984L)]
        public void Sixty_four_bits_come_back(long value)
        {
            byte[] bytes = new byte[10];
            LittleEndian.WriteInt64(bytes, 1, value);
            Assert.AreEqual(value, LittleEndian.ReadInt64(bytes, 1));
            Assert.AreEqual(0, bytes[0] | bytes[9]);
        }

        [TestMethod]
        public void Sixteen_bits_come_back_without_the_rest()
        {
            byte[] bytes = new byte[4];
            LittleEndian.WriteInt16(bytes, 1, 0x7ABCDE);
            Assert.AreEqual(0xBCDE, LittleEndian.ReadUInt16(bytes, 1));
            Assert.AreEqual(0, bytes[0] | bytes[3]);
        }
    }
}
