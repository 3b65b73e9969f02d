namespace NanoOta.Fuzz
{
    /// <summary>
    /// A second decoder of payloads in format D1, written from the description alone: it makes the whole chunk out of whole arrays.
    /// </summary>
    internal static class PayloadOracle
    {
        /// <summary>What became of a payload.</summary>
        public enum Outcome
        {
            /// <summary>It gives a chunk.</summary>
            Ok = 0,

            /// <summary>The first token is refused.</summary>
            FirstToken = 1,

            /// <summary>A later token is refused.</summary>
            LaterToken = 2,

            /// <summary>A fix is refused.</summary>
            Fix = 3,
        }

        /// <summary>Decodes a payload; the chunk is null where the payload is malformed.</summary>
        public static Outcome Decode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> differences, ReadOnlySpan<byte> old, ReadOnlySpan<byte> below, bool readsNew, int length, out byte[]? chunk)
        {
            chunk = null;
            List<byte> made = [];
            int at = 0;
            long expected = below.Length;
            int tokens = 0;
            while (made.Count < length)
            {
                if (!Token(payload, ref at, old, below, readsNew, length, ref expected, made))
                {
                    return tokens == 0 ? Outcome.FirstToken : Outcome.LaterToken;
                }

                tokens++;
            }

            byte[] result = [.. made];
            for (long place = 0; at < payload.Length; place++)
            {
                int c = payload[at++];
                long gap = c >> 4;
                if (gap == 14)
                {
                    gap = 15;
                }
                else if (gap == 15)
                {
                    if (Number(payload, ref at) is not long more)
                    {
                        return Outcome.Fix;
                    }

                    gap = 14 + more;
                }

                place += gap;
                if ((c & 15) == 15 && at == payload.Length)
                {
                    return Outcome.Fix;
                }

                byte difference = (c & 15) == 15 ? payload[at++] : differences[c & 15];
                if (place >= length)
                {
                    return Outcome.Fix;
                }

                result[(int)place] += difference;
            }

            chunk = result;
            return Outcome.Ok;
        }

        private static bool Token(
            ReadOnlySpan<byte> payload, ref int at, ReadOnlySpan<byte> old, ReadOnlySpan<byte> below, bool readsNew, int length, ref long expected, List<byte> made)
        {
            if (at == payload.Length)
            {
                return false;
            }

            int token = payload[at++];
            if (Count(payload, ref at, token >> 4) is not long literals || literals > length - made.Count || literals > payload.Length - at)
            {
                return false;
            }

            made.AddRange(payload.Slice(at, (int)literals));
            at += (int)literals;
            expected += literals;
            if (made.Count == length)
            {
                return true;
            }

            if (Count(payload, ref at, token & 15) is not long more || Number(payload, ref at) is not long value || more + 3 > length - made.Count)
            {
                return false;
            }

            long count = more + 3;
            long from = (value & 1) != 0 ? below.Length + made.Count - (value >> 1) - 1 : (value & 2) != 0 ? expected - (value >> 2) - 1 : expected + (value >> 2);
            if (from < 0)
            {
                return false;
            }

            if ((value & 1) == 0)
            {
                if (from + count > old.Length)
                {
                    return false;
                }

                made.AddRange(old.Slice((int)from, (int)count));
                expected = from + count;
                return true;
            }

            if (from < below.Length && !readsNew)
            {
                return false;
            }

            for (long i = 0; i < count; i++, from++)
            {
                made.Add(from < below.Length ? below[(int)from] : made[(int)(from - below.Length)]);
            }

            expected += count;
            return true;
        }

        private static long? Count(ReadOnlySpan<byte> payload, ref int at, int bits) => bits < 15 ? bits : 15 + Number(payload, ref at);

        private static long? Number(ReadOnlySpan<byte> payload, ref int at)
        {
            long value = 0;
            for (int i = 0; i < 4 && at < payload.Length; i++)
            {
                byte b = payload[at++];
                value |= (long)(b & 127) << (7 * i);
                if (b < 128)
                {
                    return value;
                }
            }

            return null;
        }
    }
}
