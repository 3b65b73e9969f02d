using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AppDataTests
    {
        private const int MaxLength = 32;

        [TestMethod]
        public void A_new_release_changes_the_form_and_a_rollback_gives_the_old_one_back()
        {
            MemoryMedium[] media = Media();
            MemorySlots slots = new MemorySlots(4096);
            Expect.Result(OtaResult.Ok, First(media, slots).Write(new byte[] { 1, 2 }));

            slots.Find(1, SlotTrial.Confirmed, SlotTrial.OnTrial);
            byte[] data;
            AppData second = Second(media, slots);
            Expect.Result(OtaResult.Ok, second.Read(out data));
            Same(new byte[] { 9, 1, 2 }, data, "migrated");
            Expect.Result(OtaResult.Ok, second.Write(new byte[] { 9, 9, 9 }));

            slots.Find(0, SlotTrial.Confirmed, SlotTrial.Failed);
            AppData first = First(media, slots);
            Expect.Result(OtaResult.Ok, first.Read(out data));
            Same(new byte[] { 1, 2 }, data, "after the rollback");
            Expect.Result(OtaResult.Ok, first.Write(new byte[] { 3 }));
            first = First(media, slots);
            Expect.Result(OtaResult.Ok, first.Read(out data));
            Same(new byte[] { 3 }, data, "written after the rollback");

            slots.Find(1, SlotTrial.Confirmed, SlotTrial.OnTrial);
            Expect.Result(OtaResult.Ok, Second(media, slots).Read(out data));
            Same(new byte[] { 9, 3 }, data, "a second trial begins at today's data");

            slots.Find(1, SlotTrial.Confirmed, SlotTrial.Confirmed);
            Expect.Result(OtaResult.Ok, Second(media, slots).Read(out data));
            Same(new byte[] { 9, 3 }, data, "a later start migrates nothing");
            Expect.Result(OtaResult.Ok, Second(media, slots).Read(out data));

            slots.Find(0, SlotTrial.OnTrial, SlotTrial.Confirmed);
            AppData third = new AppData(media[0], media[1], slots, "3.0", 2, Migrate, MaxLength);
            Expect.Result(OtaResult.Ok, third.Read(out data));
            Same(new byte[] { 9, 3 }, data, "the third release takes the second one's data, not the first one's");
        }

        [TestMethod]
        public void A_device_without_data_says_so()
        {
            byte[] data;
            Expect.Result(OtaResult.Ok, First(Media(), new MemorySlots(4096)).Read(out data));
            Assert.IsTrue(data == null);
        }

        [TestMethod]
        public void A_cut_in_a_write_leaves_the_data_before_or_after()
        {
            for (int tear = 0; tear < 50; tear += 3)
            {
                MemoryMedium[] media = Media();
                MemorySlots slots = new MemorySlots(4096);
                AppData app = First(media, slots);
                app.Write(new byte[] { 5 });
                media[1].TearAt = tear;
                app.Write(new byte[] { 6 });
                byte[] data;
                Expect.Result(OtaResult.Ok, First(media, slots).Read(out data));
                Assert.IsTrue(data.Length == 1 && (data[0] == 5 || data[0] == 6), "torn at " + tear);
            }
        }

        [TestMethod]
        public void A_cut_in_the_migration_is_made_good_at_the_next_start()
        {
            MemoryMedium[] media = Media();
            MemorySlots slots = new MemorySlots(4096);
            First(media, slots).Write(new byte[] { 7 });
            slots.Find(1, SlotTrial.Confirmed, SlotTrial.OnTrial);
            media[0].TearAt = 20;
            byte[] data;
            Expect.Result(OtaResult.StateWriteFailed, Second(media, slots).Read(out data));
            Same(new byte[] { 9, 7 }, data, "in memory");
            Expect.Result(OtaResult.Ok, Second(media, slots).Read(out data));
            Same(new byte[] { 9, 7 }, data, "at the next start");
        }

        [TestMethod]
        public void Data_that_cannot_be_read_are_not_written_over()
        {
            MemoryMedium[] media = Media();
            MemorySlots slots = new MemorySlots(4096);
            First(media, slots).Write(new byte[] { 7 });
            int writes = media[1].Writes;
            media[1].ReadFault = OtaResult.StateReadFailed;
            byte[] data;
            Expect.Result(OtaResult.StateReadFailed, First(media, slots).Read(out data));
            slots.Find(1, SlotTrial.Confirmed, SlotTrial.OnTrial);
            Expect.Result(OtaResult.StateReadFailed, Second(media, slots).Read(out data), "the release before may have data");
            Assert.AreEqual(writes + media[0].Writes, media[1].Writes);
            media[1].ReadFault = OtaResult.Ok;
            new TwoCopyStateStore(media[1], 40).Write(new byte[40], 40);
            slots.Find(0, SlotTrial.Confirmed, SlotTrial.Failed);
            Expect.Result(OtaResult.StateCorrupt, First(media, slots).Read(out data));
        }

        [TestMethod]
        public void Too_many_bytes_are_refused()
        {
            Expect.Result(OtaResult.ArgumentInvalid, First(Media(), new MemorySlots(4096)).Write(new byte[MaxLength + 1]));
            Expect.Result(OtaResult.ArgumentInvalid, First(Media(), new MemorySlots(4096)).Write(null));
        }

        private static MemoryMedium[] Media()
        {
            return new MemoryMedium[] { new MemoryMedium(), new MemoryMedium() };
        }

        private static AppData First(MemoryMedium[] media, MemorySlots slots)
        {
            return new AppData(media[0], media[1], slots, "1.0", 1, null, MaxLength);
        }

        private static AppData Second(MemoryMedium[] media, MemorySlots slots)
        {
            return new AppData(media[0], media[1], slots, "2.0", 2, Migrate, MaxLength);
        }

        // The second form has a 9 in front.
        private static byte[] Migrate(int fromVersion, byte[] data)
        {
            Assert.AreEqual(1, fromVersion);
            byte[] migrated = new byte[data.Length + 1];
            migrated[0] = 9;
            System.Array.Copy(data, 0, migrated, 1, data.Length);
            return migrated;
        }

        private static void Same(byte[] expected, byte[] actual, string label)
        {
            Assert.IsTrue(actual != null, label);
            Assert.AreEqual(expected.Length, actual.Length, label);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], actual[i], label);
            }
        }
    }
}
