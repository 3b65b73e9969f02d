namespace NanoOta
{
    /// <summary>
    /// Cuts an image into chunks, the same way on the host that packs it and on the device that looks for bytes it already has.
    /// </summary>
    /// <remarks>
    /// A rolling hash over the last 32 bytes (the gear hash of W. Xia et al., "Ddelta", 2014) ends a chunk where its upper 11 bits
    /// are zero, no sooner than <see cref="MinLength"/> and no later than <see cref="MaxLength"/>: 2.6 KiB on average, and an
    /// insertion moves only the boundaries near it. An assembly (PE of nanoFramework) always starts a chunk, so that a changed
    /// one leaves its neighbours alone. Nothing depends on the cut but how much is reused: what is used is checked by digest.
    /// Not thread-safe.
    /// </remarks>
    public sealed class ChunkCutter
    {
        /// <summary>Bytes of the shortest chunk, except before an assembly or at the end.</summary>
        public const int MinLength = 1024;

        /// <summary>Bytes of the longest chunk: one flash sector.</summary>
        public const int MaxLength = ChunkDigest.BufferLength;

        // The hash forgets a byte after 32 shifts, so it need not start sooner than that before the first possible cut.
        private const int Window = 32;
        private const uint CutMask = 0xFFE00000u;
        private const uint GearSeed = 0x6E4F7461u;

        private readonly uint[] _gear;
        private int _untilBoundary;

        /// <summary>A cutter at the start of an image.</summary>
        public ChunkCutter(ChunkMethod method)
        {
            if (method == ChunkMethod.ContentDefined)
            {
                _gear = MakeGear();
            }
        }

        /// <summary>Goes back to the start of an image.</summary>
        public void Reset()
        {
            _untilBoundary = 0;
        }

        /// <summary>
        /// The length of the next chunk. <paramref name="buffer"/> holds the image's next <see cref="MaxLength"/> bytes, or
        /// all <paramref name="remaining"/> ones if there are fewer. The caller then moves on by the result, 1 or more.
        /// </summary>
        public int Next(byte[] buffer, int remaining)
        {
            if (_gear == null)
            {
                return remaining < MaxLength ? remaining : MaxLength;
            }

            if (_untilBoundary == 0)
            {
                int assembly = PeHeader.PaddedLength(buffer, remaining);
                _untilBoundary = assembly != 0 ? assembly : remaining;
            }

            int limit = _untilBoundary < MaxLength ? _untilBoundary : MaxLength;
            int length = Cut(buffer, limit);
            _untilBoundary -= length;
            return length;
        }

        private int Cut(byte[] buffer, int limit)
        {
            uint[] gear = _gear;
            uint hash = 0;
            int i = MinLength - Window;
            while (i < MinLength && i < limit)
            {
                hash = (hash << 1) + gear[buffer[i]];
                i++;
            }

            while (i < limit)
            {
                hash = (hash << 1) + gear[buffer[i]];
                if ((hash & CutMask) == 0)
                {
                    return i;
                }

                i++;
            }

            return limit;
        }

        // 256 fixed random words (Marsaglia's xorshift32): part of the format, made here because flash is dearer than this loop.
        private static uint[] MakeGear()
        {
            uint[] gear = new uint[256];
            uint x = GearSeed;
            for (int i = 0; i < gear.Length; i++)
            {
                x ^= x << 13;
                x ^= x >> 17;
                x ^= x << 5;
                gear[i] = x;
            }

            return gear;
        }
    }
}
