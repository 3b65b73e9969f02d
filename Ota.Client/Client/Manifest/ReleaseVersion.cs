namespace NanoOta
{
    /// <summary>
    /// Versions of one to four numbers as one number that compares as they do. The first is 0 to 32767, since the top bit is the sign. Each other
    /// one is 0 to 65535. Thread-safe.
    /// </summary>
    public static class ReleaseVersion
    {
        /// <summary>What <see cref="Parse"/> gives for anything that is not a version.</summary>
        public const long Invalid = -1;

        private const int MaxPart = 65535;

        /// <summary>"1.2" and "1.2.0.0" are the same. No signs, spaces or leading zeros. <see cref="Invalid"/> for anything else.</summary>
        public static long Parse(string text)
        {
            if (text == null)
            {
                return Invalid;
            }

            long version = 0;
            int parts = 0;
            int part = -1;
            for (int i = 0; i <= text.Length; i++)
            {
                int c = i < text.Length ? text[i] : '.';
                if (c == '.')
                {
                    if (part < 0 || ++parts > 4)
                    {
                        return Invalid;
                    }

                    version = (version * 65536) + part;
                    part = -1;
                }
                else if (c < '0' || c > '9' || part == 0)
                {
                    return Invalid;
                }
                else
                {
                    part = (part < 0 ? 0 : part * 10) + (c - '0');
                    if (part > MaxPart)
                    {
                        return Invalid;
                    }
                }
            }

            for (; parts < 4; parts++)
            {
                version *= 65536;
            }

            return version < 0 ? Invalid : version;
        }
    }
}
