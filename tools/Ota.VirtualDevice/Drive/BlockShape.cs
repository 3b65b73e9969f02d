using System.Numerics;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// How a file lies in blocks: littlefs' skip list (CTZ). Block n above 0 begins with ctz(n) + 1 pointers of 4 bytes.
    /// Source: littlefs DESIGN.md.
    /// </summary>
    internal static class BlockShape
    {
        private const int PointerSize = 4;

        /// <summary>Where the data begins in the block of an index.</summary>
        public static int DataStart(int index) => index == 0 ? 0 : PointerSize * (BitOperations.TrailingZeroCount(index) + 1);

        /// <summary>Data bytes in the block of an index.</summary>
        public static int DataLength(int index) => NorFlash.SectorSize - DataStart(index);

        /// <summary>Blocks that a content of that length takes.</summary>
        public static int CountFor(int length)
        {
            int count = 0;
            for (int left = length; left > 0; left -= DataLength(count++))
            {
            }

            return count;
        }

        /// <summary>The block that holds the byte at a position, and where that block's data begins in the content.</summary>
        public static int Find(int position, out int start)
        {
            int index = 0;
            start = 0;
            while (position - start >= DataLength(index))
            {
                start += DataLength(index++);
            }

            return index;
        }
    }
}
