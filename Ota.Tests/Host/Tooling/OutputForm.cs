using System.Text.RegularExpressions;

namespace NanoOta.Tests.Tooling
{
    /// <summary>What holds for every line that the tool writes for people.</summary>
    internal static partial class OutputForm
    {
        public const int Columns = 80;

        // A single word cannot be broken: a path, a URL. The line of C# and JSON are for programs.
        public static bool Fits(string line) =>
            line.Length <= Columns
            || line.TrimStart().StartsWith("new TrustedKey(", StringComparison.Ordinal)
            || line.TrimStart().StartsWith('"')
            || line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Length > Columns - 20;

        /// <summary>A SHA-256 in base64url on a line; empty for none. The thumbprint of RFC 7638 has that form, and no other.</summary>
        public static string Base64UrlDigest(string line) =>
            line.Contains("thumbprint", StringComparison.Ordinal) || line.Contains("kid", StringComparison.Ordinal) ? string.Empty
                : Digest().Matches(line).Select(match => match.Value).FirstOrDefault(text => text.Any(char.IsUpper) && text.Any(char.IsLower)) ?? string.Empty;

        [GeneratedRegex(@"(?<![\w/+-])[A-Za-z0-9_-]{43}(?![\w/+=-])")]
        private static partial Regex Digest();
    }
}
