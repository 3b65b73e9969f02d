using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Tooling;

namespace NanoOta.Tests.Docs
{
    /// <summary>docs/guide/trouble.md has the words of <see cref="ResultText"/> and <see cref="ResultAdvice"/>. NANOOTA_WRITE_DOCS=1 writes them there.</summary>
    [TestClass]
    public sealed class TroubleGuideTests
    {
        private const string Variable = "NANOOTA_WRITE_DOCS";
        private const string Begin = "<!-- codes -->\n";

        private static readonly string _path = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "docs", "guide", "trouble.md");

        // Where the hundreds of a code come from.
        private static readonly (int From, string Title)[] _parts =
        [
            (0, "No errors"), (100, "Network and server"), (200, "Signature"), (250, "Manifest"), (300, "A release that does not fit this device"),
            (350, "Chunk table"), (400, "Download"), (500, "Slot"), (550, "State record"), (600, "Switch, trial and health"), (700, "Calls and settings"),
        ];

        [TestMethod]
        public void The_guide_has_meaning_and_advice_of_every_code()
        {
            string text = File.ReadAllText(_path).ReplaceLineEndings("\n");
            int begin = text.IndexOf(Begin, StringComparison.Ordinal);
            Assert.IsGreaterThan(0, begin, $"The guide has no line {Begin}");
            string made = text[..(begin + Begin.Length)] + Tables();
            if (Environment.GetEnvironmentVariable(Variable) != null)
            {
                File.WriteAllText(_path, made);
                return;
            }

            Assert.AreEqual(made, text, $"The codes of docs/guide/trouble.md are not those of ResultText and ResultAdvice. Run the test with {Variable}=1.");
        }

        private static string Tables()
        {
            StringBuilder tables = new();
            OtaResult[] all = Enum.GetValues<OtaResult>();
            for (int i = 0; i < _parts.Length; i++)
            {
                int end = i + 1 < _parts.Length ? _parts[i + 1].From : int.MaxValue;
                tables.Append($"\n### {_parts[i].Title}\n| code | name | what it means | what to do |\n| --- | --- | --- | --- |\n");
                foreach (OtaResult code in all.Where(code => (int)code >= _parts[i].From && (int)code < end))
                {
                    tables.Append($"| {(int)code} | `{code}` | {ResultText.Of(code)} | {ResultAdvice.Of(code)} |\n");
                }
            }

            return tables.ToString();
        }
    }
}
