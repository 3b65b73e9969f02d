using System.Text.RegularExpressions;

namespace NanoOta.Tests.Docs
{
    /// <summary>The sentences of a document, without headings, tables, code and link targets.</summary>
    internal static partial class Prose
    {
        /// <summary>Every sentence, with the line on which its paragraph begins.</summary>
        public static IEnumerable<(int Line, string Sentence)> Sentences(string markdown)
        {
            foreach ((int line, string paragraph) in Paragraphs(markdown))
            {
                string plain = Link().Replace(Code().Replace(paragraph, "code"), "$1");
                plain = Tag().Replace(plain, string.Empty).Replace("*", string.Empty, StringComparison.Ordinal);
                foreach (string sentence in End().Split(plain).Where(sentence => sentence.Length != 0))
                {
                    yield return (line, sentence);
                }
            }
        }

        /// <summary>How many words a sentence has: what stands between blanks and has a letter or a digit.</summary>
        public static int Words(string sentence)
        {
            return sentence.Split(' ').Count(word => word.Any(char.IsLetterOrDigit));
        }

        // A list's item is a paragraph of its own; so is what stands before a list, a table or code.
        private static IEnumerable<(int Line, string Text)> Paragraphs(string markdown)
        {
            List<string> paragraph = [];
            int begin = 0;
            bool isCode = false;
            string[] lines = [.. markdown.ReplaceLineEndings("\n").Split('\n'), string.Empty];
            for (int i = 0; i < lines.Length; i++)
            {
                string line = lines[i].Trim();
                bool isFence = line.StartsWith("```", StringComparison.Ordinal);
                isCode ^= isFence;
                Match item = Item().Match(line);
                bool isText = !isCode && !isFence && !NoText().IsMatch(line);
                if ((!isText || item.Success) && paragraph.Count != 0)
                {
                    yield return (begin, string.Join(' ', paragraph));
                    paragraph.Clear();
                }

                if (isText)
                {
                    begin = paragraph.Count == 0 ? i + 1 : begin;
                    paragraph.Add(line[item.Length..]);
                }
            }
        }

        [GeneratedRegex(@"^(?:[-*+]|\d+\.)\s+")]
        private static partial Regex Item();

        [GeneratedRegex(@"^(?:$|\||#|<!--)")]
        private static partial Regex NoText();

        [GeneratedRegex("`+[^`]*`+")]
        private static partial Regex Code();

        [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
        private static partial Regex Link();

        [GeneratedRegex("<[^>]*>")]
        private static partial Regex Tag();

        [GeneratedRegex(@"(?<=[.!?])[""')]*\s+")]
        private static partial Regex End();
    }
}
