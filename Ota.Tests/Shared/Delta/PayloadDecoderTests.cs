using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    /// <summary>Payloads of format D1. The old image is 00 to 3F, the section's differences are 01 02 FF 10, then zeros.</summary>
    [TestClass]
    public class PayloadDecoderTests
    {
        private const string Refused = "DeltaMalformed";

        [TestMethod]
        [DataRow("30414243", 0, 3, "414243")]
        [DataRow("27aabb08", 0, 12, "aabb0405060708090a0b0c0d")]
        [DataRow("0722", 40, 10, "1f202122232425262728")]
        [DataRow("1f5a0201", 0, 21, "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a")]
        [DataRow("0307", 8, 6, "050403020504")]
        [DataRow("0f0e000031e29f42", 0, 32, "010102030605060708090a0b0c0d0e0f101112131315161718191a1b1c1d601f")]
        [DataRow("0f1e00f000f106", 0, 48, "000102030405060708090a0b0c0d0f0f101112131415161718191a1b1c1d1e1f202122252425262728292a2b2c2d2e2f")]
        public void The_description_has_these_payloads(string payload, int offset, int length, string chunk)
        {
            Assert.AreEqual(chunk, Decode(payload, offset, length, 64, true, 0));
        }

        [TestMethod]
        [DataRow("30414243", 0, 3, "414243")]
        [DataRow("1f5a0201", 0, 21, "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a")]
        [DataRow("0f1e00f000f106", 0, 48, "000102030405060708090a0b0c0d0f0f101112131415161718191a1b1c1d1e1f202122252425262728292a2b2c2d2e2f")]
        public void A_payload_may_arrive_byte_by_byte(string payload, int offset, int length, string chunk)
        {
            Assert.AreEqual(chunk, Decode(payload, offset, length, 64, true, 1));
        }

        [TestMethod]
        [DataRow("", 3, "no token")]
        [DataRow("3041", 3, "literals that are not there")]
        [DataRow("4041424344", 3, "literals beyond the chunk")]
        [DataRow("F0", 3, "a number that is not there")]
        [DataRow("f0ff", 30, "a number without an end")]
        [DataRow("f08080808000", 30, "a literal number of 5 bytes")]
        [DataRow("0f8080808000", 30, "a copy's number of 5 bytes")]
        [DataRow("008080808000", 3, "a source's number of 5 bytes")]
        [DataRow("f0ffffff7f", 30, "literals far beyond the chunk")]
        [DataRow("0fffffff7f00", 30, "a copy far beyond the chunk")]
        [DataRow("00", 3, "a copy without a source")]
        [DataRow("0200", 3, "a copy beyond the chunk")]
        [DataRow("0002", 3, "a copy from before the old image")]
        [DataRow("00f801", 3, "a copy from behind the old image")]
        [DataRow("00fcffff7f", 3, "a copy from far behind the old image")]
        [DataRow("00feffff7f", 3, "a copy from far before the old image")]
        [DataRow("0001", 3, "a copy of the new image from before its start")]
        [DataRow("0000f3", 3, "a fix without its number")]
        [DataRow("00000f", 3, "a fix without its difference")]
        [DataRow("000030", 3, "a fix behind the chunk")]
        [DataRow("0000000000" + "00", 3, "four fixes in three bytes")]
        [DataRow("0000f0ffffff7f", 3, "a fix far behind the chunk")]
        [DataRow("3041424330", 3, "bytes that are left over")]
        public void A_malformed_payload_is_refused(string payload, int length, string what)
        {
            Assert.AreEqual(Refused, Decode(payload, 0, length, 64, true, 0), what);
            Assert.AreEqual(Refused, Decode(payload, 0, length, 64, true, 1), what + ", byte by byte");
        }

        [TestMethod]
        public void The_last_bytes_of_the_old_image_can_be_copied()
        {
            // 61 * 4: from 61 on.
            Assert.AreEqual("3d3e3f", Decode("00f401", 0, 3, 64, true, 0));
            Assert.AreEqual(Refused, Decode("00f401", 0, 3, 63, true, 0), "an old image of 63 bytes");
        }

        [TestMethod]
        public void Without_an_old_image_nothing_is_copied_from_it()
        {
            Assert.AreEqual(Refused, Decode("0000", 0, 3, 0, true, 0));
        }

        [TestMethod]
        public void A_section_says_whether_the_new_image_is_read()
        {
            Assert.AreEqual("050403020504", Decode("0307", 8, 6, 64, true, 0));
            Assert.AreEqual(Refused, Decode("0307", 8, 6, 64, false, 0));

            // Inside the chunk it is not.
            Assert.AreEqual("5a5a5a5a5a", Decode("115a01", 8, 5, 64, false, 0));
        }

        [TestMethod]
        public void A_copy_goes_on_from_below_the_chunk_into_it()
        {
            // 06 and 05 lie below the chunk. The rest repeats AA BB, and what was copied.
            Assert.AreEqual("aabb0302aabb0302aabb", Decode("25aabb07", 8, 10, 64, true, 0));
        }

        [TestMethod]
        public void A_copy_sees_the_bytes_of_its_chunk_before_their_fixes()
        {
            // The first byte becomes 5B only when all is copied.
            Assert.AreEqual("5b5a5a5a", Decode("105a0100", 0, 4, 64, true, 0));
        }

        [TestMethod]
        public void A_failed_read_of_an_image_is_reported_as_it_is()
        {
            MemoryDelta delta = Make("0000");
            delta.ImageFault = OtaResult.SlotReadFailed;
            Assert.AreEqual((int)OtaResult.SlotReadFailed, (int)Open(delta, 2, 64, true).Decode(2, 0, 3));
        }

        [TestMethod]
        public void A_chunk_of_literals_has_the_longest_payload()
        {
            byte[] payload = new byte[PayloadDecoder.MaxPayload];
            payload[0] = 0xF0;
            payload[1] = 0xF1;
            payload[2] = 0x1F;
            for (int i = 3; i < payload.Length; i++)
            {
                payload[i] = (byte)(i * 7);
            }

            MemoryDelta delta = new MemoryDelta(payload, new byte[0], new byte[0]);
            PayloadDecoder decoder = Open(delta, payload.Length, 0, false);
            Assert.AreEqual((int)OtaResult.Ok, (int)decoder.Decode(payload.Length, 0, ChunkDigest.BufferLength));
            for (int i = 0; i < ChunkDigest.BufferLength; i++)
            {
                Assert.AreEqual((int)payload[i + 3], (int)decoder.Chunk[i]);
            }
        }

        [TestMethod]
        public void After_a_refused_payload_the_next_one_is_decoded()
        {
            MemoryDelta delta = Make("00023041424330");
            PayloadDecoder decoder = Open(delta, 7, 64, true);
            Assert.AreEqual((int)OtaResult.DeltaMalformed, (int)decoder.Decode(2, 0, 3));
            decoder.MoveTo(2, 7);
            Assert.AreEqual((int)OtaResult.Ok, (int)decoder.Decode(4, 0, 3));
            Assert.AreEqual("414243", TestBytes.ToHex(decoder.Chunk, 3));
        }

        private static MemoryDelta Make(string payload)
        {
            byte[] old = new byte[64];
            for (int i = 0; i < old.Length; i++)
            {
                old[i] = (byte)i;
            }

            byte[] made = { 9, 8, 7, 6, 5, 4, 3, 2 };
            return new MemoryDelta(TestBytes.FromHex(payload), old, made);
        }

        private static PayloadDecoder Open(MemoryDelta delta, int end, int oldLength, bool readsNew)
        {
            PayloadDecoder decoder = new PayloadDecoder(delta, delta, new byte[ChunkDigest.BufferLength]);
            byte[] differences = new byte[PayloadDecoder.DeltaCount];
            differences[0] = 1;
            differences[1] = 2;
            differences[2] = 0xFF;
            differences[3] = 0x10;
            decoder.Deltas = differences;
            decoder.OldLength = oldLength;
            decoder.ReadsNew = readsNew;
            decoder.MoveTo(0, end);
            return decoder;
        }

        // The chunk in hex, or what the payload was refused with.
        private static string Decode(string payload, int offset, int length, int oldLength, bool readsNew, int step)
        {
            MemoryDelta delta = Make(payload);
            delta.Step = step;

            // More of the file follows: what a payload takes beyond its end, it would find there.
            int count = payload.Length / 2;
            PayloadDecoder decoder = Open(delta, count, oldLength, readsNew);
            OtaResult result = decoder.Decode(count, offset, length);
            return result == OtaResult.Ok ? TestBytes.ToHex(decoder.Chunk, length) : result == OtaResult.DeltaMalformed ? Refused : ((int)result).ToString();
        }
    }
}
