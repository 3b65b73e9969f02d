namespace NanoOta.ApiGate
{
    /// <summary>Counts what the launchers' programs print, line by line, and shows it as it comes.</summary>
    public sealed class TestTally(TextWriter output)
    {
        private bool _traces;

        /// <summary>Tests that passed.</summary>
        public int Passed { get; private set; }

        /// <summary>Tests that failed; a fixture that threw counts as one too.</summary>
        public int Failed { get; private set; }

        /// <summary>Tests that said they cannot run there.</summary>
        public int Skipped { get; private set; }

        /// <summary>Tests that never ended.</summary>
        public int Missing { get; private set; }

        /// <summary>Tests that ended.</summary>
        public int Ended => Passed + Failed + Skipped;

        /// <summary>Takes a line that the CLR printed.</summary>
        public void Take(string line)
        {
            if (line.StartsWith(TestLauncher.Passed, StringComparison.Ordinal))
            {
                Passed++;
                Show("passed ", line[TestLauncher.Passed.Length..], traces: false);
            }
            else if (line.StartsWith(TestLauncher.Failed, StringComparison.Ordinal))
            {
                Failed++;
                Show("FAILED ", line[TestLauncher.Failed.Length..], traces: true);
            }
            else if (line.StartsWith(TestLauncher.Skipped, StringComparison.Ordinal))
            {
                Skipped++;
                Show("skipped", line[TestLauncher.Skipped.Length..], traces: false);
            }
            else if (line.StartsWith(TestLauncher.Note, StringComparison.Ordinal))
            {
                output.WriteLine(line[TestLauncher.Note.Length..]);
            }
            else if (_traces && line.StartsWith("    at ", StringComparison.Ordinal))
            {
                output.WriteLine(line);
            }
        }

        /// <summary>Counts tests that were to run and did not end.</summary>
        public void Miss(int count) => Missing += count;

        /// <summary>The result in a line; tests that never ended are failed ones.</summary>
        public override string ToString() =>
            $"{Passed} passed, {Failed + Missing} failed"
            + (Missing > 0 ? $" ({Missing} of them never ended)" : string.Empty)
            + (Skipped > 0 ? $", {Skipped} skipped" : string.Empty);

        private void Show(string word, string text, bool traces)
        {
            output.WriteLine($"{word} {text}");
            _traces = traces;
        }
    }
}
