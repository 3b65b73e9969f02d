namespace NanoOta.VirtualDevice
{
    /// <summary>What an interrupted erase or program leaves behind: any mix that the physics allows, chosen by a seed.</summary>
    internal static class TornOperation
    {
        /// <summary>
        /// A prefix is programmed; of the rest, by the seed, nothing or a random part of the bits that were to become 0.
        /// </summary>
        internal static void Write(Span<byte> cells, ReadOnlySpan<byte> data, uint seed, int operation)
        {
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

        // SplitMix64 (Steele, Lea, Flood 2014): any seed will do, and it replays on every runtime.
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
