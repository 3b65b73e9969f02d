namespace NanoOta
{
    /// <summary>The Content-Range header of a 206. Source: RFC 9110, 14.4.</summary>
    internal static class ContentRange
    {
        private const string Unit = "bytes ";

        /// <summary>Reads a Content-Range header (RFC 9110, 14.4), which must be exactly "bytes from-to/length".</summary>
        /// <returns>
        /// The length of the whole file, or -1 for the length "*". -2 for a malformed header, another range, or a length that does not hold the
        /// range. A range that goes beyond the end of the file ends there.
        /// </returns>
        internal static int Parse(string header, int from, int to)
        {
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

            int last = Number(header, dash + 1, slash);
            int total = Number(header, slash + 1, header.Length);
            if (last != to)
            {
                return last >= from && last < to && total == last + 1 ? total : -2;
            }

            if (slash == header.Length - 2 && header[slash + 1] == '*')
            {
                return -1;
            }

            return total > to ? total : -2;
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
