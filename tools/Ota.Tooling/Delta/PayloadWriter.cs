namespace NanoOta.Tooling.Delta
{
    /// <summary>Writes the tokens of a chunk and the fixes that they leave as a payload. Thread-safe.</summary>
    internal static class PayloadWriter
    {
        private const int ShortestCopy = 3;
        private const int InNibble = 15;

        /// <summary>
        /// The payload. <paramref name="codes"/> has the place of each difference in the section's list, 15 for those that are not in it;
        /// <paramref name="uses"/> hears how often each difference is used.
        /// </summary>
        public static byte[] Write(
            byte[] oldImage, byte[] newImage, int offset, int length, List<PayloadToken> tokens, ReadOnlySpan<byte> codes, Span<int> uses)
        {
            List<byte> payload = [];
            byte[] chunk = new byte[length];
            int done = 0;
            int expected = offset;
            foreach (PayloadToken token in tokens)
            {
                payload.Add((byte)((Math.Min(token.Literals, InNibble) << 4) | (token.Copied == 0 ? 0 : Math.Min(token.Copied - ShortestCopy, InNibble))));
                AddRest(payload, token.Literals);
                ReadOnlySpan<byte> literals = newImage.AsSpan(offset + done, token.Literals);
                payload.AddRange(literals);
                literals.CopyTo(chunk.AsSpan(done));
                done += token.Literals;
                expected += token.Literals;
                if (token.Copied == 0)
                {
                    continue;
                }

                AddRest(payload, token.Copied - ShortestCopy);
                if (token.IsNew)
                {
                    AddNumber(payload, ((token.Shift - 1) << 1) | 1);
                    for (int i = done; i < done + token.Copied; i++)
                    {
                        chunk[i] = i < token.Shift ? newImage[offset + i - token.Shift] : chunk[i - token.Shift];
                    }

                    expected += token.Copied;
                }
                else
                {
                    int source = offset + done + token.Shift;
                    int jump = source - expected;
                    AddNumber(payload, jump < 0 ? ((-jump - 1) << 2) | 2 : jump << 2);
                    oldImage.AsSpan(source, token.Copied).CopyTo(chunk.AsSpan(done));
                    expected = source + token.Copied;
                }

                done += token.Copied;
            }

            AddFixes(payload, chunk, newImage.AsSpan(offset, length), codes, uses);
            return [.. payload];
        }

        private static void AddFixes(List<byte> payload, byte[] chunk, ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> codes, Span<int> uses)
        {
            int place = 0;
            for (int i = 0; i < chunk.Length; i++)
            {
                int difference = (wanted[i] - chunk[i]) & 255;
                if (difference == 0)
                {
                    continue;
                }

                uses[difference]++;
                int gap = i - place;
                int code = codes[difference];
                int nibble = gap < 14 ? gap : gap == 15 ? 14 : 15;
                payload.Add((byte)((nibble << 4) | code));
                if (nibble == 15)
                {
                    AddNumber(payload, gap - 14);
                }

                if (code == InNibble)
                {
                    payload.Add((byte)difference);
                }

                place = i + 1;
            }
        }

        private static void AddRest(List<byte> payload, int count)
        {
            if (count >= InNibble)
            {
                AddNumber(payload, count - InNibble);
            }
        }

        private static void AddNumber(List<byte> payload, int value)
        {
            while (value > 127)
            {
                payload.Add((byte)(value | 128));
                value >>= 7;
            }

            payload.Add((byte)value);
        }
    }
}
