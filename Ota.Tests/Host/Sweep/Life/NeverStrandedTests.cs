using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Sweep.Life;

namespace NanoOta.Tests.Sweep.Life
{
    /// <summary>
    /// No story strands a device: a sample. docs/TESTING.md has the command for a hundred thousand. The context of an application is a static, so one
    /// at a time.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class NeverStrandedTests
    {
        private const int Seed = 1;
        private const int Sample = 100;
        private const int Generated = 4000;
        private const double LeastShare = 0.02;

        [TestMethod]
        public void No_story_of_the_sample_strands_its_device()
        {
            LifeTally tally = new();
            for (int i = 0; i < Sample; i++)
            {
                tally.Add(LifePlay.Tell(StoryMaker.Make(Seed, i)));
            }

            Assert.AreEqual(0, tally.Stranded, string.Join('\n', tally.Failures));
            Assert.IsGreaterThan(0, tally.Asks, "Some device asked before its application.");
            Assert.IsGreaterThan(0, tally.GoingsBack, "Some device went back.");
            Assert.IsGreaterThan(0, tally.Cuts, "Some device lost its power.");
        }

        [TestMethod]
        public void No_story_strands_a_device_with_the_agent()
        {
            LifeTally tally = new();
            AgentUse[] uses = [AgentUse.Plain, AgentUse.ChangedUrl, AgentUse.ChangedInterval];
            for (int i = 0; i < Sample; i++)
            {
                LifeStory story = StoryMaker.Make(Seed, i);
                if (story.Board == LifeBoardKind.OtaSlots && !story.Traits.HasFlag(DeviceTraits.Sleeper))
                {
                    tally.Add(LifePlay.Tell(story with { Agent = uses[i % uses.Length] }));
                }
            }

            Assert.AreEqual(0, tally.Stranded, string.Join('\n', tally.Failures));
            Assert.IsGreaterThan(0, tally.GoingsBack, "Some device went back.");
        }

        // Stories that stranded a device once, by a fault of device code that is repaired.
        [TestMethod]
        [DataRow("9.77010", DisplayName = "a clock that ran ahead kept the reserve from being asked")]
        [DataRow("11.70032", DisplayName = "a staged release waited for a check, and the application died before that")]
        public void A_story_that_stranded_a_device_once_saves_the_device(string id)
        {
            LifeTally tally = new();
            tally.Add(LifePlay.Tell(StoryMaker.Parse(id)));
            Assert.AreEqual(0, tally.Stranded, string.Join('\n', tally.Failures));
        }

        [TestMethod]
        public void Every_kind_is_in_two_per_cent_of_the_stories()
        {
            Dictionary<string, int> kinds = [];
            for (int i = 0; i < Generated; i++)
            {
                foreach (string kind in StoryMaker.Make(Seed, i).Kinds().Distinct())
                {
                    kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                }
            }

            foreach (string kind in StoryMaker.Kinds)
            {
                double share = (double)kinds.GetValueOrDefault(kind) / Generated;
                Assert.IsTrue(share >= LeastShare, string.Create(CultureInfo.InvariantCulture, $"{kind} is in {100 * share:F1} % of the stories."));
            }
        }

        [TestMethod]
        public void A_third_of_the_stories_ends_without_news()
        {
            double share = (double)Enumerable.Range(0, Generated).Count(i => !StoryMaker.Make(Seed, i).EndsWithNews) / Generated;
            Assert.IsTrue(share is > 0.3 and < 0.37, share.ToString(CultureInfo.InvariantCulture));
        }

        [TestMethod]
        public void A_story_is_the_same_each_time()
        {
            foreach (LifeStory story in Enumerable.Range(0, 12).Select(i => StoryMaker.Make(Seed, i)).Append(StoryMaker.Parse("1.5380")))
            {
                List<string> first = [];
                List<string> second = [];
                LifePlay.Tell(story, first);

                // Whoever waits for the host's time would now get other answers.
                using CancellationTokenSource ends = new();
                Thread[] load = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() => Burn(ends.Token)) { IsBackground = true })];
                Array.ForEach(load, thread => thread.Start());
                LifePlay.Tell(story, second);
                ends.Cancel();
                Array.ForEach(load, thread => thread.Join());
                CollectionAssert.AreEqual(first, second, story.Id);
            }
        }

        private static void Burn(CancellationToken ends)
        {
            while (!ends.IsCancellationRequested)
            {
                Thread.SpinWait(1000);
            }
        }
    }
}
