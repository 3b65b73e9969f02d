using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Fuzz;
using NanoOta.Tests.Fixtures;

namespace NanoOta.Tests.Signer
{
    /// <summary>
    /// The fixed corpus (Vectors/corpus/README.md) and a short run of tools/Ota.Fuzz, whose targets say what is compared. Failures print
    /// target, seed and input, and the command that runs it again.
    /// </summary>
    [TestClass]
    public sealed class FuzzTests
    {
        public TestContext TestContext { get; set; } = null!;

        public static IEnumerable<object[]> Targets => FuzzTarget.CreateAll().Select(target => new object[] { target.Name });

        [TestMethod]
        [DynamicData(nameof(Targets))]
        public void Every_input_of_the_corpus_has_its_outcome(string name)
        {
            FuzzTarget target = Find(name);
            IReadOnlyList<(string Outcome, byte[] Input)> corpus = Corpus.Read(Path.Combine(SignedReleasesTests.RepoFolder(), "Ota.Tests", "Vectors", "corpus"), name);
            Assert.IsTrue(corpus.Count >= 3);
            foreach ((string outcome, byte[] input) in corpus)
            {
                Assert.AreEqual(outcome, target.Describe(target.Run(input)), $"--input {Convert.ToHexString(input)}");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Targets))]
        public void Random_inputs_break_no_claim(string name)
        {
            // ECDSA takes a thousand times as long as anything else.
            int count = name.StartsWith("jws", StringComparison.Ordinal) ? 3_000 : 16_000;
            int seed = TestSeed.Create(TestContext).Next();
            FuzzReport report = Fuzzer.Run(Find(name), count, seed);
            TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, seed {seed}: {report.Inputs} inputs, {report.Outcomes.Count} outcomes"));
            Assert.IsNull(report.Finding, report.Finding?.ToString());
            Assert.AreEqual(count, report.Inputs);
            Assert.IsTrue(report.Outcomes.Count >= 3, "the inputs reach more than one refusal");
        }

        [TestMethod]
        [DataRow("tool-inspect", 2000)]
        [DataRow("tool-pack", 500)]
        [DataRow("tool-verify", 200)]
        [DataRow("tool-publish", 200)]
        public void A_damaged_file_makes_no_verb_of_the_tool_fail_without_words(string name, int count)
        {
            int seed = TestSeed.Create(TestContext).Next();
            FuzzReport report = Fuzzer.Run(FuzzTarget.CreateTools().Single(target => target.Name == name), count, seed);
            Assert.IsNull(report.Finding, report.Finding?.ToString());
            Assert.AreEqual(count, report.Inputs);
        }

        [TestMethod]
        public void A_run_is_the_same_for_the_same_seed()
        {
            FuzzReport first = Fuzzer.Run(Find("json"), 3_000, 5);
            FuzzReport second = Fuzzer.Run(Find("json"), 3_000, 5);
            CollectionAssert.AreEqual(first.Outcomes, second.Outcomes);
            CollectionAssert.AreEqual(first.First.Values.SelectMany(input => input).ToArray(), second.First.Values.SelectMany(input => input).ToArray());
            Assert.IsFalse(first.Outcomes.SequenceEqual(Fuzzer.Run(Find("json"), 3_000, 6).Outcomes));
        }

        [TestMethod]
        public void A_broken_claim_is_reported_with_the_command_that_replays_it()
        {
            FuzzReport report = Fuzzer.Run(new ThreeTarget(), 100_000, 1);
            Assert.IsNotNull(report.Finding);
            CollectionAssert.Contains(report.Finding.Input, (byte)3);
            StringAssert.Contains(report.Finding.ToString(), $"tools/Ota.Fuzz -- three --input {Convert.ToHexString(report.Finding.Input)}");
            Assert.ThrowsExactly<FuzzFailureException>(() => new ThreeTarget().Run(report.Finding.Input));
        }

        private static FuzzTarget Find(string name) => FuzzTarget.CreateAll().Single(target => target.Name == name);

        private sealed class ThreeTarget : FuzzTarget
        {
            public override string Name => "three";

            public override string Claim => "no input has a 3";

            public override IReadOnlyList<byte[]> Seeds { get; } = [[1, 2]];

            public override int Run(byte[] input)
            {
                Require(!input.Contains((byte)3), Claim);
                return 0;
            }
        }
    }
}
