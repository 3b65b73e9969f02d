namespace NanoOta.Fuzz
{
    /// <summary>
    /// The fixed inputs that the default tests run: Ota.Tests/Vectors/corpus/&lt;target&gt;/inputs.txt, one a line, the outcome's name and
    /// the bytes in hex.
    /// </summary>
    public static class Corpus
    {
        private const string FileName = "inputs.txt";

        /// <summary>Writes a target's file: its seeds, and the first input of each outcome of a run.</summary>
        public static int Write(string folder, FuzzTarget target, long count, int seed)
        {
            FuzzReport report = Fuzzer.Run(target, count, seed);
            if (report.Finding != null)
            {
                throw new FuzzFailureException(report.Finding.ToString());
            }

            IEnumerable<string> lines = target.Seeds.Concat(report.First.Values)
                .Select(input => $"{target.Describe(target.Run(input))} {Convert.ToHexString(input)}").Distinct();
            string path = Path.Combine(folder, target.Name, FileName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
            return File.ReadLines(path).Count();
        }

        /// <summary>Reads a target's file.</summary>
        public static IReadOnlyList<(string Outcome, byte[] Input)> Read(string folder, string target) =>
        [
            .. File.ReadLines(Path.Combine(folder, target, FileName))
                .Select(line => line.Split(' '))
                .Select(parts => (parts[0], Convert.FromHexString(parts[1]))),
        ];
    }
}
