using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Device
{
    [TestClass]
    public sealed class FileRecordMediumTests : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoota");
        private readonly FileRecordMedium _medium;

        public FileRecordMediumTests() => _medium = new FileRecordMedium(PathOf("a"), PathOf("b"), 64);

        [TestMethod]
        public void A_copy_that_was_never_written_reads_as_nothing()
        {
            Assert.AreEqual(0, _medium.Read(0, new byte[64], 64));
            Assert.AreEqual(0, _medium.Read(1, new byte[64], 64));
        }

        [TestMethod]
        public void Each_copy_reads_back_what_was_written_to_it_last()
        {
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, [1, 2, 3, 4, 5], 5));
            Assert.AreEqual(OtaResult.Ok, _medium.Write(1, [6, 7], 2));
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, [8, 9, 10], 2));
            CollectionAssert.AreEqual(new byte[] { 8, 9 }, Read(_medium, 0));
            CollectionAssert.AreEqual(new byte[] { 6, 7 }, Read(_medium, 1));
        }

        [TestMethod]
        public void A_second_medium_on_the_same_files_sees_the_same_records()
        {
            Assert.AreEqual(OtaResult.Ok, _medium.Write(1, [1, 2, 3], 3));
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, Read(new FileRecordMedium(PathOf("a"), PathOf("b"), 64), 1));
        }

        [TestMethod]
        public void No_more_is_read_than_asked_for()
        {
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, new byte[64], 64));
            Assert.AreEqual(10, _medium.Read(0, new byte[64], 10));
        }

        [TestMethod]
        public void A_record_larger_than_a_copy_is_refused_and_the_old_one_stays()
        {
            Assert.AreEqual(64, _medium.CopySize);
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, [1], 1));
            Assert.AreEqual(OtaResult.StateWriteFailed, _medium.Write(0, new byte[65], 65));
            CollectionAssert.AreEqual(new byte[] { 1 }, Read(_medium, 0));
        }

        [TestMethod]
        public void A_drive_that_is_not_there_fails_by_code()
        {
            FileRecordMedium medium = new(PathOf("missing/a"), PathOf("missing/b"), 64);
            Assert.AreEqual(OtaResult.StateWriteFailed, medium.Write(0, [1], 1));
        }

        [TestMethod]
        public void A_copy_that_cannot_be_read_fails_by_code()
        {
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, [1], 1));
            using FileStream locked = new(PathOf("a"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.AreEqual(-(int)OtaResult.StateReadFailed, _medium.Read(0, new byte[64], 64));
            Assert.AreEqual(OtaResult.StateWriteFailed, _medium.Write(0, [1], 1));
        }

        [TestMethod]
        public void Nothing_is_left_open()
        {
            Assert.AreEqual(OtaResult.Ok, _medium.Write(0, [1], 1));
            Assert.AreEqual(1, _medium.Read(0, new byte[64], 64));
            using FileStream exclusive = new(PathOf("a"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.AreEqual(1, exclusive.Length);
        }

        public void Dispose() => _folder.Delete(true);

        private static byte[] Read(FileRecordMedium medium, int copy)
        {
            byte[] buffer = new byte[64];
            return buffer[..medium.Read(copy, buffer, buffer.Length)];
        }

        private string PathOf(string name) => Path.Combine(_folder.FullName, name);
    }
}
