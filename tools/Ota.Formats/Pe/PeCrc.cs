namespace NanoOta.Formats
{
    /// <summary>
    /// The CRC-32 of nanoFramework's PE headers: polynomial 0x04C11DB7, most significant bit first, initial value 0, no final XOR.
    /// Not the CRC-32 of zlib.
    /// </summary>
    public static class PeCrc
    {
        private static readonly uint[] _table = MakeTable();

        /// <summary>The CRC of <paramref name="data"/>, going on from <paramref name="crc"/>.</summary>
        public static uint Compute(ReadOnlySpan<byte> data, uint crc = 0)
        {
            foreach (byte value in data)
            {
                crc = (crc << 8) ^ _table[(crc >> 24) ^ value];
            }

            return crc;
        }

        private static uint[] MakeTable()
        {
            uint[] table = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = i << 24;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value & 0x80000000u) != 0 ? (value << 1) ^ 0x04C11DB7u : value << 1;
                }

                table[i] = value;
            }

            return table;
        }
    }
}
