namespace NanoOta
{
    /// <summary>Entity tags. Source: RFC 9110, 8.8.3.</summary>
    internal static class EntityTag
    {
        /// <summary>Characters that are kept; a longer tag is treated as none.</summary>
        internal const int MaxLength = 128;

        /// <summary>
        /// Keeps a tag in the form of RFC 9110, in ASCII. Only such a tag can be sent back in a header. Without a tag there is no 304, and nothing
        /// else is lost. The digests of the manifest prove the bytes.
        /// </summary>
        /// <returns>The tag, or null.</returns>
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
