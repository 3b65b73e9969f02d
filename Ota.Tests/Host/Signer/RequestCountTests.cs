using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;

namespace NanoOta.Tests.Signer
{
    /// <summary>
    /// How many requests an update costs. A device pays seconds for each connection, and a TLS handshake is about 5 KB.
    /// </summary>
    [TestClass]
    public sealed class RequestCountTests : IDisposable
    {
        private const int Chunk = ChunkDigest.BufferLength;
        private const int Group = ChunkTable.GroupChunks * Chunk;

        // The manifest. The head of the table comes with the first groups.
        private const int Always = 1;

        private readonly SignerFixture _fixture = new(new MemorySlots(10 * Group));

        [TestMethod]
        [DataRow(1, 1, 1, DisplayName = "one group")]
        [DataRow(4, 1, 1, DisplayName = "four groups, whose digests come in one answer")]
        [DataRow(5, 2, 2, DisplayName = "five groups")]
        [DataRow(9, 3, 3, DisplayName = "nine groups")]
        public void An_image_without_an_old_one_costs_two_requests_for_four_groups(int groups, int tables, int images)
        {
            Update(TestImages.Noise(1, Chunk), TestImages.Noise(2, groups * Group));
            Assert.AreEqual(Always + tables + images, _fixture.Device.Client.Counters.Requests);
        }

        [TestMethod]
        public void T10_Twenty_changes_with_small_gaps_between_cost_one_request_and_not_twenty()
        {
            byte[] old = TestImages.Noise(1, 60 * Chunk);
            byte[] image = [.. old];
            for (int i = 0; i < 20; i++)
            {
                image[(i * 3 * Chunk) + 7] ^= 1;
            }

            Update(old, image);

            // The answer ends at the end of the first group, and the gap there is small too. The second group has an answer of its own.
            Assert.AreEqual(Always + 1 + 2, _fixture.Device.Client.Counters.Requests);
            Assert.AreEqual(40 * Chunk, _fixture.Device.Client.Counters.BytesReused);
        }

        [TestMethod]
        public void Changes_that_lie_far_apart_cost_a_request_each_and_nothing_is_read_over()
        {
            byte[] old = TestImages.Noise(1, 30 * Chunk);
            byte[] image = [.. old];
            image[7] ^= 1;
            image[(10 * Chunk) + 7] ^= 1;
            image[(20 * Chunk) + 7] ^= 1;
            Update(old, image);
            Assert.AreEqual(Always + 1 + 3, _fixture.Device.Client.Counters.Requests);
            int table = TestImages.Table(image).Length;
            Assert.AreEqual(table + (3 * Chunk), _fixture.Device.Client.Counters.BytesFetched - ManifestLength, "table and three chunks");
        }

        [TestMethod]
        public void A_group_that_was_changed_whole_is_no_reason_to_read_the_next_one_that_is_not()
        {
            byte[] old = TestImages.Noise(1, 4 * Group);
            byte[] image = [.. TestImages.Noise(2, Group), .. old[Group..]];
            Update(old, image);
            int head = TestImages.Head(image).Length;
            int digests = TestImages.Table(image).Length - head;
            Assert.AreEqual(head + digests + Group, _fixture.Device.Client.Counters.BytesFetched - ManifestLength);
            Assert.AreEqual(Always + 2, _fixture.Device.Client.Counters.Requests);
        }

        public void Dispose() => _fixture.Dispose();

        private int ManifestLength { get; set; }

        private void Update(byte[] old, byte[] image)
        {
            _fixture.Device.Slots.Flash(old);
            _fixture.Device.Server.Put(ClientFixture.ImageUrl, image);
            _fixture.Device.Server.Put(ClientFixture.TableUrl, TestImages.Table(image));
            string envelope = _fixture.Signer.Sign(SignedReleasesTests.Payload(image, TestImages.Head(image)).ToString());
            ManifestLength = envelope.Length;
            _fixture.Device.Publish(envelope);
            Expect.Result(OtaResult.Ok, _fixture.Device.Client.Update());
            Assert.IsTrue(_fixture.Device.Slots.Holds(1, image), "The slot holds something else.");
        }
    }
}
