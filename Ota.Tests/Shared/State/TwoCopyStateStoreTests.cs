using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    [TestClass]
    public class TwoCopyStateStoreTests
    {
        private const int Length = 12;
        private const int Header = 16;

        [TestMethod]
        public void What_was_never_written_reads_as_nothing()
        {
            MemoryMedium medium = new MemoryMedium();
            CheckNewest(medium, 0);

            // Erased flash is nothing too.
            medium[0] = Filled(0xFF);
            CheckNewest(medium, 0);
            medium[1] = Filled(0xFF);
            CheckNewest(medium, 0);
        }

        [TestMethod]
        public void The_last_record_comes_back_from_copies_written_in_turn()
        {
            MemoryMedium medium = new MemoryMedium();
            TwoCopyStateStore store = new TwoCopyStateStore(medium, Length);
            store.Read(new byte[Length]);
            for (int i = 1; i <= 6; i++)
            {
                byte[] other = medium[i % 2];
                Write(store, i);
                Assert.AreEqual(i, (int)medium[(i + 1) % 2][Header], "write " + i);
                Assert.IsTrue(other == medium[i % 2], "write " + i);
                CheckNewest(medium, i);
            }
        }

        [TestMethod]
        public void A_store_goes_on_where_the_one_before_the_restart_was()
        {
            MemoryMedium medium = new MemoryMedium();
            for (int i = 1; i <= 5; i++)
            {
                Write(Opened(medium), i);
                CheckNewest(medium, i);
            }
        }

        [TestMethod]
        public void A_store_that_was_not_read_first_spares_the_newest_copy_all_the_same()
        {
            for (int records = 1; records <= 2; records++)
            {
                MemoryMedium medium = Medium(records);
                Write(new TwoCopyStateStore(medium, Length), 9);
                CheckNewest(medium, 9);

                medium = Medium(records);
                medium.TearAt = 20;
                Expect.Result(OtaResult.StateWriteFailed, new TwoCopyStateStore(medium, Length).Write(Record(9), Length));
                CheckNewest(medium, records);
            }
        }

        [TestMethod]
        public void When_the_newest_copy_rots_under_an_open_store_the_other_one_is_spared()
        {
            MemoryMedium medium = new MemoryMedium();
            TwoCopyStateStore store = Opened(medium);
            Write(store, 1);
            Write(store, 2);
            medium[1][Header] ^= 1;
            byte[] spared = medium[0];
            Write(store, 3);
            Assert.IsTrue(spared == medium[0]);
            CheckNewest(medium, 3);
        }

        [TestMethod]
        public void A_medium_that_cannot_be_read_for_a_moment_does_not_cost_the_newest_copy()
        {
            MemoryMedium medium = new MemoryMedium();
            TwoCopyStateStore store = Opened(medium);
            Write(store, 1);
            byte[] spared = medium[0];
            medium.ReadFault = OtaResult.StateReadFailed;
            Write(store, 2);
            medium.ReadFault = OtaResult.Ok;
            Assert.IsTrue(spared == medium[0]);
            CheckNewest(medium, 2);
        }

        [TestMethod]
        public void A_write_torn_at_any_byte_leaves_the_older_record()
        {
            for (int records = 1; records <= 2; records++)
            {
                for (int at = 0; at < Header + Length; at++)
                {
                    MemoryMedium medium = Medium(records);
                    TwoCopyStateStore store = Opened(medium);
                    medium.TearAt = at;
                    Expect.Result(OtaResult.StateWriteFailed, store.Write(Record(9), Length));
                    CheckNewest(medium, records);

                    // The next write goes over the torn copy, not over the whole one.
                    medium.TearAt = at;
                    Expect.Result(OtaResult.StateWriteFailed, store.Write(Record(9), Length));
                    CheckNewest(medium, records);
                    Write(store, 9);
                    CheckNewest(medium, 9);
                }
            }
        }

        [TestMethod]
        public void A_write_that_failed_after_its_last_byte_is_the_new_record()
        {
            MemoryMedium medium = Medium(2);
            TwoCopyStateStore store = Opened(medium);
            medium.TearAt = Header + Length;
            Expect.Result(OtaResult.StateWriteFailed, store.Write(Record(9), Length));
            CheckNewest(medium, 9);
            Write(store, 10);
            CheckNewest(medium, 10);
        }

        [TestMethod]
        public void A_copy_cut_short_anywhere_gives_way_to_the_other()
        {
            byte[] whole = Medium(2)[1];
            for (int length = 0; length < whole.Length; length++)
            {
                MemoryMedium medium = Medium(2);
                medium[1] = new byte[length];
                System.Array.Copy(whole, 0, medium[1], 0, length);
                CheckNewest(medium, 1);
            }
        }

        [TestMethod]
        public void A_flipped_bit_anywhere_gives_way_to_the_other_copy()
        {
            MemoryMedium medium = Medium(2);
            for (int bit = 0; bit < medium[1].Length * 8; bit++)
            {
                byte mask = (byte)(1 << (bit & 7));
                medium[1][bit >> 3] ^= mask;
                CheckNewest(medium, 1);
                medium[1][bit >> 3] ^= mask;
            }

            CheckNewest(medium, 2);
        }

        [TestMethod]
        public void Two_damaged_copies_are_told_from_none()
        {
            MemoryMedium medium = Medium(2);
            medium[0][Header] ^= 1;
            medium[1][Header] ^= 1;
            CheckNewest(medium, -(int)OtaResult.StateCorrupt);

            // The store goes on all the same.
            Write(Opened(medium), 9);
            CheckNewest(medium, 9);
        }

        [TestMethod]
        public void A_first_write_cut_short_is_nothing_yet()
        {
            MemoryMedium medium = new MemoryMedium();
            TwoCopyStateStore store = Opened(medium);
            medium.TearAt = 20;
            store.Write(Record(9), Length);
            CheckNewest(medium, 0);
            medium[1] = Filled(0xFF);
            CheckNewest(medium, 0);
            medium[1][5] = 0;
            CheckNewest(medium, -(int)OtaResult.StateCorrupt);
        }

        [TestMethod]
        public void Sequences_go_on_after_the_largest_number()
        {
            MemoryMedium medium = Medium(2);
            SetSequence(medium[0], int.MaxValue - 1);
            SetSequence(medium[1], int.MaxValue);
            CheckNewest(medium, 2);
            for (int i = 3; i <= 6; i++)
            {
                Write(Opened(medium), i);
                CheckNewest(medium, i);
            }

            SetSequence(medium[0], -1);
            SetSequence(medium[1], 0);
            CheckNewest(medium, 6);
            Write(Opened(medium), 7);
            CheckNewest(medium, 7);
        }

        [TestMethod]
        public void The_newer_copy_is_found_on_either_side()
        {
            MemoryMedium medium = Medium(2);
            SetSequence(medium[0], 8);
            SetSequence(medium[1], 7);
            CheckNewest(medium, 1);
            SetSequence(medium[0], int.MinValue);
            SetSequence(medium[1], int.MaxValue);
            CheckNewest(medium, 1);
        }

        [TestMethod]
        public void Faults_of_the_medium_are_passed_on()
        {
            MemoryMedium medium = Medium(2);
            TwoCopyStateStore store = Opened(medium);
            medium.WriteFault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, store.Write(Record(9), Length));
            CheckNewest(medium, 2);
            medium.ReadFault = OtaResult.StateReadFailed;
            CheckNewest(medium, -(int)OtaResult.StateReadFailed);
        }

        [TestMethod]
        public void A_record_that_the_buffer_cannot_hold_is_not_read()
        {
            MemoryMedium medium = Medium(2);
            TwoCopyStateStore store = new TwoCopyStateStore(medium, Length);
            Assert.AreEqual(-(int)OtaResult.StateCorrupt, store.Read(new byte[Length - 1]));
            Assert.AreEqual(Length, store.Read(new byte[Length + 1]));
        }

        [TestMethod]
        public void Lengths_that_lie_are_damage()
        {
            CheckLength(0);
            CheckLength(-1);
            CheckLength(Length + 1);
            CheckLength(int.MaxValue);
            CheckLength(int.MinValue);
        }

        [TestMethod]
        public void Records_may_be_shorter_than_the_most()
        {
            MemoryMedium medium = Medium(2);
            TwoCopyStateStore store = Opened(medium);
            Expect.Result(OtaResult.Ok, store.Write(Record(3), 1));
            byte[] read = new byte[Length];
            Assert.AreEqual(1, new TwoCopyStateStore(medium, Length).Read(read));
            Assert.AreEqual(3, (int)read[0]);
        }

        [TestMethod]
        public void A_copy_is_laid_out_as_ever()
        {
            // "ONC2", sequence, length, CRC-32 (IEEE 802.3) over sequence, length and record: docs/FORMAT.md.
            byte[] copy = Medium(1)[0];
            byte[] expected = TestBytes.FromHex("4f4e4332010000000c000000");
            for (int i = 0; i < 12; i++)
            {
                Assert.AreEqual((int)expected[i], (int)copy[i], "byte " + i);
            }

            int crc = LittleEndian.ReadInt32(copy, 12);
            SetSequence(copy, 1);
            Assert.AreEqual(LittleEndian.ReadInt32(copy, 12), crc);
        }

        private static void CheckLength(int length)
        {
            MemoryMedium medium = Medium(2);
            LittleEndian.WriteInt32(medium[1], 8, length);
            CheckNewest(medium, 1);
        }

        // A medium on which the records 1 and, if there are two, 2 were written.
        private static MemoryMedium Medium(int records)
        {
            MemoryMedium medium = new MemoryMedium();
            TwoCopyStateStore store = Opened(medium);
            for (int i = 1; i <= records; i++)
            {
                Write(store, i);
            }

            return medium;
        }

        private static TwoCopyStateStore Opened(MemoryMedium medium)
        {
            TwoCopyStateStore store = new TwoCopyStateStore(medium, Length);
            store.Read(new byte[Length]);
            return store;
        }

        private static void Write(TwoCopyStateStore store, int number)
        {
            Expect.Result(OtaResult.Ok, store.Write(Record(number), Length));
        }

        private static byte[] Record(int number)
        {
            byte[] record = new byte[Length];
            for (int i = 0; i < record.Length; i++)
            {
                record[i] = (byte)(number + i);
            }

            return record;
        }

        // After a restart: the record of that number; 0 for none; or a negated code.
        private static void CheckNewest(MemoryMedium medium, int number)
        {
            byte[] read = new byte[Length];
            int count = new TwoCopyStateStore(medium, Length).Read(read);
            Assert.AreEqual(number > 0 ? Length : number, count);
            for (int i = 0; i < Length && number > 0; i++)
            {
                Assert.AreEqual(number + i, (int)read[i]);
            }
        }

        private static byte[] Filled(byte value)
        {
            byte[] bytes = new byte[40];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = value;
            }

            return bytes;
        }

        // Written apart from the code under test: polynomial 0x04C11DB7 by its mirror, shifted in bit by bit.
        private static void SetSequence(byte[] copy, int sequence)
        {
            LittleEndian.WriteInt32(copy, 4, sequence);
            uint crc = 0xFFFFFFFFu;
            for (int i = 0; i < copy.Length * 8; i++)
            {
                int at = i / 8;
                if (at >= 4 && (at < 12 || at >= Header))
                {
                    uint bit = ((uint)copy[at] >> (i % 8)) & 1u;
                    crc = ((crc ^ bit) & 1u) == 1u ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
                }
            }

            uint inverse = ~crc;
            for (int i = 0; i < 4; i++)
            {
                copy[12 + i] = (byte)(inverse >> (8 * i));
            }
        }
    }
}
