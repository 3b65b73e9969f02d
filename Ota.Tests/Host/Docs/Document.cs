using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;

namespace NanoOta.Tests.Docs
{
    /// <summary>A document of the repository, whose numbers tests read as values.</summary>
    internal sealed class Document
    {
        private readonly string _path;
        private readonly string[] _lines;
        private readonly string _text;

        /// <summary>The document at that path in the repository.</summary>
        public Document(string path)
        {
            _path = path;

            // A sentence may go on in the next line.
            _lines = File.ReadAllLines(Path.Combine(SignedReleasesTests.RepoFolder(), path));
            _text = Regex.Replace(string.Join(' ', _lines), @"\s+", " ");
        }

        /// <summary>A cell such as "1,856 KiB" as bytes, or a cell such as "7" as the number.</summary>
        public static int Value(string cell)
        {
            bool isKiB = cell.EndsWith(" KiB", StringComparison.Ordinal);
            int number = int.Parse(isKiB ? cell[..^4] : cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            return isKiB ? number * 1024 : number;
        }

        /// <summary>The rows of the one table with these columns, as cells.</summary>
        public string[][] Table(params string[] columns)
        {
            int[] heads = [.. Enumerable.Range(0, _lines.Length).Where(line => Cells(_lines[line]).SequenceEqual(columns))];
            Assert.HasCount(1, heads, $"{_path} has one table with the columns {string.Join(", ", columns)}.");
            return [.. _lines.Skip(heads[0] + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
        }

        /// <summary>The other cells of the one row of that table that begins with a name.</summary>
        public string[] Row(string name, params string[] columns)
        {
            string[][] rows = [.. Table(columns).Where(row => row[0] == name)];
            Assert.HasCount(1, rows, $"{_path}, the table of {columns[0]}, has one row of {name}.");
            return rows[0][1..];
        }

        /// <summary>
        /// The number at the place of # in a phrase. The phrase must stand in the document once, or the number would be that of another thing.
        /// </summary>
        public int Number(string phrase)
        {
            string[] around = phrase.Split('#');
            Assert.HasCount(2, around, $"One # in \"{phrase}\".");
            MatchCollection found = Regex.Matches(_text, $@"{Regex.Escape(around[0])}(\d[\d,]*){Regex.Escape(around[1])}");
            Assert.HasCount(1, found, $"{_path} says \"{phrase}\" once.");
            return Value(found[0].Groups[1].Value);
        }

        private static string[] Cells(string line)
        {
            return line.StartsWith('|') ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())] : [];
        }
    }
}
