namespace NanoOta
{
    /// <summary>Entity tags. Source: RFC 9110, 8.8.3.</summary>
    internal static class EntityTag
    {
        /// <summary>Characters that are kept; a longer tag is treated as none.</summary>
        internal const int MaxLength = 128;

        /// <summary>
        /// The tag if it has the form of RFC 9110 in ASCII and can therefore be sent back in a header; null otherwise.
        /// Costs no more than a 304 now and then; the digests of the manifest are what proves the bytes.
        /// </summary>
        internal static string Clean(string tag)
        {
            if (tag == null || tag.Length > MaxLength)
            {
                return null;
            }

            int open = IsWeak(tag) ? 2 : 0;
            int last = tag.Length - 1;
            if (last <= open || tag[open] != '"' || tag[last] != '"')
            {
                return null;
            }

            for (int i = open + 1; i < last; i++)
            {
                char c = tag[i];
                if (c <= ' ' || c == '"' || c > '~')
                {
                    return null;
                }
            }

            return tag;
        }

        /// <summary>True if a clean tag is only good for If-None-Match, not for putting ranges together (RFC 9110, 13.1.5).</summary>
        internal static bool IsWeak(string tag)
        {
            return tag.Length > 1 && tag[0] == 'W' && tag[1] == '/';
        }
    }
}
