using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    [TestClass]
    public class DeviceRecordTests
    {
        [TestMethod]
        public void A_record_comes_back_as_it_was()
        {
            DeviceRecord record = Full();
            DeviceRecord read = Decode(Encode(record));
            Expect.State(OtaState.RolledBack, read.State);
            Expect.Result(OtaResult.HealthWindowClosed, read.LastResult);
            Assert.AreEqual(999999999999999L, read.HighestSequence);
            Assert.AreEqual(4294967297L, read.InstalledSequence);
            Assert.AreEqual(4294967298L, read.TargetSequence);
            Assert.AreEqual(0x12345678, read.TargetSlot);
            Assert.AreEqual(100, read.Activations);
            Assert.AreEqual("\"abc-123\"", read.ETag);
            Expect.Result(OtaResult.NotInRollout, read.Verdict);
            Assert.AreEqual(1890000000L, read.VerdictExpires);
            for (int i = 0; i < 32; i++)
            {
                Assert.AreEqual(200 + i, (int)read.TargetDigest[i]);
                Assert.AreEqual(100 - i, (int)read.FailedDigest[i]);
            }
        }

        [TestMethod]
        public void A_new_record_comes_back_empty()
        {
            DeviceRecord read = Full();
            byte[] bytes = Encode(new DeviceRecord());
            Expect.Result(OtaResult.Ok, read.Decode(bytes, bytes.Length));
            Expect.State(OtaState.Idle, read.State);
            Expect.Result(OtaResult.Ok, read.LastResult);
            Expect.Result(OtaResult.Ok, read.Verdict);
            Assert.AreEqual(0L, read.HighestSequence | read.InstalledSequence | read.TargetSequence | read.VerdictExpires);
            Assert.AreEqual(0, read.TargetSlot | read.Activations);
            Assert.IsNull(read.ETag);
            for (int i = 0; i < 32; i++)
            {
                Assert.AreEqual(0, read.TargetDigest[i] | read.FailedDigest[i]);
            }
        }

        [TestMethod]
        public void The_layout_never_changes()
        {
            // A release that is rolled back must still read what its successor wrote, and the other way round.
            byte[] bytes = Encode(Full());
            CheckBytes(bytes, 0, "4e544f3109096400");
            CheckBytes(bytes, 8, "5d02000078563412");
            CheckBytes(bytes, 16, "ff7fc6a47e8d0300");
            CheckBytes(bytes, 24, "01000000010000000200000001000000");
            CheckBytes(bytes, 40, "801ca770000000000300000000000000");
            CheckBytes(bytes, 56, "c8c9");
            CheckBytes(bytes, 88, "6463");
            CheckBytes(bytes, 120, "2261");
            Assert.AreEqual(0, bytes[129] | bytes[255]);
        }

        [TestMethod]
        public void What_was_in_the_buffer_before_does_not_stay()
        {
            byte[] bytes = new byte[DeviceRecord.Length + 1];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = 0xFF;
            }

            new DeviceRecord().Encode(bytes);
            for (int i = 4; i < DeviceRecord.Length; i++)
            {
                Assert.AreEqual(0, (int)bytes[i], "byte " + i);
            }

            Assert.AreEqual(0xFF, (int)bytes[DeviceRecord.Length]);
        }

        [TestMethod]
        public void Only_states_that_matter_over_a_restart_are_read()
        {
            for (int state = 0; state < 256; state++)
            {
                byte[] bytes = Encode(new DeviceRecord());
                bytes[4] = (byte)state;
                bool good = state == 0 || (state >= 5 && state <= 9);
                OtaResult expected = good ? OtaResult.Ok : OtaResult.StateCorrupt;
                Expect.Result(expected, new DeviceRecord().Decode(bytes, bytes.Length), "state " + state);
            }
        }

        [TestMethod]
        public void Every_byte_of_the_magic_counts()
        {
            for (int i = 0; i < 4; i++)
            {
                byte[] bytes = Encode(Full());
                bytes[i] ^= 1;
                Refuse(bytes, bytes.Length);
            }
        }

        [TestMethod]
        public void A_record_of_another_length_is_none()
        {
            byte[] bytes = Encode(Full());
            byte[] longer = new byte[DeviceRecord.Length + 1];
            System.Array.Copy(bytes, 0, longer, 0, bytes.Length);
            Refuse(longer, longer.Length);
            Refuse(bytes, bytes.Length - 1);
            Refuse(bytes, 0);
            Refuse(new byte[0], 0);
        }

        [TestMethod]
        public void An_entity_tag_has_at_most_128_characters()
        {
            DeviceRecord record = Full();
            record.ETag = new string('t', 128);
            byte[] bytes = Encode(record);
            Assert.AreEqual(record.ETag, Decode(bytes).ETag);
            bytes[5] = 129;
            Refuse(bytes, bytes.Length);
            bytes[5] = 255;
            Refuse(bytes, bytes.Length);
        }

        [TestMethod]
        public void An_entity_tag_that_is_too_long_is_left_out_and_nothing_else()
        {
            DeviceRecord record = Full();
            record.ETag = new string('t', 129);
            DeviceRecord read = Decode(Encode(record));
            Assert.IsNull(read.ETag);
            Assert.AreEqual(999999999999999L, read.HighestSequence);
            record.ETag = new string('t', 4000);
            Assert.IsNull(Decode(Encode(record)).ETag);
        }

        [TestMethod]
        public void A_verdict_is_forgotten_whole()
        {
            DeviceRecord record = Full();
            record.ForgetVerdict();
            Assert.IsNull(record.ETag);
            Expect.Result(OtaResult.Ok, record.Verdict);
            Assert.AreEqual(0L, record.VerdictExpires);
            Assert.AreEqual(999999999999999L, record.HighestSequence);
        }

        private static DeviceRecord Full()
        {
            DeviceRecord record = new DeviceRecord();
            record.State = OtaState.RolledBack;
            record.LastResult = OtaResult.HealthWindowClosed;
            record.HighestSequence = 999999999999999;
            record.InstalledSequence = 4294967297;
            record.TargetSequence = 4294967298;
            record.TargetSlot = 0x12345678;
            record.Activations = 100;
            record.ETag = "\"abc-123\"";
            record.Verdict = OtaResult.NotInRollout;
            record.VerdictExpires = 1890000000;
            for (int i = 0; i < 32; i++)
            {
                record.TargetDigest[i] = (byte)(200 + i);
                record.FailedDigest[i] = (byte)(100 - i);
            }

            return record;
        }

        private static byte[] Encode(DeviceRecord record)
        {
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            return bytes;
        }

        private static DeviceRecord Decode(byte[] bytes)
        {
            DeviceRecord record = new DeviceRecord();
            Expect.Result(OtaResult.Ok, record.Decode(bytes, bytes.Length));
            return record;
        }

        // A record that is refused leaves the object as it was.
        private static void Refuse(byte[] bytes, int count)
        {
            DeviceRecord record = new DeviceRecord();
            record.HighestSequence = 7;
            Expect.Result(OtaResult.StateCorrupt, record.Decode(bytes, count));
            Assert.AreEqual(7L, record.HighestSequence);
            Assert.IsNull(record.ETag);
        }

        private static void CheckBytes(byte[] bytes, int index, string hex)
        {
            byte[] expected = TestBytes.FromHex(hex);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual((int)expected[i], (int)bytes[index + i], "byte " + (index + i));
            }
        }
    }
}
