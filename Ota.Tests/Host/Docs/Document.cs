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
        private readonly string _text;

        /// <summary>The document at that path in the repository.</summary>
        public Document(string path)
        {
            _path = path;

            // A sentence may go on in the next line.
            _text = Regex.Replace(File.ReadAllText(Path.Combine(SignedReleasesTests.RepoFolder(), path)), @"\s+", " ");
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
            return int.Parse(found[0].Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        }
    }
}
