namespace NanoOta
{
    /// <summary>Numbers in byte arrays, least significant byte first. Arguments are the caller's duty. Thread-safe.</summary>
    internal static class LittleEndian
    {
        public static int ReadUInt16(byte[] source, int index)
        {
            return source[index] | (source[index + 1] << 8);
        }

        public static int ReadInt32(byte[] source, int index)
        {
            return source[index] | (source[index + 1] << 8) | (source[index + 2] << 16) | (source[index + 3] << 24);
        }

        public static long ReadInt64(byte[] source, int index)
        {
            long value = 0;
            for (int i = 7; i >= 0; i--)
            {
                value = (value << 8) | source[index + i];
            }

            return value;
        }

        public static void WriteInt16(byte[] target, int index, int value)
        {
            target[index] = (byte)value;
            target[index + 1] = (byte)((uint)value >> 8);
        }

        public static void WriteInt32(byte[] target, int index, int value)
        {
            WriteInt16(target, index, value);
            WriteInt16(target, index + 2, (int)((uint)value >> 16));
        }

        public static void WriteInt64(byte[] target, int index, long value)
        {
            for (int i = 0; i < 8; i++)
            {
                target[index + i] = (byte)value;
                value >>= 8;
            }
        }
    }
}
