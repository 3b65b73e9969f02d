using System;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class SlotStagerTests
    {
        private const int Chunk = ChunkDigest.BufferLength;

        [TestMethod]
        public void A_slot_that_holds_the_image_is_neither_opened_nor_fetched()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.HoldsAllBut(new int[0]);
            int erases = fixture.Slots.Erases;
            int told = 0;
            int expected = 0;
            fixture.Slots.BeginFault = OtaResult.SlotUnavailable;
            Expect.Result(OtaResult.Ok, fixture.Stage(false, (int done, int total) =>
            {
                expected = StagingFixture.EndOf(told);
                Assert.AreEqual(expected, done, "progress");
                Assert.AreEqual(StagingFixture.Length, total, "total");
                told++;
            }).Code);
            Assert.AreEqual(StagingFixture.Chunks, told, "chunks told");
            Assert.AreEqual(1, fixture.Server.Requests, "requests: the head of the table");
            Assert.AreEqual(erases, fixture.Slots.Erases);
            Assert.AreEqual(StagingFixture.Length, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(0, fixture.Run.Counters.ChunksWritten, "written");
        }

        [TestMethod]
        public void An_empty_slot_gets_every_chunk_in_one_answer()
        {
            StagingFixture fixture = new StagingFixture();
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(StagingFixture.Chunks, fixture.Run.Counters.ChunksWritten, "written");
            Assert.AreEqual(0, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(StagingFixture.Length + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent");
            Assert.AreEqual(2, fixture.Server.Requests, "the digests and the image");
            Assert.AreEqual(1, fixture.Slots.Begins, "openings");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
            Assert.IsFalse(fixture.Slots.IsOpen);
        }

        [TestMethod]
        public void In_place_only_the_wrong_chunks_are_written()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.HoldsAllBut(new int[] { 5, 7, 8, 33 });
            int erases = fixture.Slots.Erases;
            int begins = fixture.Slots.Begins;
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(4, fixture.Slots.Erases - erases, "sectors erased");
            Assert.AreEqual(3, fixture.Slots.Begins - begins, "openings: 5, 7 and 33");
            Assert.AreEqual(4, fixture.Run.Counters.ChunksWritten, "written");
            Assert.AreEqual(StagingFixture.Length - (3 * Chunk) - StagingFixture.LastLength, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual((4 * Chunk) + StagingFixture.LastLength + StagingFixture.TableBytes, fixture.Server.BytesSent, "sent: 6 is read over");
        }

        [TestMethod]
        public void A_file_that_grows_is_written_from_its_first_wrong_chunk_on()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Slots.Writing = SlotWriting.Appending;
            fixture.HoldsAllBut(new int[] { 10 });
            int begins = fixture.Slots.Begins;
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Image));
            Assert.AreEqual(10 * Chunk, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(StagingFixture.Chunks - 10, fixture.Run.Counters.ChunksWritten, "written");
            Assert.AreEqual(1, fixture.Slots.Begins - begins, "openings");
        }

        [TestMethod]
        public void A_chunk_that_rots_while_others_are_written_is_found_at_the_end()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.HoldsAllBut(new int[] { 33 });
            Expect.Result(OtaResult.SlotWriteFailed, fixture.Stage(false, (int done, int total) =>
            {
                if (done == total)
                {
                    fixture.Slots.Damage(1, 20 * Chunk);
                }
            }).Code);
            Assert.IsFalse(fixture.Slots.IsOpen);

            // The same staging again finds the rotten chunk and no other.
            int erases = fixture.Slots.Erases;
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.AreEqual(1, fixture.Slots.Erases - erases);
        }

        [TestMethod]
        public void A_slot_that_cannot_be_read_at_the_end_is_not_complete()
        {
            StagingFixture fixture = new StagingFixture();
            Expect.Result(OtaResult.SlotReadFailed, fixture.Stage(false, (int done, int total) =>
            {
                fixture.Slots.ReadFault = done == total ? OtaResult.SlotReadFailed : OtaResult.Ok;
            }).Code);
        }

        [TestMethod]
        public void A_refusal_at_the_end_is_the_images_fault_only_if_flash_holds_the_image()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Slots.EndFault = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, fixture.Stage(false).Code);
            fixture.Slots.LosesWrites = true;
            fixture.Slots.Damage(1, 20 * Chunk);
            Expect.Result(OtaResult.SlotWriteFailed, fixture.Stage(false).Code);
        }

        [TestMethod]
        public void An_end_that_failed_otherwise_is_told_as_is()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Slots.EndFault = OtaResult.SlotWriteFailed;
            Expect.Result(OtaResult.SlotWriteFailed, fixture.Stage(false, (int done, int total) =>
            {
                fixture.Slots.ReadFault = done == total ? OtaResult.SlotReadFailed : OtaResult.Ok;
            }).Code);
        }

        [TestMethod]
        public void A_failed_write_gives_the_slot_up_and_counts_no_chunk()
        {
            StagingFixture fixture = new StagingFixture();
            int told = 0;
            Expect.Result(OtaResult.SlotWriteFailed, fixture.Stage(false, (int done, int total) =>
            {
                told++;
                fixture.Slots.WriteFault = told == 3 ? OtaResult.SlotWriteFailed : OtaResult.Ok;
            }).Code);
            Assert.AreEqual(3, told, "chunks told");
            Assert.AreEqual(3, fixture.Run.Counters.ChunksWritten, "written");
            Assert.IsFalse(fixture.Slots.IsOpen);
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void A_slot_that_does_not_open_is_not_written()
        {
            StagingFixture fixture = new StagingFixture();
            fixture.Slots.BeginFault = OtaResult.SlotOnTrial;
            fixture.Slots.WriteFault = OtaResult.SlotWriteFailed;
            Expect.Result(OtaResult.SlotOnTrial, fixture.Stage(false).Code);
            Assert.AreEqual(1, fixture.Slots.Aborts, "the slot may have opened in part");
        }

        [TestMethod]
        public void A_cancelled_staging_writes_no_chunk_more()
        {
            StagingFixture fixture = new StagingFixture();
            Expect.Result(OtaResult.Cancelled, fixture.Stage(false, (int done, int total) =>
            {
                if (done == 2 * Chunk)
                {
                    fixture.Run.Cancel();
                }
            }).Code);
            Assert.AreEqual(2, fixture.Run.Counters.ChunksWritten, "written");
            Assert.IsFalse(fixture.Slots.IsOpen);
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");

            fixture.Run.ForgetCancel();
            Expect.Result(OtaResult.Ok, fixture.Stage(false).Code);
            Assert.AreEqual(2 * Chunk, fixture.Run.Counters.BytesResumed, "resumed");
        }

        [TestMethod]
        public void An_exception_of_a_handler_leaves_nothing_open()
        {
            StagingFixture fixture = new StagingFixture();
            bool isThrown = false;
            try
            {
                fixture.Stage(false, (int done, int total) => throw new InvalidOperationException());
            }
            catch (InvalidOperationException)
            {
                isThrown = true;
            }

            Assert.IsTrue(isThrown);
            Assert.IsFalse(fixture.Slots.IsOpen);
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }
    }
}
