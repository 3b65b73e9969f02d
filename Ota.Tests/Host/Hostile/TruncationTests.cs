using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>A small release whose files end at every byte there is, of the headers and of the body.</summary>
    [TestClass]
    public class TruncationTests
    {
        [TestMethod]
        public void A_manifest_that_ends_at_any_byte_is_no_manifest() => Sweep(ReleaseFile.Manifest);

        [TestMethod]
        public void A_chunk_table_that_ends_at_any_byte_is_no_table() => Sweep(ReleaseFile.Table);

        [TestMethod]
        public void An_image_that_ends_at_any_byte_leaves_proven_chunks_only() => Sweep(ReleaseFile.Image);

        private static void Sweep(ReleaseFile target)
        {
            // The running image has no chunk of the new one. One answer has the head of the table and the digests of two chunks.
            int size = target == ReleaseFile.Table ? 4500 : 1500;
            using HostileFixture fixture = new(TestImages.Noise(11, size), TestImages.Noise(12, size), attempts: 1);
            byte[] file = target switch
            {
                ReleaseFile.Manifest => fixture.Release.Manifest,
                ReleaseFile.Table => fixture.Release.Table,
                _ => fixture.Release.Image,
            };
            Question whole = Question.Of(target, file, "GET / HTTP/1.1\r\n\r\n");
            int length = whole.Bytes.Length;
            int cut = 0;
            fixture.Server.Fault = q => q.Kind == target && q.From == whole.From ? q.SendOnly(Volatile.Read(ref cut)).Close() : null;
            Func<OtaResult> operation = fixture.Client.Check;
            if (target != ReleaseFile.Manifest)
            {
                Assert.AreEqual(OtaResult.Ok, fixture.Client.Check());
                operation = fixture.Client.Stage;
            }

            for (int at = 0; at < length; at++)
            {
                Volatile.Write(ref cut, at);
                OtaResult expected = at < length - whole.Body.Length ? OtaResult.ConnectFailed : OtaResult.BodyTooShort;
                fixture.Clock.Advance(AttemptBounds.IdleDays * (long)AttemptBounds.IdlePause);
                Assert.AreEqual(expected, HostileFixture.Bounded(operation), $"cut after {at} of {length} bytes");
                Assert.AreEqual(target == ReleaseFile.Manifest ? OtaState.Idle : OtaState.Offered, fixture.Client.State);
                fixture.AssertNothingLost(attempts: at + 1);
            }

            fixture.Clock.UtcSeconds = HostileFixture.Now;
            fixture.AssertUpdates();
        }
    }
}
