using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ChunkTableTests
    {
        private const int Size = 5106;

        [TestMethod]
        public void A_table_gives_its_chunks()
        {
            ChunkTable table = Open(Three());
            Assert.AreEqual(3, table.Count);
            Assert.AreEqual((int)ChunkMethod.ContentDefined, (int)table.Method);
            Assert.AreEqual(1000, table.LengthOf(0));
            Assert.AreEqual(4096, table.LengthOf(1));
            Assert.AreEqual(10, table.LengthOf(2));
        }

        [TestMethod]
        public void Every_byte_of_the_header_counts()
        {
            for (int i = 0; i < ChunkTable.HeaderLength; i++)
            {
                byte[] bytes = Three();
                bytes[20] = 0;
                bytes[21] = 16;
                Open(bytes);

                // With both bounds at 4096, 0x80 is right nowhere.
                bytes[i] ^= 0x80;
                Refuse(bytes, Size, OtaResult.TableMalformed, "byte " + i);
            }
        }

        [TestMethod]
        public void Two_methods_are_known()
        {
            byte[] bytes = Three();
            bytes[10] = 0;
            Assert.AreEqual((int)ChunkMethod.Fixed, (int)Open(bytes).Method);
            bytes[10] = 2;
            Refuse(bytes, Size, OtaResult.TableMalformed, "method");
        }

        [TestMethod]
        public void One_digest_is_known()
        {
            byte[] bytes = Three();
            bytes[11] = 0;
            Refuse(bytes, Size, OtaResult.TableMalformed, "digest 0");
            bytes[11] = 2;
            Refuse(bytes, Size, OtaResult.TableMalformed, "digest 2");
        }

        [TestMethod]
        public void The_bounds_of_lengths_are_in_order_and_within_a_sector()
        {
            CheckBounds(0, 4096, OtaResult.TableMalformed);
            CheckBounds(1, 4096, OtaResult.Ok);
            CheckBounds(4096, 4096, OtaResult.Ok);
            CheckBounds(1, 4097, OtaResult.TableMalformed);
            CheckBounds(4097, 4097, OtaResult.TableMalformed);
            CheckBounds(4096, 4095, OtaResult.TableMalformed);
            CheckBounds(1, 0, OtaResult.TableMalformed);
        }

        [TestMethod]
        public void A_chunk_is_not_longer_than_the_header_says()
        {
            byte[] bytes = TableBytes.Of(Ints.Of("100 50"));
            bytes[22] = 100;
            bytes[23] = 0;
            ChunkTable table;
            Expect.Result(OtaResult.Ok, ChunkTable.Open(bytes, 150, out table));
            bytes[22] = 99;
            Refuse(bytes, 150, OtaResult.TableMalformed, "longer");
        }

        [TestMethod]
        public void A_chunk_has_1_to_4096_bytes()
        {
            CheckLength(0, OtaResult.TableMalformed);
            CheckLength(1, OtaResult.Ok);
            CheckLength(4096, OtaResult.Ok);
            CheckLength(4097, OtaResult.TableMalformed);
            CheckLength(65535, OtaResult.TableMalformed);
        }

        [TestMethod]
        public void The_lengths_must_add_up_to_the_size_in_the_header()
        {
            byte[] bytes = Three();
            TableBytes.SetInt32(bytes, 12, Size - 1);
            Refuse(bytes, Size - 1, OtaResult.TableMalformed, "less");
            TableBytes.SetInt32(bytes, 12, Size + 1);
            Refuse(bytes, Size + 1, OtaResult.TableMalformed, "more");
            TableBytes.SetInt32(bytes, 12, -Size);
            Refuse(bytes, -Size, OtaResult.TableMalformed, "negative");
        }

        [TestMethod]
        public void A_whole_table_of_another_image_is_told_apart()
        {
            Refuse(Three(), Size - 1, OtaResult.TableImageMismatch, "smaller");
            Refuse(Three(), Size + 1, OtaResult.TableImageMismatch, "larger");
        }

        [TestMethod]
        public void The_count_must_fit_the_length()
        {
            CheckCount(0);
            CheckCount(-1);
            CheckCount(2);
            CheckCount(4);

            // 34 times this is 34 times 3 in 32 bits.
            CheckCount(3 + int.MinValue);
            CheckCount(int.MaxValue);
            CheckCount(int.MinValue);
        }

        [TestMethod]
        public void A_table_cut_short_anywhere_is_refused()
        {
            byte[] whole = Three();
            for (int length = 0; length < whole.Length; length++)
            {
                byte[] bytes = new byte[length];
                System.Array.Copy(whole, 0, bytes, 0, length);
                Refuse(bytes, Size, OtaResult.TableMalformed, "length " + length);
            }
        }

        [TestMethod]
        public void A_byte_too_many_is_refused()
        {
            byte[] whole = Three();
            byte[] bytes = new byte[whole.Length + 1];
            System.Array.Copy(whole, 0, bytes, 0, whole.Length);
            Refuse(bytes, Size, OtaResult.TableMalformed, "one more");
        }

        [TestMethod]
        public void Every_byte_of_a_digest_counts()
        {
            ChunkTable table = Open(Three());
            byte[] digest = TableBytes.Digest(2);
            Assert.IsTrue(table.Matches(1, digest));
            Assert.IsFalse(table.Matches(0, digest));
            Assert.IsFalse(table.Matches(2, digest));
            for (int i = 0; i < digest.Length; i++)
            {
                digest[i] ^= 1;
                Assert.IsFalse(table.Matches(1, digest), "byte " + i);
                digest[i] ^= 1;
            }
        }

        private static byte[] Three()
        {
            return TableBytes.Of(Ints.Of("1000 4096 10"));
        }

        private static ChunkTable Open(byte[] bytes)
        {
            ChunkTable table;
            Expect.Result(OtaResult.Ok, ChunkTable.Open(bytes, Size, out table));
            return table;
        }

        private static void Refuse(byte[] bytes, int size, OtaResult expected, string what)
        {
            ChunkTable table;
            Expect.Result(expected, ChunkTable.Open(bytes, size, out table), what);
            Assert.IsNull(table, what);
        }

        private static void CheckBounds(int shortest, int longest, OtaResult expected)
        {
            byte[] bytes = TableBytes.Of(Ints.Of("1"));
            TableBytes.SetInt32(bytes, 20, shortest | (longest << 16));
            ChunkTable table;
            Expect.Result(expected, ChunkTable.Open(bytes, 1, out table), shortest + " to " + longest);
        }

        private static void CheckLength(int length, OtaResult expected)
        {
            byte[] bytes = TableBytes.Of(Ints.Of("7 " + length));
            ChunkTable table;
            Expect.Result(expected, ChunkTable.Open(bytes, 7 + length, out table), "length " + length);
        }

        private static void CheckCount(int count)
        {
            byte[] bytes = Three();
            TableBytes.SetInt32(bytes, 16, count);
            Refuse(bytes, Size, OtaResult.TableMalformed, "count " + count);
        }
    }
}
