using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What a delta file gives of an image, and what is done when the file fails.</summary>
    [TestClass]
    public class DeltaStagingTests
    {
        private const int Chunk = ChunkDigest.BufferLength;

        private static readonly int[] _changed = { 3, 20, 33 };

        [TestMethod]
        public void A_release_comes_out_of_the_delta_file_and_what_runs()
        {
            StagingFixture fixture = Start(Delta(_changed));
            fixture.Server.Remove(ClientFixture.ImageUrl);
            fixture.Server.Remove(ClientFixture.TableUrl);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((2 * Chunk) + StagingFixture.LastLength, fixture.Run.Counters.BytesDecoded, "decoded");
            Assert.AreEqual(31 * Chunk, fixture.Run.Counters.BytesReused, "reused");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void A_group_that_the_section_leaves_alone_is_the_running_ones()
        {
            StagingFixture fixture = Start(Delta(new int[] { 33 }), new int[] { 33 });
            fixture.Server.Remove(ClientFixture.ImageUrl);
            fixture.Server.Remove(ClientFixture.TableUrl);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.AreEqual(StagingFixture.LastLength, fixture.Run.Counters.BytesDecoded, "decoded");
            Assert.AreEqual(33 * Chunk, fixture.Run.Counters.BytesReused, "reused");
        }

        [TestMethod]
        public void A_chunk_without_a_payload_that_runs_nowhere_is_fetched()
        {
            // The section was made for what runs, but flash has rotted since. The identity is of the right image.
            StagingFixture fixture = Start(Delta(_changed));
            int reads = 0;
            fixture.Server.OnRead = () =>
            {
                // The first read is the head of the table.
                if (++reads == 2)
                {
                    fixture.Slots.Damage(0, 10 * Chunk);
                }
            };
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((2 * Chunk) + StagingFixture.LastLength, fixture.Run.Counters.BytesDecoded, "decoded");
            Assert.AreEqual(30 * Chunk, fixture.Run.Counters.BytesReused, "reused");
        }

        [TestMethod]
        public void One_wrong_payload_costs_its_chunk_and_two_cost_the_file()
        {
            LiteralDelta delta = Delta(_changed);
            delta.File[delta.PayloadAt[3] + 9] ^= 1;
            StagingFixture fixture = Start(delta);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(Chunk + StagingFixture.LastLength, fixture.Run.Counters.BytesDecoded, "decoded after one");

            // The number of literals of the second payload is far too large.
            delta.File[delta.PayloadAt[20] + 2] = 0xFF;
            fixture = Start(delta);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(0, fixture.Run.Counters.BytesDecoded, "decoded after two");
        }

        [TestMethod]
        public void A_file_that_ends_too_soon_is_left_at_once()
        {
            LiteralDelta delta = Delta(_changed);
            StagingFixture fixture = Start(delta);
            byte[] part = new byte[delta.PayloadAt[20] + 100];
            System.Array.Copy(delta.File, 0, part, 0, part.Length);
            fixture.Server.Put(StagingFixture.DeltaUrl, part);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(Chunk, fixture.Run.Counters.BytesDecoded, "decoded before the end");
        }

        [TestMethod]
        public void Wrong_digests_of_a_section_are_made_up_for_by_the_table()
        {
            LiteralDelta delta = Delta(_changed);
            delta.File[delta.DigestsAt[0] + 5] ^= 1;
            StagingFixture fixture = Start(delta);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(0, fixture.Run.Counters.BytesDecoded, "decoded of a section for another image");
        }

        [TestMethod]
        public void A_section_for_another_image_is_not_used()
        {
            StagingFixture fixture = Start(Delta(_changed));
            fixture.RunsAllBut(new int[] { 3, 20, 32, 33 });
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(0, fixture.Run.Counters.BytesDecoded, "decoded");
        }

        [TestMethod]
        public void Where_nothing_runs_the_section_without_an_old_image_serves()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Server.Put(StagingFixture.DeltaUrl, new LiteralDelta(fixture.Image, _changed, null).File);
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((2 * Chunk) + StagingFixture.LastLength, fixture.Run.Counters.BytesDecoded, "decoded");
        }

        [TestMethod]
        public void What_runs_and_cannot_be_read_has_no_section_of_its_own()
        {
            StagingFixture fixture = Start(Delta(_changed));
            fixture.Slots.RunningReadFault = OtaResult.SlotReadFailed;
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(0, fixture.Run.Counters.BytesDecoded, "decoded");
            Assert.AreEqual(0, fixture.Run.Counters.BytesReused, "reused");
        }

        [TestMethod]
        public void The_delta_file_is_opened_once_for_all_groups()
        {
            StagingFixture fixture = Start(Delta(_changed));
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);

            // The file, and the payloads that are further away than what is read over.
            Assert.IsTrue(fixture.Server.Requests <= 4, fixture.Server.Requests.ToString() + " requests");

            // Without the file each group asks for it no more.
            StagingFixture without = Start(Delta(_changed));
            without.Server.Remove(StagingFixture.DeltaUrl);
            Expect.Result(OtaResult.Ok, without.Stage(true).Code);
            Assert.AreEqual(1 + 1 + 3, without.Server.Requests, "the delta file, the digests, three chunks");
        }

        [TestMethod]
        public void Of_the_delta_file_and_the_image_one_answer_is_open()
        {
            LiteralDelta delta = Delta(_changed);
            delta.File[delta.PayloadAt[3] + 9] ^= 1;
            StagingFixture fixture = Start(delta);
            int most = 0;
            fixture.Server.OnRead = () => most = fixture.Server.OpenBodies > most ? fixture.Server.OpenBodies : most;
            Expect.Result(OtaResult.Ok, fixture.Stage(true).Code);
            Assert.AreEqual(1, most, "a device has memory for one secure connection");
        }

        [TestMethod]
        public void A_cancellation_ends_the_staging_and_is_no_fault_of_the_file()
        {
            StagingFixture fixture = Start(Delta(_changed));
            fixture.Server.Remove(ClientFixture.ImageUrl);
            fixture.Server.OnRead = () => fixture.Run.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Stage(true).Code);
            Assert.AreEqual(1, fixture.Server.Requests, "requests");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void An_attempt_that_is_spent_ends_the_staging_and_is_no_fault_of_the_file()
        {
            StagingFixture fixture = Start(Delta(_changed));
            fixture.Server.Remove(ClientFixture.ImageUrl);
            fixture.Server.Remove(ClientFixture.TableUrl);
            fixture.Run.Attempt = new AttemptBounds();
            Assert.IsTrue(fixture.Run.Attempt.Begin(0, 0, 0, 700, 0, false));
            Expect.Result(OtaResult.AttemptSpent, fixture.Stage(true).Code);
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        private static LiteralDelta Delta(int[] chunks)
        {
            StagingFixture fixture = new StagingFixture();
            byte[] old = new byte[StagingFixture.Length];
            System.Array.Copy(fixture.Image, 0, old, 0, old.Length);
            for (int i = 0; i < chunks.Length; i++)
            {
                old[chunks[i] * Chunk] ^= 1;
            }

            return new LiteralDelta(fixture.Image, chunks, old);
        }

        private static StagingFixture Start(LiteralDelta delta)
        {
            return Start(delta, _changed);
        }

        private static StagingFixture Start(LiteralDelta delta, int[] changed)
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Server.Put(StagingFixture.DeltaUrl, delta.File);
            fixture.RunsAllBut(changed);
            return fixture;
        }
    }
}
