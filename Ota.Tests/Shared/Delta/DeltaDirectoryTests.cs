using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class DeltaDirectoryTests
    {
        private const int ImageLength = 5000;
        private const int Own = 0x11;
        private const int Other = 0x22;

        [TestMethod]
        public void The_section_of_the_image_that_runs_is_chosen()
        {
            byte[] file = Make(3);
            Put(file, 0, Other, 900, 1);
            Put(file, 1, 0, 0, 1);
            Put(file, 2, Own, 1000, 1);
            DeltaDirectory directory = Choose(file, 1000, true);
            Assert.AreEqual(1000, directory.OldLength);
            Assert.AreEqual(160 + 2, directory.Offset);
            Assert.AreEqual(160 + 3, directory.End);
            Assert.IsTrue(directory.ReadsNew);
        }

        [TestMethod]
        public void Without_the_whole_old_image_it_is_the_one_without_an_old_image()
        {
            byte[] file = Make(3);
            Put(file, 0, Own, 1000, 1);
            Put(file, 1, 0, 0, 1);
            Put(file, 2, 0, 0, 0);
            Assert.AreEqual(160 + 1, Choose(file, 999, true).Offset);
            Assert.AreEqual(160 + 2, Choose(file, 999, false).Offset, "the slot cannot be read");
        }

        [TestMethod]
        public void An_unknown_image_that_runs_has_no_section()
        {
            byte[] file = Make(1);
            Put(file, 0, Own, 1000, 1);
            Refuse(file, null, 1000, "no identity");
            Refuse(file, Identity(Other), 1000, "another identity");
        }

        [TestMethod]
        public void An_old_image_of_no_bytes_is_none()
        {
            byte[] file = Make(1);
            Put(file, 0, 0, 0, 0);
            Assert.AreEqual(0, Choose(file, 0, true).OldLength);
            file[64 + 11] = 0x80;
            Refuse(file, Identity(Own), 1000, "a negative length");
        }

        [TestMethod]
        public void Every_byte_of_the_header_counts()
        {
            byte[] file = Make(1);
            Put(file, 0, Own, 1000, 1);
            Choose(file, 1000, true);
            for (int i = 0; i < DeltaDirectory.HeaderLength; i++)
            {
                file[i] ^= 0x80;
                Refuse(file, Identity(Own), 1000, "byte " + i);
                file[i] ^= 0x80;
            }
        }

        [TestMethod]
        public void A_file_has_1_to_32_sections()
        {
            byte[] file = Make(32);
            for (int i = 0; i < 32; i++)
            {
                Put(file, i, i == 31 ? Own : Other, 1000, 1);
            }

            Assert.AreEqual(64 + (32 * 32) + 31, Choose(file, 1000, true).Offset);
            file[10] = 33;
            Refuse(file, Identity(Own), 1000, "33 sections");
            file[10] = 0;
            Refuse(file, Identity(Own), 1000, "no section");
        }

        [TestMethod]
        [DataRow(12, 95, "an offset inside the directory")]
        [DataRow(15, 0x80, "an offset of 2 GiB and more")]
        [DataRow(16, 0, "no bytes")]
        [DataRow(19, 0x80, "2 GiB of bytes and more")]
        [DataRow(21, 0x11, "a payload that is too long")]
        [DataRow(22, 2, "an unknown flag")]
        [DataRow(23, 1, "a byte that must be zero")]
        [DataRow(31, 1, "the last byte that must be zero")]
        public void A_section_whose_entry_is_wrong_does_not_fit(int at, int value, string what)
        {
            byte[] file = Make(1);
            Put(file, 0, Own, 1000, 1);
            Choose(file, 1000, true);
            file[64 + at] = (byte)value;
            Refuse(file, Identity(Own), 1000, what);
        }

        [TestMethod]
        public void A_section_may_not_end_behind_the_largest_offset()
        {
            byte[] file = Make(1);
            Put(file, 0, Own, 1000, 1);
            LittleEndian.WriteInt32(file, 64 + 16, int.MaxValue - 96);
            Assert.AreEqual(int.MaxValue, Choose(file, 1000, true).End);
            LittleEndian.WriteInt32(file, 64 + 16, int.MaxValue - 95);
            Refuse(file, Identity(Own), 1000, "one byte more");
        }

        [TestMethod]
        public void A_file_that_ends_inside_the_directory_is_refused()
        {
            byte[] file = Make(2);
            Put(file, 0, Other, 1000, 1);
            Put(file, 1, Own, 1000, 1);
            for (int length = 0; length < 128; length += 19)
            {
                byte[] part = new byte[length];
                System.Array.Copy(file, 0, part, 0, length);
                Refuse(part, Identity(Own), 1000, length + " bytes");
            }
        }

        private static byte[] Make(int sections)
        {
            byte[] file = new byte[64 + (32 * sections) + sections];
            byte[] magic = { 0x4E, 0x4F, 0x54, 0x41, 0x44, 0x4C, 0x54, 0x31 };
            System.Array.Copy(magic, 0, file, 0, magic.Length);
            file[8] = 32;
            file[10] = (byte)sections;
            file[11] = 2;
            LittleEndian.WriteInt32(file, 12, ImageLength);
            LittleEndian.WriteInt32(file, 16, 2);
            return file;
        }

        // Section i has one byte.
        private static void Put(byte[] file, int section, int identity, int oldLength, int flags)
        {
            int at = 64 + (32 * section);
            System.Array.Copy(Identity(identity), 0, file, at, 8);
            LittleEndian.WriteInt32(file, at + 8, oldLength);
            LittleEndian.WriteInt32(file, at + 12, 64 + (32 * file[10]) + section);
            LittleEndian.WriteInt32(file, at + 16, 1);
            LittleEndian.WriteInt16(file, at + 20, PayloadDecoder.MaxPayload);
            file[at + 22] = (byte)flags;
        }

        private static byte[] Identity(int first)
        {
            byte[] identity = new byte[32];
            identity[0] = (byte)first;
            identity[7] = (byte)first;
            return identity;
        }

        private static DeltaDirectory Choose(byte[] file, int runningLength, bool canReadNew)
        {
            DeltaDirectory directory = new DeltaDirectory();
            Expect.Result(OtaResult.Ok, Read(directory, file, Identity(Own), runningLength, canReadNew));
            return directory;
        }

        private static void Refuse(byte[] file, byte[] identity, int runningLength, string what)
        {
            Assert.AreEqual((int)OtaResult.DeltaMalformed, (int)Read(new DeltaDirectory(), file, identity, runningLength, true), what);
        }

        private static OtaResult Read(DeltaDirectory directory, byte[] file, byte[] identity, int runningLength, bool canReadNew)
        {
            MemoryDelta delta = new MemoryDelta(file, new byte[0], new byte[0]);
            DeltaSection stream = new DeltaSection(delta, delta, new byte[ChunkDigest.BufferLength]);
            ChunkTable table = new ChunkTable(new byte[32], ImageLength);
            OtaResult result = directory.ReadHead(stream, table);
            return result == OtaResult.Ok ? directory.Choose(stream, table, identity, runningLength, canReadNew) : result;
        }
    }
}
