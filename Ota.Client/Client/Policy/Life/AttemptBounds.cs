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

        /// <summary>Milliseconds of that pause while the clock is unset: 1 day.</summary>
        public const int IdlePause = 86400000;

        /// <summary>With the time known the pause ends on the second day after, so the pause lasts one to two days.</summary>
        public const int IdleDays = 2;

        private const int DaySeconds = 86400;

        /// <summary>Attempts in a row without a new chunk, <see cref="IdleAttempts"/> at most. The record keeps the number over restarts.</summary>
        public int Idle;

        /// <summary>The day of the last such attempt, in days since 1970 UTC; 0 if unknown. The record keeps the day, too.</summary>
        public int IdleDay;

        private long _end;
        private long _bytes;
        private long _chunksBefore;
        private long _pausedUntil;
        private bool _isSingle;
        private bool _hasAsked;

        /// <summary>Begins an attempt; false while the update is paused.</summary>
        /// <param name="tick">Milliseconds of the clock that never goes back.</param>
        /// <param name="now">Seconds since 1970 UTC; 0 while the clock is unset.</param>
        /// <param name="fetched">Bytes that were fetched before.</param>
        /// <param name="size">Bytes of the images.</param>
        /// <param name="chunks">Chunks that were written before.</param>
        /// <param name="isAsking">
        /// Whether the update program makes the attempt, before the application. Such a start makes one attempt in a pause: what the application lacks,
        /// the update program may have.
        /// </param>
        public bool Begin(long tick, long now, long fetched, long size, long chunks, bool isAsking)
        {
            if (Idle >= IdleAttempts)
            {
                long days = (now / DaySeconds) - IdleDay;
                bool isDated = now != 0 && IdleDay != 0;
                bool isPaused = isDated ? days >= 0 && days < IdleDays : tick < _pausedUntil;
                if (isPaused && (!isAsking || _hasAsked))
                {
                    return false;
                }

                // Without the time nothing tells how old the pause is after a restart. Such a start makes one attempt, and then pauses again.
                _isSingle = isPaused || (!isDated && _pausedUntil == 0);
                _hasAsked |= isPaused;
                Idle = _isSingle ? IdleAttempts - 1 : 0;
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
        public void End(long tick, long now, long chunks)
        {
            if (chunks > _chunksBefore)
            {
                Clear();
                return;
            }

            Idle++;
            IdleDay = (int)(now / DaySeconds);
            _pausedUntil = Idle >= IdleAttempts ? tick + IdlePause : 0;
        }

        /// <summary>
        /// Whether the attempts of an application got nowhere, and the device itself is the cause: its memory or its slot. Then a restart may help, and
        /// the update program before the application. The pause has begun, so at most one such restart comes in a pause.
        /// </summary>
        /// <param name="cause">What the last attempt ended with.</param>
        public bool IsStuck(OtaResult cause)
        {
            return Idle >= IdleAttempts && !_isSingle
                && (cause == OtaResult.OutOfMemory || (cause >= OtaResult.SlotUnavailable && cause <= OtaResult.SlotBusy));
        }

        /// <summary>Another update is wanted, or this one is staged.</summary>
        public void Clear()
        {
            _isSingle = false;
            Idle = 0;
            IdleDay = 0;
            _pausedUntil = 0;
        }
    }
}
