using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Storage
{
    /// <summary>The device's own class on a folder of this machine, whose System.IO is the same as far as it goes.</summary>
    [TestClass]
    public sealed class DriveStorageTests : AppStorageContract, IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoota");

        private string Root => _folder.FullName + Path.DirectorySeparatorChar;

        [TestMethod]
        public void A_folder_that_is_not_there_is_made()
        {
            string deep = Path.Combine(_folder.FullName, "ota", "app") + Path.DirectorySeparatorChar;
            DriveStorage storage = new(deep, 1000);
            Put(storage, "a.img", [1, 2, 3]);
            Assert.IsTrue(File.Exists(deep + "a.img"));
        }

        [TestMethod]
        public void A_drive_that_is_not_there_fails_by_code()
        {
            File.WriteAllText(Root + "file", "no folder");
            DriveStorage storage = new(Path.Combine(Root, "file", "ota") + Path.DirectorySeparatorChar, 1000);
            Assert.AreEqual(-1, storage.GetLength("a.img"));
            Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", 0, new byte[1], 0, 1));
            Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("a.img", 0));
            Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Append([1], 0, 1));
            Ok(storage.Close());
        }

        [TestMethod]
        public void A_folder_of_a_file_s_name_is_no_file()
        {
            Directory.CreateDirectory(Root + "a.img");
            DriveStorage storage = new(Root, 1000);
            Assert.AreEqual(-1, storage.GetLength("a.img"));
            Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("a.img", 0));
            Assert.AreEqual(OtaResult.SlotEraseFailed, storage.Delete("a.img"));
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void Bytes_that_got_lost_on_the_way_are_missed(bool flush)
        {
            // The ESP32's driver does not look at fflush's result, and LittleFS closes a file that has failed without a word.
            DriveStorage storage = new(Root, 1000);
            Ok(storage.Open("boot.0", 0));
            Ok(storage.Append([1, 2, 3], 0, 3));
            File.Delete(Root + "boot.0");
            File.WriteAllBytes(Root + "boot.0", [1]);
            Assert.AreEqual(OtaResult.SlotWriteFailed, flush ? storage.Flush() : storage.Close());

            // It is closed all the same, and the next one is not held up by it.
            Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Append([1], 0, 1));
            Put(storage, "boot.1", [4, 5]);
        }

        [TestMethod]
        public void A_file_that_someone_else_holds_fails_by_code_and_works_when_it_is_free()
        {
            DriveStorage storage = new(Root, 1000);
            Put(storage, "a.img", [1, 2, 3]);
            using (FileStream locked = new(Root + "a.img", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", 0, new byte[1], 0, 1));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("a.img", 3));
            }

            IsThere(storage, "a.img", [1, 2, 3]);
            Ok(storage.Open("a.img", 3));
            Ok(storage.Append([4], 0, 1));
            Ok(storage.Close());
            IsThere(storage, "a.img", [1, 2, 3, 4]);
        }

        [TestMethod]
        public void No_file_is_held_twice_nor_once_it_is_closed_or_removed()
        {
            // nanoFramework's table of open files refuses both, with streams that the garbage collector has not found yet too.
            DriveStorage storage = new(Root, 1000);
            Put(storage, "a.img", [1, 2, 3]);
            IsThere(storage, "a.img", [1, 2, 3]);
            Put(storage, "b.img", [4]);
            IsThere(storage, "b.img", [4]);
            Free("a.img");
            Ok(storage.Open("b.img", 1));
            Ok(storage.Close());
            Free("b.img");
            IsThere(storage, "a.img", [1, 2, 3]);
            Ok(storage.Delete("a.img"));
            File.WriteAllBytes(Root + "a.img", [9]);
            Free("a.img");
        }

        [TestMethod]
        public void A_card_that_was_away_is_read_again()
        {
            DriveStorage storage = new(Root, 1000);
            Put(storage, "a.img", [1, 2, 3]);
            IsThere(storage, "a.img", [1, 2, 3]);
            File.Delete(Root + "a.img");
            File.WriteAllBytes(Root + "a.img", [7, 8, 9, 10]);
            Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", -1, new byte[1], 0, 1));
            IsThere(storage, "a.img", [7, 8, 9, 10]);
        }

        [TestMethod]
        public void A_device_takes_a_first_app_and_an_update_through_it()
        {
            BoardFixture fixture = new() { Drive = new DriveStorage(Root, 65536) };
            fixture.Publish(SignedApps.First);
            fixture.App = release => fixture.Client.Confirm();
            Assert.IsLessThanOrEqualTo(4, fixture.BootUntilQuiet(4));
            Assert.AreEqual(1, fixture.Running);

            fixture.Publish(SignedApps.Second);
            fixture.App = release => BootProgramTests.ConfirmAndUpdate(fixture);
            fixture.Drive = new DriveStorage(Root, 65536);
            Assert.IsLessThanOrEqualTo(4, fixture.BootUntilQuiet(4));
            Assert.AreEqual(2, fixture.Running);

            // And nothing but the folder is needed to start it again.
            fixture.Drive = new DriveStorage(Root, 65536);
            Assert.IsTrue(fixture.Boot());
            Assert.AreEqual(2, fixture.Running);
            Assert.IsFalse(fixture.InRecovery);
            CollectionAssert.AreEqual(TestApps.Image(2), File.ReadAllBytes(Root + "b.img"));
        }

        [TestMethod]
        public void An_app_that_fails_its_trial_goes_and_the_one_before_runs()
        {
            BoardFixture fixture = new() { Drive = new DriveStorage(Root, 65536) };
            fixture.Publish(SignedApps.First);
            fixture.App = release => fixture.Client.Confirm();
            fixture.BootUntilQuiet(4);
            fixture.Publish(SignedApps.Second);
            fixture.Started = string.Empty;
            fixture.App = release =>
            {
                if (release == 2)
                {
                    throw new InvalidOperationException("sick");
                }

                fixture.Client.Update();
            };
            fixture.BootUntilQuiet(8);
            Assert.AreEqual(1, fixture.Running);
            StringAssert.Contains(fixture.Started, "2");
        }

        public void Dispose() => _folder.Delete(true);

        protected override void Session(Action<IAppStorage> steps)
        {
            DriveStorage storage = new(Root, 110000);
            steps(storage);

            // This machine's power stays on. What is not flushed may survive, so that is no breach; a read of no file lets go of the last one.
            storage.Close();
            storage.Read("gone", 0, new byte[1], 0, 1);
        }

        private void Free(string name)
        {
            using FileStream exclusive = new(Root + name, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.IsGreaterThan(0, exclusive.Length);
        }
    }
}
