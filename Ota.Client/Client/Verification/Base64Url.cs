namespace NanoOta
{
    /// <summary>base64url without padding (RFC 4648, 5; RFC 7515, 2). Stateless, so thread-safe.</summary>
    public static class Base64Url
    {
        /// <summary>
        /// Decodes <paramref name="count"/> characters at <paramref name="index"/> to the beginning of <paramref name="target"/>, which may be the
        /// source itself.
        /// </summary>
        /// <returns>
        /// The number of bytes. -1 if the range is not inside the source, or the target is too short. -1 also for a text that is not in the one
        /// canonical form. That form has no foreign character, no padding and no white space. Its length leaves no remainder of 1, and the bits after
        /// its end are 0. After -1 the target holds rubbish.
        /// </returns>
        public static int Decode(byte[] source, int index, int count, byte[] target)
        {
            if (source == null || target == null || index < 0 || count < 0 || count > source.Length - index)
            {
                return -1;
            }

            int length = ((count >> 2) * 3) + (((count & 3) * 3) >> 2);
            if ((count & 3) == 1 || length > target.Length)
            {
                return -1;
            }

            // What was read and not yet written: fewer than eight bits, after a character at most thirteen.
            int pending = 0;
            int bits = 0;
            int written = 0;
            for (int end = index + count; index < end; index++)
            {
                int c = source[index];
                if (c >= 'a' && c <= 'z')
                {
                    c -= 'a' - 26;
                }
                else if (c >= 'A' && c <= 'Z')
                {
                    c -= 'A';
                }
                else if (c >= '0' && c <= '9')
                {
                    c += 52 - '0';
                }
                else if (c == '-')
                {
                    c = 62;
                }
                else if (c == '_')
                {
                    c = 63;
                }
                else
                {
                    return -1;
                }

                pending = (pending << 6) | c;
                bits += 6;
                if (bits >= 8)
                {
                    bits -= 8;
                    target[written] = (byte)(pending >> bits);
                    written++;
                    pending &= (1 << bits) - 1;
                }
            }

            return pending == 0 ? written : -1;
        }
    }
}
