using System;

namespace NanoOta
{
    /// <summary>
    /// How long to wait before trying again. The delay doubles from the first to the longest, and each wait lies somewhere in the upper half. So a
    /// fleet which lost its server together does not come back together.
    /// </summary>
    /// <remarks>
    /// The k-th delay lies in [d - d/2, d] with d = min(longest, first × 2^(k-1)). Not thread-safe: the jitter has a state.
    /// </remarks>
    public sealed class RetryPolicy
    {
        /// <summary>The longest delay that may be set: one day.</summary>
        public const int MaxDelayMilliseconds = 86400000;

        /// <summary>As number of attempts: never give up (recovery).</summary>
        public const int Unlimited = 0;

        private readonly int _firstDelay;
        private readonly int _longestDelay;
        private readonly int _attempts;
        private uint _state;

        /// <summary>Makes a policy.</summary>
        /// <param name="firstDelay">Milliseconds after the first failure, 1 to <paramref name="longestDelay"/>.</param>
        /// <param name="longestDelay">Milliseconds that no delay exceeds, at most <see cref="MaxDelayMilliseconds"/>.</param>
        /// <param name="attempts">Attempts in a row without progress, the first one included; <see cref="Unlimited"/> for no limit.</param>
        /// <param name="seed">Anything that differs between devices: a hash of the device id, the ticks. The same seed gives the same delays.</param>
        /// <exception cref="ArgumentOutOfRangeException">A delay or the number of attempts is outside its range: a bug of the caller.</exception>
        public RetryPolicy(int firstDelay, int longestDelay, int attempts, uint seed)
        {
            if (firstDelay < 1 || longestDelay < firstDelay || longestDelay > MaxDelayMilliseconds || attempts < 0)
            {
                throw new ArgumentOutOfRangeException();
            }

            _firstDelay = firstDelay;
            _longestDelay = longestDelay;
            _attempts = attempts;

            // Neighbouring seeds (device numbers) would give neighbouring first delays; 0 is a fixed point of xorshift.
            _state = (seed ^ 0x9E3779B9u) * 0x85EBCA6Bu;
            if (_state == 0u)
            {
                _state = 0x9E3779B9u;
            }
        }

        /// <summary>
        /// Milliseconds to wait after attempt <paramref name="attempt"/> (1 or more) has failed; -1 after the last attempt. Progress, such as one
        /// more chunk in the slot, begins the count anew.
        /// </summary>
        public int NextDelayMilliseconds(int attempt)
        {
            if (_attempts != Unlimited && attempt >= _attempts)
            {
                return -1;
            }

            int delay = _firstDelay;
            for (int i = 1; i < attempt && delay < _longestDelay; i++)
            {
                delay = delay > _longestDelay / 2 ? _longestDelay : delay * 2;
            }

            // Marsaglia's xorshift32. The CLR needs all operands unsigned, and a store makes the result an int.
            uint x = _state;
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            _state = x;
            int off = (int)((x >> 1) % ((uint)delay / 2u + 1u));
            return delay - off;
        }

        /// <summary>True if the same request may succeed a little later.</summary>
        /// <remarks>
        /// - ConnectFailed, TimedOut, BodyTooShort: yes.
        /// - HttpStatusUnexpected: yes, because 429 and 5xx pass. HttpRefused does not.
        /// - TlsFailed: yes. On the device a connection that drops in the handshake looks like a refused certificate.
        /// - ChunkDigestMismatch: yes. Bytes may be damaged on the way, or by one node of a CDN.
        /// - All other answers of the server: no, since the server would answer the same again.
        /// - EntityChanged: no, since the file was replaced. Check again.
        /// - Codes that are not about the network: no.
        /// </remarks>
        public static bool IsTransient(OtaResult result)
        {
            switch (result)
            {
                case OtaResult.ConnectFailed:
                case OtaResult.TimedOut:
                case OtaResult.HttpStatusUnexpected:
                case OtaResult.BodyTooShort:
                case OtaResult.TlsFailed:
                case OtaResult.ChunkDigestMismatch:
                    return true;

                default:
                    return false;
            }
        }
    }
}
