using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ImageReaderTests
    {
        private const int Chunk = ChunkDigest.BufferLength;

        [TestMethod]
        public void Reading_on_gives_every_byte_in_one_answer()
        {
            StagingFixture fixture = new StagingFixture();
            ImageReader reader = Open(fixture);
            Assert.AreEqual(StagingFixture.Length, reader.Length);
            byte[] read = new byte[StagingFixture.Length];
            int at = 0;
            int count;
            while ((count = reader.Read(at, read, at, 1000 < read.Length - at ? 1000 : read.Length - at)) > 0)
            {
                at += count;
            }

            Assert.AreEqual(0, count, "the end");
            Assert.AreEqual(StagingFixture.Length, at);
            for (int i = 0; i < read.Length; i++)
            {
                if (read[i] != fixture.Image[i])
                {
                    Assert.AreEqual(fixture.Image[i], read[i], "byte " + i.ToString());
                }
            }

            Assert.AreEqual(2, fixture.Server.Requests, "the digests and the image");
            reader.Close();
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        [DataRow(0, 10, 10)]
        [DataRow(ChunkDigest.BufferLength - 3, 10, 3)]
        [DataRow(ChunkDigest.BufferLength - 1, 1, 1)]
        [DataRow(ChunkDigest.BufferLength, 5000, ChunkDigest.BufferLength)]
        [DataRow(StagingFixture.Length - 1, 10, 1)]
        [DataRow(StagingFixture.Length - StagingFixture.LastLength, 4096, StagingFixture.LastLength)]
        [DataRow(StagingFixture.Length, 10, 0)]
        [DataRow(StagingFixture.Length + 1, 10, 0)]
        [DataRow(77, 0, 0)]
        public void A_read_ends_with_its_chunk(int offset, int count, int expected)
        {
            StagingFixture fixture = new StagingFixture();
            byte[] buffer = new byte[6000];
            Assert.AreEqual(expected, Open(fixture).Read(offset, buffer, 7, count));
            for (int i = 0; i < buffer.Length; i++)
            {
                bool isRead = i >= 7 && i < 7 + expected;
                if (isRead ? buffer[i] != fixture.Image[offset + i - 7] : buffer[i] != 0)
                {
                    Assert.IsTrue(false, "byte " + i.ToString());
                }
            }

            if (expected == 0)
            {
                Assert.AreEqual(1, fixture.Server.Requests, "requests: the head of the table");
            }
        }

        [TestMethod]
        [DataRow(-1, 0, 1)]
        [DataRow(0, -1, 1)]
        [DataRow(0, 0, -1)]
        [DataRow(0, 1, 10)]
        [DataRow(0, 11, 0)]
        public void A_range_outside_of_the_buffer_or_the_image_is_refused(int offset, int index, int count)
        {
            StagingFixture fixture = new StagingFixture();
            Assert.AreEqual(-(int)OtaResult.SlotArgument, Open(fixture).Read(offset, new byte[10], index, count));
            Assert.AreEqual(-(int)OtaResult.SlotArgument, Open(fixture).Read(0, null, 0, 0), "no buffer");
            Assert.AreEqual(2, fixture.Server.Requests, "requests: the head of the table");
        }

        [TestMethod]
        public void A_buffer_may_be_filled_to_its_last_byte()
        {
            Assert.AreEqual(9, Open(new StagingFixture()).Read(0, new byte[10], 1, 9));
        }

        [TestMethod]
        public void A_chunk_in_hand_is_not_fetched_again()
        {
            StagingFixture fixture = new StagingFixture();
            ImageReader reader = Open(fixture);
            byte[] buffer = new byte[16];
            Assert.AreEqual(16, reader.Read(Chunk, buffer, 0, 16));
            int requests = fixture.Server.Requests;
            int sent = fixture.Server.BytesSent;
            Assert.AreEqual(16, reader.Read(Chunk + 500, buffer, 0, 16));
            Assert.AreEqual(16, reader.Read(Chunk, buffer, 0, 16));
            Assert.AreEqual(requests, fixture.Server.Requests, "requests");
            Assert.AreEqual(sent, fixture.Server.BytesSent, "sent");

            Assert.AreEqual(16, reader.Read(0, buffer, 0, 16));
            Assert.AreEqual(requests + 1, fixture.Server.Requests, "reading back is a new request");
            Assert.AreEqual(fixture.Image[0], buffer[0]);
        }

        [TestMethod]
        public void Wrong_bytes_are_an_error_and_never_bytes()
        {
            StagingFixture fixture = new StagingFixture();
            ImageReader reader = Open(fixture);
            byte[] buffer = new byte[16];
            Assert.AreEqual(16, reader.Read(0, buffer, 0, 16));
            reader.Close();
            fixture.Server.Put(ClientFixture.ImageUrl, TestImages.Noise(5, StagingFixture.Length));
            Assert.AreEqual(-(int)OtaResult.ChunkDigestMismatch, reader.Read(Chunk, new byte[16], 0, 16));

            // The buffer holds rubbish now, so the chunk that was in hand is in hand no more.
            Assert.AreEqual(-(int)OtaResult.ChunkDigestMismatch, reader.Read(0, buffer, 0, 16));
            fixture.Server.Put(ClientFixture.ImageUrl, fixture.Image);
            Assert.AreEqual(16, reader.Read(0, buffer, 0, 16));
            Assert.AreEqual(fixture.Image[0], buffer[0]);
        }

        [TestMethod]
        public void A_group_that_does_not_load_is_an_error()
        {
            StagingFixture fixture = new StagingFixture();
            ImageReader reader = Open(fixture);

            // The digests come with the head, as long as the answer stays open.
            reader.Close();
            fixture.Server.Remove(ClientFixture.TableUrl);
            Assert.AreEqual(-(int)OtaResult.HttpNotFound, reader.Read(0, new byte[16], 0, 16));
            Assert.AreEqual(0, fixture.Server.OpenBodies, "open answers");
        }

        [TestMethod]
        public void After_a_close_the_next_read_opens_another_answer()
        {
            StagingFixture fixture = new StagingFixture();
            ImageReader reader = Open(fixture);
            byte[] buffer = new byte[16];
            Assert.AreEqual(16, reader.Read(0, buffer, 0, 16));
            Assert.AreEqual(1, fixture.Server.OpenBodies, "the rest of the group");
            reader.Close();
            Assert.AreEqual(0, fixture.Server.OpenBodies, "closed");
            int requests = fixture.Server.Requests;
            Assert.AreEqual(16, reader.Read(Chunk, buffer, 0, 16));
            Assert.AreEqual(requests + 1, fixture.Server.Requests, "requests");
            Assert.AreEqual(fixture.Image[Chunk], buffer[0]);
        }

        private static ImageReader Open(StagingFixture fixture)
        {
            ImageReader reader = new ImageReader(fixture.Run, fixture.Locate(false));
            Expect.Result(OtaResult.Ok, reader.Open().Code);
            return reader;
        }
    }
}
