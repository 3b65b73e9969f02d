using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoOta.Tests.Docs
{
    /// <summary>The comments of a C# source as prose, each with the line on which the comment begins.</summary>
    internal static partial class Comments
    {
        /// <summary>Lines of // that follow each other are one comment, and so is a documentation comment with all of its parts.</summary>
        public static IEnumerable<(int Line, string Text)> Of(string source)
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
            List<string> lines = [];
            int begin = 0;
            foreach (SyntaxTrivia trivia in root.DescendantTrivia())
            {
                int line = trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                if (trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
                {
                    yield return (line, Plain(trivia.ToFullString()));
                }
                else if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
                {
                    if (lines.Count != 0 && line != begin + lines.Count)
                    {
                        yield return (begin, string.Join('\n', lines));
                        lines.Clear();
                    }

                    begin = lines.Count == 0 ? line : begin;
                    lines.Add(trivia.ToString()[2..].Trim());
                }
            }

            if (lines.Count != 0)
            {
                yield return (begin, string.Join('\n', lines));
            }
        }

        // Each part of the comment is a paragraph, and a name in code is one word.
        private static string Plain(string comment)
        {
            string text = Slashes().Replace(comment, string.Empty);
            return WebUtility.HtmlDecode(Part().Replace(Name().Replace(text, "`code`"), "\n\n"));
        }

        [GeneratedRegex(@"^[ \t]*/// ?", RegexOptions.Multiline)]
        private static partial Regex Slashes();

        [GeneratedRegex("<(see|seealso|paramref|typeparamref)[^>]*/>|<c>.*?</c>|<see[^>]*>.*?</see>", RegexOptions.Singleline)]
        private static partial Regex Name();

        [GeneratedRegex("</?[a-z]+[^>]*>")]
        private static partial Regex Part();
    }
}
