namespace NanoOta
{
    /// <summary>Bounds what one attempt at an update costs, and how often attempts that bring nothing are made. Not thread-safe.</summary>
    internal sealed class AttemptBounds
    {
        /// <summary>Milliseconds that an attempt lasts at most: 1 hour.</summary>
        public const int Longest = 3600000;

        /// <summary>How many times the image's bytes an attempt fetches at most.</summary>
        public const int ByteFactor = 3;

        /// <summary>Attempts in a row without a new chunk that pause the update.</summary>
        public const int IdleAttempts = 8;

        /// <summary>Milliseconds of that pause: 1 day.</summary>
        public const int IdlePause = 86400000;

        private long _end;
        private long _bytes;
        private long _chunksBefore;
        private long _pausedUntil;
        private int _idle;

        /// <summary>Begins an attempt; false while the update is paused.</summary>
        /// <param name="tick">Milliseconds of the clock that never goes back.</param>
        /// <param name="fetched">Bytes that were fetched before.</param>
        /// <param name="size">Bytes of the images.</param>
        /// <param name="chunks">Chunks that were written before.</param>
        public bool Begin(long tick, long fetched, long size, long chunks)
        {
            if (tick < _pausedUntil)
            {
                return false;
            }

            _end = tick + Longest;
            _bytes = fetched + (ByteFactor * size);
            _chunksBefore = chunks;
            return true;
        }

        /// <summary>Whether the attempt has used up its time or its bytes.</summary>
        public bool IsSpent(long tick, long fetched)
        {
            return tick >= _end || fetched >= _bytes;
        }

        /// <summary>Ends an attempt that did not stage the update.</summary>
        public void End(long tick, long chunks)
        {
            _idle = chunks > _chunksBefore ? 0 : _idle + 1;
            if (_idle >= IdleAttempts)
            {
                _idle = 0;
                _pausedUntil = tick + IdlePause;
            }
        }

        /// <summary>Another update is wanted, or this one is staged.</summary>
        public void Clear()
        {
            _idle = 0;
            _pausedUntil = 0;
        }
    }
}
