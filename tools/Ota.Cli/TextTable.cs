namespace NanoOta.Cli
{
    /// <summary>
    /// Rows that fit a width. A column that is too wide is broken at its spaces. Rows whose words are too long for that are written one below the other,
    /// a line for each cell. Only a single word that is longer than a line, such as a file's name, is longer than the width.
    /// </summary>
    internal static class TextTable
    {
        private const string Gap = "  ";

        /// <summary>The widths of the columns; null when the words themselves do not fit beside each other.</summary>
        /// <param name="rows">The cells, the headings among them.</param>
        /// <param name="room">Characters for all cells together.</param>
        public static int[]? Fit(IReadOnlyList<string[]> rows, int room)
        {
            int count = rows.Count == 0 ? 0 : rows[0].Length;
            int[] widths = [.. Enumerable.Range(0, count).Select(i => rows.Max(row => row[i].Length))];
            int[] least = [.. Enumerable.Range(0, count).Select(i => rows.Max(row => row[i].Split(' ').Max(word => word.Length)))];
            if (least.Sum() > room)
            {
                return null;
            }

            while (widths.Sum() > room)
            {
                // The widest that has a space left to be broken at.
                int widest = Enumerable.Range(0, count).Where(i => widths[i] > least[i]).MaxBy(i => widths[i]);
                widths[widest]--;
            }

            return widths;
        }

        /// <summary>Writes the rows; <paramref name="columns"/> are their headings, or null.</summary>
        public static void Write(TextWriter output, string[]? columns, List<string[]> rows, int width)
        {
            List<string[]> lines = columns == null ? rows : [columns, .. rows];
            if (lines.Count == 0)
            {
                return;
            }

            if (Fit(lines, width - (Gap.Length * (lines[0].Length - 1))) is { } widths)
            {
                lines.ForEach(line => WriteRow(output, line, widths));
            }
            else if (columns == null)
            {
                WritePairs(output, rows, width);
            }
            else
            {
                for (int i = 0; i < rows.Count; i++)
                {
                    if (i != 0)
                    {
                        output.WriteLine();
                    }

                    WritePairs(output, Pairs(columns, rows[i]), width);
                }
            }
        }

        /// <summary>A row as pairs of heading and cell.</summary>
        public static List<string[]> Pairs(string[] columns, string[] row) => [.. columns.Zip(row, (name, cell) => new[] { name, cell })];

        private static void WritePairs(TextWriter output, List<string[]> pairs, int width)
        {
            int label = pairs.Max(pair => pair[0].Length);
            pairs.ForEach(pair => WriteRow(output, pair, [label, Math.Max(1, width - label - Gap.Length)]));
        }

        private static void WriteRow(TextWriter output, string[] cells, int[] widths)
        {
            List<string>[] broken = [.. cells.Select((cell, i) => Break(cell, widths[i]))];
            for (int line = 0; line < broken.Max(cell => cell.Count); line++)
            {
                output.WriteLine(string.Join(Gap, broken.Select((cell, i) => (line < cell.Count ? cell[line] : string.Empty).PadRight(widths[i]))).TrimEnd());
            }
        }

        private static List<string> Break(string text, int width)
        {
            List<string> lines = [];
            foreach (string word in text.Split(' '))
            {
                if (lines.Count != 0 && lines[^1].Length + 1 + word.Length <= width)
                {
                    lines[^1] = $"{lines[^1]} {word}";
                }
                else
                {
                    lines.Add(word);
                }
            }

            return lines;
        }
    }
}
