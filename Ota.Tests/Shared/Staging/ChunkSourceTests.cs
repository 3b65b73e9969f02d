using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>Where the chunks of an image come from without a delta file.</summary>
    [TestClass]
    public class ChunkSourceTests
    {
        private const int Chunk = ChunkDigest.BufferLength;

        [TestMethod]
        public void Chunks_that_run_at_their_place_are_not_fetched()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.RunsAllBut(new int[] { 3, 4, 5 });
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));

            // The second group is the running image's. Its digests came with those of the first.
            Assert.AreEqual((3 * Chunk) + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent");
            Assert.AreEqual(2, fixture.Server.Requests, "digests, and three chunks in one answer");
            Assert.AreEqual(StagingFixture.Length - (3 * Chunk), fixture.Run.Counters.BytesReused, "reused");
        }

        [TestMethod]
        public void A_small_gap_of_chunks_that_the_slot_holds_is_read_over()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.RunsAllBut(new int[] { 3, 4, 5, 6 });
            fixture.HoldsAllBut(new int[] { 0, 3, 6, 32 });
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((4 * Chunk) + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent: 3 to 6");
            Assert.AreEqual(2, fixture.Server.Requests, "digests, and one answer");
            Assert.AreEqual(Chunk + Chunk, fixture.Run.Counters.BytesReused, "reused: 0 and 32");
            Assert.AreEqual(4, fixture.Run.Counters.ChunksWritten, "written");
        }

        [TestMethod]
        public void A_large_gap_of_chunks_that_the_slot_holds_parts_an_answer_in_two()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.RunsAllBut(new int[] { 3, 4, 5, 6, 7 });
            fixture.HoldsAllBut(new int[] { 3, 7 });
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((2 * Chunk) + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent: 3 and 7");
            Assert.AreEqual(3, fixture.Server.Requests, "digests, and a chunk twice");
        }

        [TestMethod]
        public void An_answer_that_goes_on_into_the_next_group_is_left_where_the_group_runs()
        {
            // The first group is wanted whole, so the next one is asked for with it. But the next one runs.
            StagingFixture fixture = new StagingFixture();
            int[] all = new int[ChunkTable.GroupChunks];
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = i;
            }

            fixture.RunsAllBut(all);
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((ChunkTable.GroupChunks * Chunk) + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent");
            Assert.AreEqual(Chunk + StagingFixture.LastLength, fixture.Run.Counters.BytesReused, "reused: 32 and 33");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void A_file_that_grows_is_not_looked_at_for_what_comes_later()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Slots.Writing = SlotWriting.Appending;
            fixture.RunsAllBut(new int[] { 3, 4, 5 });
            fixture.HoldsAllBut(new int[] { 3, 5 });
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual((3 * Chunk) + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent: 4 would be cut off");
            Assert.AreEqual(2, fixture.Server.Requests, "digests, and three chunks in one answer");
            Assert.AreEqual(3, fixture.Run.Counters.BytesFetched / Chunk, "fetched");
        }

        [TestMethod]
        public void A_running_image_is_used_up_to_its_last_whole_chunk()
        {
            StagingFixture fixture = new StagingFixture();
            byte[] old = new byte[(20 * Chunk) + 17];
            System.Array.Copy(fixture.Image, 0, old, 0, old.Length);
            fixture.Slots.Flash(old);
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.AreEqual(20 * Chunk, fixture.Run.Counters.BytesReused, "reused");
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));

            StagingFixture exact = new StagingFixture();
            old = new byte[20 * Chunk];
            System.Array.Copy(exact.Image, 0, old, 0, old.Length);
            exact.Slots.Flash(old);
            Expect.Result(OtaResult.Ok, exact.Stage(false).Code);
            Assert.AreEqual(20 * Chunk, exact.Run.Counters.BytesReused, "reused of an image that ends with a chunk");
        }

        [TestMethod]
        public void Digests_of_the_groups_behind_come_along_and_no_group_is_asked_for_twice_in_a_row()
        {
            StagingFixture fixture = new StagingFixture();
            ChunkSource source = Open(fixture);
            Expect.Result(OtaResult.Ok, source.Load(1).Code);
            Expect.Result(OtaResult.Ok, source.Load(1).Code);
            Assert.AreEqual(1, fixture.Server.Requests, "the same group");
            Expect.Result(OtaResult.Ok, source.Load(0).Code);
            Expect.Result(OtaResult.Ok, source.Load(1).Code);
            Assert.AreEqual(2, fixture.Server.Requests, "the second group came with the first");
            Expect.Result(OtaResult.Ok, source.Load(0).Code);
            Assert.AreEqual(3, fixture.Server.Requests, "a group before");
        }

        [TestMethod]
        public void A_group_that_did_not_load_is_asked_for_again()
        {
            StagingFixture fixture = new StagingFixture();
            ChunkSource source = Open(fixture);
            Expect.Result(OtaResult.Ok, source.Load(1).Code);
            fixture.Server.Remove(ClientFixture.TableUrl);
            Expect.Result(OtaResult.HttpNotFound, source.Load(0).Code);
            Expect.Result(OtaResult.HttpNotFound, source.Load(0).Code);
            Expect.Result(OtaResult.HttpNotFound, source.Load(1).Code);
            fixture.Server.Put(ClientFixture.TableUrl, fixture.TableFile);
            Expect.Result(OtaResult.Ok, source.Load(0).Code);
        }

        [TestMethod]
        public void A_wrong_digest_of_a_later_group_is_about_the_table()
        {
            StagingFixture fixture = new StagingFixture();
            byte[] table = new byte[fixture.TableFile.Length];
            System.Array.Copy(fixture.TableFile, 0, table, 0, table.Length);
            table[table.Length - 1] ^= 1;
            fixture.Server.Put(ClientFixture.TableUrl, table);
            Expect.Outcome(OtaResult.TableDigestMismatch, ClientFixture.TableUrl, fixture.Stage(false));
            Assert.AreEqual(ChunkTable.GroupChunks, fixture.Run.Counters.ChunksWritten, "written of the first group");
            Assert.IsFalse(fixture.Slots.IsOpen);
        }

        [TestMethod]
        public void A_chunk_that_comes_wrong_is_asked_for_again_and_no_other()
        {
            StagingFixture fixture = new StagingFixture();
            byte[] wrong = new byte[StagingFixture.Length];
            System.Array.Copy(fixture.Image, 0, wrong, 0, wrong.Length);
            wrong[(2 * Chunk) + 9] ^= 1;
            fixture.Server.Put(ClientFixture.ImageUrl, wrong);
            Expect.Result(OtaResult.Ok, fixture.Stage(false, (int done, int total) =>
            {
                if (done == 2 * Chunk)
                {
                    // The bytes of the open answer are still the wrong ones.
                    fixture.Server.Put(ClientFixture.ImageUrl, fixture.Image);
                }
            }).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(1, fixture.Run.Counters.Retries, "retries");
            Assert.IsTrue(fixture.Clock.Slept > 0, "no pause before the retry");
        }

        [TestMethod]
        public void A_chunk_that_stays_wrong_ends_with_its_code_after_the_retries()
        {
            StagingFixture fixture = new StagingFixture();
            byte[] wrong = new byte[StagingFixture.Length];
            System.Array.Copy(fixture.Image, 0, wrong, 0, wrong.Length);
            wrong[9] ^= 1;
            fixture.Server.Put(ClientFixture.ImageUrl, wrong);
            Expect.Outcome(OtaResult.ChunkDigestMismatch, ClientFixture.ImageUrl, fixture.Stage(false));
            Assert.AreEqual(2, fixture.Run.Counters.Retries, "retries");
            Assert.AreEqual(0, fixture.Slots.Begins, "openings");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void A_cancellation_is_seen_while_the_running_image_is_looked_at()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.RunsAllBut(new int[0]);
            fixture.Run.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Stage(false).Code);
            Assert.AreEqual(1, fixture.Server.Requests, "requests");
        }

        [TestMethod]
        public void Of_two_answers_one_is_open()
        {
            StagingFixture fixture = new StagingFixture();
            int most = 0;
            fixture.Server.OnRead = () => most = fixture.Server.OpenBodies > most ? fixture.Server.OpenBodies : most;
            fixture.RunsAllBut(new int[] { 3, 20, 33 });
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.AreEqual(1, most, "a device has memory for one secure connection");
        }

        private static ChunkSource Open(StagingFixture fixture)
        {
            RemoteImage image = fixture.Locate(false);
            ChunkSource source = new ChunkSource(fixture.Run, image, image.NewTable(), null, new byte[Chunk]);
            Expect.Result(OtaResult.Ok, source.Open().Code);
            return source;
        }
    }
}
