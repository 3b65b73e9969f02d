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
            DeviceRecord read = Decode(Encode(Full()));
            Expect.State(OtaState.RolledBack, read.State);
            Expect.Result(OtaResult.HealthWindowClosed, read.LastResult);
            Assert.IsTrue(read.IsAnswered);
            Assert.AreEqual(5, read.RollBacks);
            Assert.AreEqual(4294967295L, read.LastAnswered);
            Assert.AreEqual(2147483648L, read.FirstServed);
            Assert.AreEqual(101L, read.Target.Version);
            Assert.AreEqual(102L, read.Installed.Version);
            Assert.AreEqual(103L, read.Former.Version);
            Assert.AreEqual(65535, read.Target.Retry);
            Assert.AreEqual(0x12345678, read.Target.Slot);
            Assert.AreEqual(999999999999999L, read.Seen.HighestOf(Bytes(1)));
            Assert.AreEqual(1, read.Failed.FaultsOf(Bytes(2)));
            Expect.Result(OtaResult.AppHung, read.Failed.CauseOf(Bytes(2)));
        }

        [TestMethod]
        public void A_new_record_comes_back_empty()
        {
            DeviceRecord read = Full();
            byte[] bytes = Encode(new DeviceRecord());
            Expect.Result(OtaResult.Ok, read.Decode(bytes, bytes.Length));
            Expect.State(OtaState.Idle, read.State);
            Expect.Result(OtaResult.Ok, read.LastResult);
            Assert.IsFalse(read.IsAnswered);
            Assert.AreEqual(0, read.RollBacks | read.Target.Slot);
            Assert.AreEqual(0L, read.LastAnswered | read.FirstServed | read.Target.Version | read.Installed.Version | read.Former.Version);
            Assert.AreEqual(0L, read.Seen.HighestOf(Bytes(1)));
            Assert.IsFalse(read.Failed.Contains(Bytes(2)));
        }

        [TestMethod]
        public void The_layout_never_changes()
        {
            // A release that is rolled back must still read what its successor wrote, and the other way round.
            byte[] bytes = Encode(Full());
            CheckBytes(bytes, 0, "4e544f3209010005");
            CheckBytes(bytes, 8, "5d020000ffffffff00000080");
            CheckBytes(bytes, 20, "6500000000000000");
            CheckBytes(bytes, 66, "6600000000000000");
            CheckBytes(bytes, 112, "6700000000000000");
            CheckBytes(bytes, 158, "0708090a0b0c0d0eff7fc6a47e8d0300");
            CheckBytes(bytes, 254, "0e0f101112131415");
            Assert.AreEqual(430, bytes.Length);
        }

        [TestMethod]
        public void A_target_is_forgotten_whole_and_nothing_else()
        {
            DeviceRecord record = Full();
            record.ForgetTarget();
            Assert.AreEqual(0L, record.Target.Version | (long)record.Target.Slot | (long)record.RollBacks);
            Assert.IsFalse(record.IsAnswered);
            Assert.AreEqual(102L, record.Installed.Version);
            Assert.AreEqual(999999999999999L, record.Seen.HighestOf(Bytes(1)));
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

        private static DeviceRecord Full()
        {
            DeviceRecord record = new DeviceRecord();
            record.State = OtaState.RolledBack;
            record.LastResult = OtaResult.HealthWindowClosed;
            record.IsAnswered = true;
            record.RollBacks = 5;
            record.LastAnswered = 4294967295;
            record.FirstServed = 2147483648;
            record.Target.Version = 101;
            record.Target.Slot = 0x12345678;
            record.Target.Retry = 65535;
            record.Installed.Version = 102;
            record.Former.Version = 103;
            record.Seen.Keep(Bytes(1), 999999999999999, Bytes(3));
            record.Failed.Note(Bytes(2), 1, OtaResult.AppHung, Blame.Release, 1, 1800000000);
            return record;
        }

        private static byte[] Bytes(int seed)
        {
            byte[] bytes = new byte[32];
            for (int i = 0; i < 32; i++)
            {
                bytes[i] = (byte)((seed * 7) + i);
            }

            return bytes;
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
            record.Installed.Version = 7;
            Expect.Result(OtaResult.StateCorrupt, record.Decode(bytes, count));
            Assert.AreEqual(7L, record.Installed.Version);
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
