namespace NanoOta
{
    /// <summary>The Content-Range header of a 206. Source: RFC 9110, 14.4.</summary>
    internal static class ContentRange
    {
        private const string Unit = "bytes ";

        /// <summary>Reads a Content-Range header (RFC 9110, 14.4), which must be exactly "bytes from-to/length".</summary>
        /// <returns>
        /// The length of the whole file, or -1 for the length "*". -2 for a malformed header, or a length that does not hold the range. -2 also for a
        /// range that does not begin at <paramref name="from"/>, or goes on behind <paramref name="to"/>.
        /// </returns>
        /// <param name="header">The header, or null.</param>
        /// <param name="from">The first byte asked for.</param>
        /// <param name="to">The last byte asked for.</param>
        /// <param name="last">The last byte that comes: a server may give less than was asked for (RFC 9110, 14.2).</param>
        internal static int Parse(string header, int from, int to, out int last)
        {
            last = -1;
            if (header == null || !AsciiText.StartsWith(header, Unit))
            {
                return -2;
            }

            int dash = header.IndexOf('-');
            int slash = header.IndexOf('/');
            if (dash < 0 || slash < dash || Number(header, Unit.Length, dash) != from)
            {
                return -2;
            }

            last = Number(header, dash + 1, slash);
            int total = Number(header, slash + 1, header.Length);
            if (last < from || last > to)
            {
                return -2;
            }

            if (slash == header.Length - 2 && header[slash + 1] == '*')
            {
                return -1;
            }

            return total > last ? total : -2;
        }

        // Digits only; -1 for anything else, or for what does not fit into an int.
        private static int Number(string text, int start, int end)
        {
            if (start == end)
            {
                return -1;
            }

            int value = 0;
            for (int i = start; i < end; i++)
            {
                int digit = text[i] - '0';
                if (digit < 0 || digit > 9 || value > (int.MaxValue - digit) / 10)
                {
                    return -1;
                }

                value = value * 10 + digit;
            }

            return value;
        }
    }
}
