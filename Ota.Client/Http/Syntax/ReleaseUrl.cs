namespace NanoOta
{
    /// <summary>
    /// URLs of the client: absolute, http or https, ASCII. The host is a DNS name, an IPv4 address, or an IPv6 address in brackets. There is no user
    /// info and no fragment. Source: RFC 3986, 5.2 for <see cref="Resolve(string, string)"/>. The other limits are those of nanoFramework's
    /// System.Uri and sockets.
    /// </summary>
    /// <remarks>No I/O, no state: safe from any thread.</remarks>
    public static class ReleaseUrl
    {
        /// <summary>Characters that a URL may have at most.</summary>
        public const int MaxLength = 512;

        /// <summary>
        /// Characters that the target of a redirect may have at most. Signed links of object stores have 500 to 1500. The device reads lines of
        /// headers below 4000.
        /// </summary>
        public const int MaxRedirectLength = 2048;

        private const string Http = "http://";
        private const string Https = "https://";

        /// <summary>
        /// True if the client takes <paramref name="url"/> unchanged. The scheme is in lower case. A port is 1 to 65535. Two hexadecimal digits
        /// follow every %.
        /// </summary>
        public static bool IsValid(string url)
        {
            return IsValid(url, MaxLength);
        }

        private static bool IsValid(string url, int maxLength)
        {
            if (url == null || url.Length > maxLength)
            {
                return false;
            }

            int host = AsciiText.StartsWith(url, Https) ? Https.Length : Http.Length;
            if (host == Http.Length && !AsciiText.StartsWith(url, Http))
            {
                return false;
            }

            int path = AuthorityEnd(url, host);
            return IsAuthority(url, host, path) && IsPathAndQuery(url, path);
        }

        /// <summary>
        /// Resolves <paramref name="reference"/> beside <paramref name="baseUrl"/>. The reference is an absolute URL, "//host/path", "/path", "path"
        /// or "?query". Dot segments are removed. Without a base the reference has to be absolute.
        /// </summary>
        /// <returns>
        /// The absolute URL. Null if a part or the result is not <see cref="IsValid(string)"/>, or if the reference is empty or has a fragment.
        /// </returns>
        public static string Resolve(string baseUrl, string reference)
        {
            return Resolve(baseUrl, reference, MaxLength);
        }

        /// <summary>The same for the target of a redirect, which may have <see cref="MaxRedirectLength"/> characters.</summary>
        internal static string Follow(string url, string target)
        {
            return Resolve(url, target, MaxRedirectLength);
        }

        /// <summary>The query of a valid URL with its question mark, or an empty text.</summary>
        internal static string QueryOf(string url)
        {
            int query = url.IndexOf('?');
            return query < 0 ? string.Empty : url.Substring(query);
        }

        /// <summary>True if the host of a valid URL is a literal IPv6 address.</summary>
        internal static bool HasIPv6Host(string url)
        {
            return url[url.IndexOf(':') + 3] == '[';
        }

        private static string Resolve(string baseUrl, string reference, int maxLength)
        {
            if (baseUrl == null)
            {
                return IsValid(reference, maxLength) ? reference : null;
            }

            if (!IsValid(baseUrl, maxLength) || reference == null || reference.Length == 0 || reference.Length > maxLength)
            {
                return null;
            }

            string url = Join(baseUrl, reference);
            if (!IsValid(url, maxLength))
            {
                return null;
            }

            int path = PathStart(url);
            int query = url.IndexOf('?');
            if (query < 0)
            {
                query = url.Length;
            }

            // No path, nothing to remove: http://host or http://host?query.
            return path == query
                ? url
                : url.Substring(0, path) + RemoveDotSegments(url.Substring(path, query - path)) + url.Substring(query);
        }

        /// <summary>True if a valid URL asks for TLS.</summary>
        internal static bool IsSecure(string url)
        {
            return AsciiText.StartsWith(url, Https);
        }

        /// <summary>True if two valid URLs have scheme, host and port in common, letter for letter.</summary>
        internal static bool IsSameOrigin(string left, string right)
        {
            int length = PathStart(left);
            return length == PathStart(right) && AsciiText.StartsWith(right, left.Substring(0, length));
        }

        private static string Join(string baseUrl, string reference)
        {
            char first = reference[0];
            if (first == '/')
            {
                // "//host/path" keeps the scheme, "/path" the host as well.
                bool isNetworkPath = reference.Length > 1 && reference[1] == '/';
                return baseUrl.Substring(0, isNetworkPath ? baseUrl.IndexOf(':') + 1 : PathStart(baseUrl)) + reference;
            }

            int path = PathStart(baseUrl);
            int query = baseUrl.IndexOf('?');
            if (query < 0)
            {
                query = baseUrl.Length;
            }

            if (first == '?')
            {
                return baseUrl.Substring(0, query) + reference;
            }

            int colon = SchemeEnd(reference);
            if (colon >= 0)
            {
                return reference.Substring(0, colon).ToLower() + reference.Substring(colon);
            }

            // RFC 3986, 5.2.3: everything of the base up to its last slash.
            int keep = query;
            while (keep > path && baseUrl[keep - 1] != '/')
            {
                keep--;
            }

            return keep == path ? baseUrl.Substring(0, path) + "/" + reference : baseUrl.Substring(0, keep) + reference;
        }

        // RFC 3986, 5.2.4, for a path that begins with a slash.
        private static string RemoveDotSegments(string path)
        {
            char[] output = new char[path.Length];
            int length = 0;
            int start = 0;
            while (start < path.Length)
            {
                int end = start + 1;
                while (end < path.Length && path[end] != '/')
                {
                    end++;
                }

                int size = end - start - 1;
                bool isParent = size == 2 && path[start + 1] == '.' && path[start + 2] == '.';
                if (isParent || (size == 1 && path[start + 1] == '.'))
                {
                    bool isInside = isParent;
                    while (isInside && length > 0)
                    {
                        length--;
                        isInside = output[length] != '/';
                    }

                    if (end == path.Length)
                    {
                        output[length++] = '/';
                    }
                }
                else
                {
                    for (int i = start; i < end; i++)
                    {
                        output[length++] = path[i];
                    }
                }

                start = end;
            }

            return new string(output, 0, length);
        }

        // The colon that ends a scheme; -1 if the reference has none.
        private static int SchemeEnd(string reference)
        {
            for (int i = 0; i < reference.Length; i++)
            {
                char c = reference[i];
                if (c == ':')
                {
                    return i;
                }

                if (c == '/' || c == '?')
                {
                    return -1;
                }
            }

            return -1;
        }

        private static int PathStart(string url)
        {
            return AuthorityEnd(url, url.IndexOf(':') + 3);
        }

        private static int AuthorityEnd(string url, int start)
        {
            int i = start;
            while (i < url.Length && url[i] != '/' && url[i] != '?')
            {
                i++;
            }

            return i;
        }

        private static bool IsAuthority(string url, int start, int end)
        {
            int i = start;
            if (i < end && url[i] == '[')
            {
                // RFC 3986, 3.2.2: an IPv6 address in brackets. The platform judges its digits.
                do
                {
                    i++;
                }
                while (i < end && (IsHex(url[i]) || url[i] == ':' || url[i] == '.'));
                if (i == end || url[i] != ']' || i - start < 3)
                {
                    return false;
                }

                i++;
            }
            else
            {
                while (i < end && (IsLetterOrDigit(url[i]) || url[i] == '.' || url[i] == '-' || url[i] == '_'))
                {
                    i++;
                }
            }

            if (i == start)
            {
                return false;
            }

            if (i == end)
            {
                return true;
            }

            int port = 0;
            bool isPort = url[i] == ':' && end - i > 1 && end - i <= 6;
            for (i++; isPort && i < end; i++)
            {
                isPort = url[i] >= '0' && url[i] <= '9';
                port = port * 10 + (url[i] - '0');
            }

            return isPort && port > 0 && port <= 65535;
        }

        private static bool IsPathAndQuery(string url, int start)
        {
            for (int i = start; i < url.Length; i++)
            {
                char c = url[i];
                if (c == '%')
                {
                    if (i + 2 >= url.Length || !IsHex(url[i + 1]) || !IsHex(url[i + 2]))
                    {
                        return false;
                    }
                }
                else if (!IsLetterOrDigit(c) && "-._~!$&'()*+,;=:@/?".IndexOf(c) < 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsLetterOrDigit(char c)
        {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }

        private static bool IsHex(char c)
        {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        }
    }
}
