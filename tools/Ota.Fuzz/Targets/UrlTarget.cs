using System.Text;

namespace NanoOta.Fuzz
{
    /// <summary>ReleaseUrl.Resolve against System.Uri. Input: base, line feed, reference, in Latin-1.</summary>
    public sealed class UrlTarget : FuzzTarget
    {
        private static readonly string[] _bases = ["https://h.example/stable/manifest.jws", "http://h:8080", "http://10.0.0.1/a/b?c=/d/..", "https://h/a/b/c/", "http://h?x"];

        private static readonly string[] _pieces =
            ["a", "b.c", "/", "/", "//", "..", ".", "../", "./", "?", "?x=y", "%20", "%2e", ":", "http://", "https://h2/", "//h2", "@", "#", "..a", "...", ":81", "a:b", "\\"];

        public override string Name => "url";

        public override string Claim => "what Resolve gives is valid, http or https, without dot segments, and what System.Uri gives";

        public override int MaxLength => 1100;

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. new[]
            {
                "https://h.example/stable/manifest.jws\n1.1/app.img", "http://h:8080\n../../a/./b/..", "http://10.0.0.1/a/b?c=d\n?e=f", "https://h/a\n//other/b",
                "https://h/a\nhttp://h/b", "https://h/a\nHTTPS://H/b", "https://h/a/b/c\n/../x//y/../../z", "http://h?x\ny", "http://h/a%20b\n%41%2e%2E/c",
                "https://h/a\nftp://h/b", "https://h/a\njavascript:alert(1)", "https://h/a\nfile:///etc/passwd", "https://h/a\nb#c", "https://u@h/a\nb",
                "https://h/a\na:b/c", "https://h/a\n..", "https://h/a\n\\\\h\\b",
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } =
        [
            .. new[]
            {
                "/", "//", "/../", "/./", "..", ".", "?", "#", ":", "@", "%2e", "%2F", "%", "%zz", "http:", "https:", "http://", "https://evil/", "\\", "[::1]", ":80",
                ":443", ":0", ":65536", ":99999", "\t", " ", "\r\n", "localhost", "127.1", "xn--", "\u00E9", "HTTP://", "file:", "data:,", "/.//", "..;", "...", "*", "\0",
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override string Describe(int outcome) => outcome switch { 0 => "base-refused", 1 => "refused", 2 => "resolved", 3 => "resolved-as-Uri", _ => "other-host" };

        public override byte[] Generate(Random random)
        {
            StringBuilder text = new(_bases[random.Next(_bases.Length)]);
            text.Append('\n');
            for (int i = random.Next(8); i >= 0; i--)
            {
                text.Append(_pieces[random.Next(_pieces.Length)]);
            }

            return Encoding.Latin1.GetBytes(text.ToString());
        }

        public override int Run(byte[] input)
        {
            string text = Encoding.Latin1.GetString(input);
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            string start = end < 0 ? text : text[..end];
            string reference = end < 0 ? string.Empty : text[(end + 1)..];
            string? url = ReleaseUrl.Resolve(start, reference);
            if (!ReleaseUrl.IsValid(start))
            {
                Require(url == null, "something resolves beside a base that is not valid");
                return 0;
            }

            if (url == null)
            {
                return 1;
            }

            Require(ReleaseUrl.IsValid(url), $"{url} is not valid");
            Require(url.StartsWith("https://", StringComparison.Ordinal) || url.StartsWith("http://", StringComparison.Ordinal), $"{url} is of another scheme");
            bool isAbsolute = reference.StartsWith("http", StringComparison.OrdinalIgnoreCase) && reference.Contains("://", StringComparison.Ordinal);
            Require(isAbsolute || url[..5] == start[..5], $"{url}: the scheme changed");
            Require(isAbsolute || reference.StartsWith("//", StringComparison.Ordinal) || Authority(url) == Authority(start), $"{url}: the host changed");
            Require(!HasDots(url, "%"), $"{url} has dot segments");
            Require(ReleaseUrl.Resolve(url, url) == url, $"{url} is not its own resolution");
            return CompareWithUri(start, reference, url, isAbsolute);
        }

        // System.Uri rewrites hosts and escapes as well, so both go through it.
        private static int CompareWithUri(string start, string reference, string url, bool isAbsolute)
        {
            // Uri removes a base's own dot segments before it resolves, and reads %2e as a dot; RFC 3986, 5.2, does neither.
            if (HasDots(start, "%2e") || reference.Contains("%2e", StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(start, UriKind.Absolute, out Uri? first)
                || !Uri.TryCreate(first, reference, out Uri? expected)
                || !Uri.TryCreate(url, UriKind.Absolute, out Uri? actual))
            {
                return 2;
            }

            Require(actual.AbsoluteUri == expected.AbsoluteUri, $"{url} is {actual.AbsoluteUri}, System.Uri says {expected.AbsoluteUri}");
            return isAbsolute || first.Authority != actual.Authority ? 4 : 3;
        }

        private static string Authority(string url) => url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/', '?')[0];

        private static bool HasDots(string url, string dot) =>
            PathOf(url).Split('/').Any(segment => segment.Replace(dot, ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

        private static string PathOf(string url)
        {
            string rest = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('?')[0];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 ? string.Empty : rest[slash..];
        }
    }
}
