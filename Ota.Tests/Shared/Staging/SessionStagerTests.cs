using System;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class SessionStagerTests
    {
        private const int Chunk = ChunkDigest.BufferLength;

        [TestMethod]
        public void A_fresh_session_gets_the_proven_head_and_then_every_byte()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            int last = 0;
            Expect.Result(OtaResult.Ok, Stage(fixture, session, (int done, int total) => last = done).Code);
            Assert.AreEqual(StagingFixture.Length, session.ImageLength, "length");
            Assert.AreEqual(Chunk, session.Head.Length, "bytes of the head");
            Compare(fixture.Image, session.Head, 0, Chunk);
            Compare(fixture.Image, session.Bytes, 0, StagingFixture.Length);
            Assert.AreEqual(StagingFixture.Length, session.Written, "written");
            Assert.AreEqual(StagingFixture.Length, last, "progress");
            Assert.AreEqual(StagingFixture.Chunks, fixture.Run.Counters.ChunksWritten, "chunks");
            Assert.AreEqual(0, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(1, session.Ends, "ends");
            Assert.AreEqual(0, session.Aborts, "given up");
            Assert.AreEqual(StagingFixture.Length + StagingFixture.TableBytes, fixture.Server.BytesSent, "the first chunk was sent twice");
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(ChunkDigest.BufferLength - 1)]
        [DataRow(ChunkDigest.BufferLength)]
        [DataRow(ChunkDigest.BufferLength + 1)]
        [DataRow((5 * ChunkDigest.BufferLength) + 1000)]
        [DataRow(ChunkTable.GroupChunks * ChunkDigest.BufferLength)]
        [DataRow((ChunkTable.GroupChunks * ChunkDigest.BufferLength) + 1)]
        [DataRow(StagingFixture.Length - 1)]
        public void A_session_goes_on_at_the_byte_where_it_stopped(int start)
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            session.Start = start;
            Expect.Result(OtaResult.Ok, Stage(fixture, session, null).Code);
            Assert.AreEqual(StagingFixture.Length - start, session.Written, "written");
            Compare(fixture.Image, session.Bytes, start, StagingFixture.Length - start);
            Assert.AreEqual(start / Chunk * Chunk, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(1, session.Ends, "ends");
        }

        [TestMethod]
        public void A_group_that_the_session_has_is_not_loaded()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            session.Start = ChunkTable.GroupChunks * Chunk;
            Expect.Result(OtaResult.Ok, Stage(fixture, session, null).Code);

            // For the head of the image the first group was loaded, and its first chunk.
            Assert.IsTrue(fixture.Server.BytesSent < StagingFixture.TableBytes + (3 * Chunk), fixture.Server.BytesSent.ToString() + " bytes");
        }

        [TestMethod]
        public void A_session_that_is_complete_is_ended_without_a_write()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            session.Start = StagingFixture.Length;
            Expect.Result(OtaResult.Ok, Stage(fixture, session, null).Code);
            Assert.AreEqual(0, session.Written, "written");
            Assert.AreEqual(StagingFixture.Length, fixture.Run.Counters.BytesResumed, "resumed");
            Assert.AreEqual(1, session.Ends, "ends");
            Assert.AreEqual(0, session.Aborts, "given up");
        }

        [TestMethod]
        public void A_session_that_does_not_open_is_given_up()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            session.Start = -(int)OtaResult.SlotUnavailable;
            Expect.Result(OtaResult.SlotUnavailable, Stage(fixture, session, null).Code);
            Assert.AreEqual(0, session.Written, "written");
            Assert.AreEqual(0, session.Ends, "ends");
            Assert.AreEqual(1, session.Aborts, "given up");
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void Without_a_proven_head_no_session_is_opened()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            fixture.Server.Remove(ClientFixture.TableUrl);
            Expect.Result(OtaResult.HttpNotFound, Stage(fixture, session, null).Code);
            fixture.Server.Put(ClientFixture.TableUrl, fixture.TableFile);
            fixture.Server.Put(ClientFixture.ImageUrl, TestImages.Noise(8, StagingFixture.Length));
            Expect.Result(OtaResult.ChunkDigestMismatch, Stage(fixture, session, null).Code);
            Assert.AreEqual(0, session.Resumes, "opened");
            Assert.AreEqual(0, session.Aborts, "given up");
        }

        [TestMethod]
        public void A_failed_write_gives_the_session_up_and_a_failed_end_is_told()
        {
            StagingFixture fixture = new StagingFixture();
            MemorySession session = new MemorySession(StagingFixture.Length);
            session.WriteFault = OtaResult.SlotWriteFailed;
            Expect.Result(OtaResult.SlotWriteFailed, Stage(fixture, session, null).Code);
            Assert.AreEqual(1, session.Aborts, "given up");
            Assert.AreEqual(0, session.Ends, "ends");

            session.WriteFault = OtaResult.Ok;
            session.EndFault = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, Stage(fixture, session, null).Code);
            Assert.AreEqual(1, session.Ends, "ends");
            Assert.AreEqual(1, session.Aborts, "an ended session is not given up");
        }

        [TestMethod]
        public void An_image_of_one_short_chunk_is_its_own_head()
        {
            StagingFixture fixture = new StagingFixture();
            byte[] image = TestImages.Noise(4, 1500);
            fixture.Server.Put(ClientFixture.ImageUrl, image);
            fixture.Server.Put(ClientFixture.TableUrl, TestImages.Table(image));
            MemorySession session = new MemorySession(StagingFixture.Length);
            RemoteImage located = fixture.Locate(image, false);
            Expect.Result(OtaResult.Ok, new SessionStager(fixture.Run, session, located, located.NewTable()).Stage(null).Code);
            Assert.AreEqual(1500, session.Head.Length, "bytes of the head");
            Assert.AreEqual(1500, session.Written, "written");
            Compare(image, session.Bytes, 0, 1500);
        }

        private static OtaOutcome Stage(StagingFixture fixture, MemorySession session, OtaProgressHandler progress)
        {
            RemoteImage image = fixture.Locate(false);
            return new SessionStager(fixture.Run, session, image, image.NewTable()).Stage(progress);
        }

        private static void Compare(byte[] expected, byte[] actual, int from, int count)
        {
            for (int i = from; i < from + count; i++)
            {
                if (expected[i] != actual[i])
                {
                    throw new Exception("byte " + i.ToString() + " differs");
                }
            }
        }
    }
}
