using System.Diagnostics.CodeAnalysis;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Sweep;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>Nothing is tried for ever, and what a device lacks costs it the update at most.</summary>
    [TestClass]
    public sealed class NeverForEverTests
    {
        private const int StateSectors = 2;

        [TestMethod]
        [DataRow("crash")]
        [DataRow("crash-late")]
        [DataRow("hang")]
        [DataRow("twice-crash")]
        public void A_release_that_never_confirms_is_started_again_only_after_its_pause(string scenario)
        {
            StoryResult story = Play(scenario, new StoryOptions());
            Assert.IsNull(story.Violation);
            Assert.AreEqual(3, Starts(story));
            Assert.AreEqual(OtaResult.ReleasePaused, story.Record.Results[^1]);
        }

        [TestMethod]
        [DataRow("sick", OtaResult.HealthCheckFailed)]
        [DataRow("unhealthy", OtaResult.HealthWindowClosed)]
        public void A_release_that_is_rejected_three_times_is_left_alone(string scenario, OtaResult reason)
        {
            StoryResult story = Play(scenario, new StoryOptions());
            Assert.IsNull(story.Violation);
            Assert.AreEqual(3, Starts(story));
            CollectionAssert.Contains(story.Record.Results, reason);
            Assert.AreEqual(OtaResult.ReleaseFailedBefore, story.Record.Results[^1]);
        }

        [TestMethod]
        public void A_boot_choice_that_cannot_take_is_found_out_before_the_slot_is_touched()
        {
            string bothEntriesIgnoreWrites = $"plain:bad#{SweepBoard.Table.OtaData!.Offset / NorFlash.SectorSize}/ignore;"
                + $"bad#{(SweepBoard.Table.OtaData.Offset / NorFlash.SectorSize) + 1}/ignore";
            StoryResult story = Story.Play(SweepCase.Parse(bothEntriesIgnoreWrites));
            Assert.IsNull(story.Violation);
            Assert.AreEqual("1.0", story.Version);
            CollectionAssert.Contains(story.Record.Results, OtaResult.SlotEraseFailed);
            Assert.AreEqual(OtaResult.UpdatePaused, story.Record.Results[^1], "Attempts that add no chunk pause the update.");
            Partition slot = SweepBoard.Table.Ota(1)!;
            Assert.AreEqual(0, story.Flash.GetMaxEraseCount(slot.Offset, slot.Size), "No sector of the slot was erased.");
        }

        [TestMethod]
        public void A_device_whose_clock_is_unset_is_updated_all_the_same()
        {
            Assert.IsNull(Play("plain", new StoryOptions { UtcSeconds = 0 }).Violation);
            Assert.IsNull(Play("sick", new StoryOptions { UtcSeconds = 0 }).Violation);
        }

        [TestMethod]
        public void A_device_whose_clock_runs_ahead_says_so_and_keeps_the_old_release()
        {
            StoryResult story = Play("plain", new StoryOptions { UtcSeconds = TimeRules.FirstSecond + TimeRules.LongestAge - 100000 });
            Assert.AreEqual("1.0", story.Version);
            Assert.IsTrue(story.Record.Results.Skip(1).All(result => result == OtaResult.ManifestExpired));
            Assert.HasCount(1, story.History, "And it did not restart.");
        }

        [TestMethod]
        [DataRow(2085978496L, DisplayName = "2036")]
        [DataRow(4102444800L, DisplayName = "2100")]
        [DataRow(946684800L, DisplayName = "2000")]
        public void L15_A_device_whose_clock_is_implausible_is_updated_all_the_same(long utc)
        {
            Assert.IsNull(Play("plain", new StoryOptions { UtcSeconds = utc }).Violation);
        }

        [TestMethod]
        public void A_device_whose_record_cannot_be_written_says_so_and_keeps_the_old_release()
        {
            StoryResult story = Play("plain", new StoryOptions { WrapBoard = board => new FaultyBoard(board) { RefusesRecords = true } });
            Assert.AreEqual("1.0", story.Version);
            OtaResult[] expected =
            [
                OtaResult.Ok, OtaResult.StateWriteFailed, OtaResult.ReleasePaused, OtaResult.StateWriteFailed, OtaResult.ReleasePaused,
            ];
            CollectionAssert.AreEqual(expected, story.Record.Results.Take(expected.Length).ToArray());
            Assert.HasCount(1, story.History, "And it did not restart.");
            Partition slot = SweepBoard.Table.Ota(1)!;
            Assert.AreEqual(1, story.Flash.GetMaxEraseCount(slot.Offset, slot.Size), "What is staged is not written again.");
        }

        [TestMethod]
        public void Memory_that_runs_out_once_at_any_native_call_or_request_costs_nothing_but_time()
        {
            foreach (string scenario in new[] { "plain", "reuse", "sick" })
            {
                int calls = CountCalls(scenario).All;
                Assert.IsGreaterThan(50, calls);
                for (int n = 1; n <= calls; n++)
                {
                    StoryResult story = Play(scenario, RunsOut(n, n));
                    Assert.IsNull(story.Violation, $"{scenario}, call {n}");
                }
            }
        }

        [TestMethod]
        public void Memory_that_is_short_from_any_moment_on_leaves_a_release_that_boots()
        {
            const int Short = 10;
            (int calls, int beforeLastStart) = CountCalls("plain");
            for (int n = 1; n <= calls; n += 3)
            {
                StoryResult story = Play("plain", RunsOut(n, int.MaxValue));
                Assert.IsTrue(story.History.All(report => report.Version is "1.0" or "2.0"), $"call {n}");
                Assert.IsFalse(story.Record.HasFallen, $"call {n}");

                // Not by luck: when there is memory again, it goes on to the new release. The last start is the story's own check of that.
                StoryResult? healed = n + Short > beforeLastStart ? null : Play("plain", RunsOut(n, n + Short));
                Assert.IsNull(healed?.Violation, $"call {n}");
            }
        }

        [TestMethod]
        public void A_server_that_never_answers_is_asked_a_bounded_number_of_times()
        {
            CountingTransport server = new();
            StoryResult story = Play("plain", new StoryOptions { WrapTransport = _ => server });
            Assert.AreEqual("1.0", story.Version);
            Assert.IsTrue(story.Record.Results.Skip(1).All(result => result == OtaResult.ConnectFailed));
            Assert.AreEqual(2 * (story.Record.Results.Count - 1), server.Requests, "Two attempts a check, as configured.");
        }

        [TestMethod]
        public void A_device_that_has_nothing_to_do_writes_nothing()
        {
            foreach (Scenario scenario in Scenario.All)
            {
                // The story restarts the device once more at its end and looks at the operations.
                Assert.IsNull(Play(scenario.Name, new StoryOptions()).Violation, scenario.Name);
            }

            Assert.AreEqual(StateSectors * NorFlash.SectorSize, SweepBoard.Table.Find(PartitionTable.StateLabel)!.Size);
        }

        private static StoryResult Play(string scenario, StoryOptions options)
        {
            return Story.Play(new SweepCase(Scenario.Find(scenario), FaultPlan.None), options);
        }

        private static int Starts(StoryResult story)
        {
            Scenario scenario = story.Case.Scenario;
            return story.History.Count(report => scenario.SicknessOf(report.Version) != Sickness.None);
        }

        private static (int All, int BeforeLastStart) CountCalls(string scenario)
        {
            int calls = 0;
            int beforeLastStart = 0;
            Play(scenario, new StoryOptions
            {
                WrapBoard = board =>
                {
                    beforeLastStart = calls;
                    return new FaultyBoard(board) { BeforeCall = () => calls++ };
                },
                WrapTransport = server => new GreedyTransport(server, () => calls++),
            });
            return (calls, beforeLastStart);
        }

        // Native calls and requests are where the client's ports can fail; its own allocations lie between them.
        [SuppressMessage("Usage", "CA2201", Justification = "It stands for the runtime here.")]
        private static StoryOptions RunsOut(int first, int last)
        {
            int calls = 0;
            void Count()
            {
                calls++;
                if (calls >= first && calls <= last)
                {
                    throw new OutOfMemoryException();
                }
            }

            return new StoryOptions
            {
                WrapBoard = board => new FaultyBoard(board) { BeforeCall = Count },
                WrapTransport = server => new GreedyTransport(server, Count),
            };
        }

        private sealed class CountingTransport : ITransport
        {
            internal int Requests { get; private set; }

            public string Resolve(string? baseUrl, string reference) => ReleaseUrl.Resolve(baseUrl, reference);

            public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
            {
                response = null!;
                Requests++;
                return OtaOutcome.Of(OtaResult.ConnectFailed);
            }
        }

        private sealed class GreedyTransport(ITransport server, Action allocate) : ITransport
        {
            public string Resolve(string? baseUrl, string reference) => server.Resolve(baseUrl, reference);

            public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
            {
                allocate();
                return server.Get(request, out response);
            }
        }
    }
}
