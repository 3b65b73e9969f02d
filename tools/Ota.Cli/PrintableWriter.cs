using System.Text;

namespace NanoOta.Cli
{
    /// <summary>
    /// A writer through which nothing reaches the terminal that the terminal would obey. Names in files and headers from servers may hold control
    /// characters. Each of them becomes <c>\uXXXX</c>, as in JSON; line ends stay.
    /// </summary>
    internal sealed class PrintableWriter : TextWriter
    {
        private readonly TextWriter _inner;

        public PrintableWriter(TextWriter inner)
            : base(inner.FormatProvider)
        {
            _inner = inner;
            CoreNewLine = inner.NewLine.ToCharArray();
        }

        /// <inheritdoc/>
        public override Encoding Encoding => _inner.Encoding;

        /// <summary>The text without anything that a terminal obeys. Line ends stay.</summary>
        public static string Clean(string text) =>
            text.Any(IsObeyed) ? string.Concat(text.Select(c => IsObeyed(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;

        /// <inheritdoc/>
        public override void Write(char value) => _inner.Write(Clean(value.ToString()));

        /// <inheritdoc/>
        public override void Write(string? value) => _inner.Write(value == null ? null : Clean(value));

        /// <inheritdoc/>
        public override void Write(char[] buffer, int index, int count) => _inner.Write(Clean(new string(buffer, index, count)));

        /// <inheritdoc/>
        public override void WriteLine(string? value) => _inner.WriteLine(value == null ? null : Clean(value));

        /// <inheritdoc/>
        public override void Flush() => _inner.Flush();

        // C0 and C1 (ECMA-48), and what turns the direction of text around (Unicode, UAX 9): a name must not look like another.
        private static bool IsObeyed(char c) =>
            (char.IsControl(c) && c is not ('\n' or '\r')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u2028' or '\u2029';
    }
}
