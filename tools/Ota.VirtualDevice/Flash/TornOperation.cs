using System.Buffers.Binary;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Seeds of tears that spare or hit a single aligned 32-bit word. Bit 31 is set. Bits 4 to 13 are the word's number in the operation, bits 0
    /// to 3 the kind of value. Random tears find such a word once in a million times. What no CRC guards has to stand such a tear.
    /// </summary>
    public static class TornWord
    {
        private static readonly uint[] _values = [0, 1, 2, 3, 4, 0xFFFFFFFF, 0x80000000, 0xA5A5A5A5];

        /// <summary>How many values there are.</summary>
        public static int Values => _values.Length;

        /// <summary>The seed for a word and a value's number.</summary>
        public static uint Seed(int word, int value) => 0x80000000 | ((uint)word << 4) | (uint)value;

        internal static bool Matches(uint seed, int length, out int offset, out uint value)
        {
            offset = (int)((seed >> 4) & 0x3FF) * 4;
            value = _values[seed & 7];
            return (seed & 0x80000000) != 0 && offset + 4 <= length;
        }
    }

    /// <summary>What an interrupted erase or program leaves behind: any mix that the physics allows, chosen by a seed.</summary>
    internal static class TornOperation
    {
        /// <summary>
        /// A prefix is programmed. Of the rest nothing is, or a random part of the bits that were to become 0: the seed says.
        /// </summary>
        internal static void Write(Span<byte> cells, ReadOnlySpan<byte> data, uint seed, int operation)
        {
            if (TornWord.Matches(seed, data.Length, out int offset, out uint value))
            {
                // All is programmed but the word, of which the bits that the value has are not cleared yet.
                Span<byte> word = cells.Slice(offset, 4);
                uint left = BinaryPrimitives.ReadUInt32LittleEndian(word) & (BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]) | value);
                data.CopyTo(cells);
                BinaryPrimitives.WriteUInt32LittleEndian(word, left);
                return;
            }

            ulong random = Start(seed, operation);
            int prefix = (int)(Next(ref random) % (ulong)(data.Length + 1));
            bool frayed = (Next(ref random) & 1) != 0;
            for (int i = 0; i < data.Length; i++)
            {
                if (i < prefix)
                {
                    cells[i] &= data[i];
                }
                else if (frayed)
                {
                    cells[i] &= (byte)(data[i] | Next(ref random));
                }
            }
        }

        /// <summary>Runs of bytes that are as they were, erased, on their way up, or anything.</summary>
        internal static void Erase(Span<byte> cells, uint seed, int operation)
        {
            if (TornWord.Matches(seed, cells.Length, out int offset, out uint value))
            {
                // A part programs a sector to zeros before the erase. So a word can pass through any value while its neighbours still stand.
                BinaryPrimitives.WriteUInt32LittleEndian(cells[offset..], value);
                return;
            }

            ulong random = Start(seed, operation);
            int i = 0;
            while (i < cells.Length)
            {
                ulong choice = Next(ref random);
                int end = Math.Min(cells.Length, i + 1 + (int)((choice >> 8) & 63));
                for (; i < end; i++)
                {
                    cells[i] = (choice & 3) switch
                    {
                        0 => cells[i],
                        1 => 0xFF,
                        2 => (byte)(cells[i] | Next(ref random)),
                        _ => (byte)Next(ref random),
                    };
                }
            }
        }

        private static ulong Start(uint seed, int operation) => ((ulong)seed << 32) ^ (uint)operation;

        // SplitMix64 (Steele, Lea, Flood 2014): any seed will do, and replays on every runtime.
        private static ulong Next(ref ulong state)
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
