using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Docs
{
    [TestClass]
    public sealed partial class AgentDocsTests
    {
        [TestMethod]
        public void The_agents_table_of_states_is_the_one_in_the_code()
        {
            string text = File.ReadAllText(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "docs/design/agent.md"));
            text = text[text.IndexOf("## States", StringComparison.Ordinal)..text.IndexOf("## When", StringComparison.Ordinal)];
            string[] written = [.. Row().Matches(text).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}").Where(row => !row.StartsWith("state ", StringComparison.Ordinal))];
            string[] coded = [.. from state in Enum.GetValues<AgentState>()
                                 from happened in Enum.GetValues<AgentEvent>()
                                 let next = AgentTable.Next(state, happened)
                                 where next != AgentTable.None
                                 select $"{state} {happened} {(AgentState)next}"];
            CollectionAssert.AreEquivalent(coded, written, $"not written: {string.Join(", ", coded.Except(written))}; not in the table: {string.Join(", ", written.Except(coded))}");
        }

        [GeneratedRegex(@"^\| (\w+) \| (\w+) \| (\w+) \|$", RegexOptions.Multiline)]
        private static partial Regex Row();
    }
}
