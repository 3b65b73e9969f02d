using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Storage
{
    /// <summary>
    /// What <see cref="IAppStorage"/> promises, sentence by sentence, for whatever keeps to it. A test is a series of sessions; the power goes at
    /// the end of each.
    /// </summary>
    public abstract class AppStorageContract
    {
        private const int Seed = 20261121;

        private readonly byte[] _bytes = new byte[40000];
        private readonly byte[] _others = new byte[9000];

        protected AppStorageContract()
        {
            Random random = new(Seed);
            random.NextBytes(_bytes);
            random.NextBytes(_others);
        }

        [TestMethod]
        public void A_file_that_was_never_written_has_no_length_and_cannot_be_read()
        {
            Session(storage =>
            {
                Assert.AreEqual(-1, storage.GetLength("a.img"));
                Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", 0, new byte[4], 0, 4));
                Assert.AreEqual(-1, storage.GetLength("a.img"));
            });
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(64)]
        [DataRow(4095)]
        [DataRow(4096)]
        [DataRow(4097)]
        [DataRow(40000)]
        public void What_was_appended_and_closed_is_there_at_once_and_after_a_power_cut(int length)
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, length));
                IsThere(storage, "a.img", _bytes.AsSpan(0, length));
            });
            Session(storage => IsThere(storage, "a.img", _bytes.AsSpan(0, length)));
        }

        [TestMethod]
        public void A_file_may_be_appended_to_in_pieces_of_any_place_of_a_buffer()
        {
            Session(storage =>
            {
                Ok(storage.Open("b.chk", 0));
                Ok(storage.Append(_bytes, 0, 10));
                Ok(storage.Append(_bytes, 10, 5000));
                Ok(storage.Append(_bytes, 5010, 0));
                Ok(storage.Append(_bytes, 5010, 1));
                Ok(storage.Close());
                IsThere(storage, "b.chk", _bytes.AsSpan(0, 5011));
            });
        }

        [TestMethod]
        public void A_read_gives_exactly_what_was_asked_for_and_touches_nothing_else()
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes);
                byte[] buffer = new byte[3000];
                Ok(storage.Read("a.img", 17000, buffer, 100, 2500));
                CollectionAssert.AreEqual(_bytes[17000..19500], buffer[100..2600]);
                Assert.IsTrue(buffer[..100].All(value => value == 0) && buffer[2600..].All(value => value == 0));
                Ok(storage.Read("a.img", 39999, buffer, 0, 1));
                Assert.AreEqual(_bytes[39999], buffer[0]);
            });
        }

        [TestMethod]
        [DataRow(99, 2)]
        [DataRow(100, 1)]
        [DataRow(5000, 1)]
        [DataRow(-1, 1)]
        public void A_read_past_an_end_fails(int offset, int count)
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 100));
                Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", offset, new byte[16], 0, count));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 100));
            });
        }

        [TestMethod]
        public void The_open_file_cannot_be_read_and_the_others_can()
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 100));
                Put(storage, "b.img", _others.AsSpan(0, 200));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 100));
                Ok(storage.Open("a.img", 100));
                Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", 0, new byte[10], 0, 10));
                IsThere(storage, "b.img", _others.AsSpan(0, 200));
                Ok(storage.Append(_bytes, 100, 50));
                IsThere(storage, "b.img", _others.AsSpan(0, 200));
                Ok(storage.Close());
                IsThere(storage, "a.img", _bytes.AsSpan(0, 150));
            });
        }

        [TestMethod]
        public void The_length_of_the_open_file_is_what_was_appended()
        {
            Session(storage =>
            {
                Ok(storage.Open("a.img", 0));
                Assert.AreEqual(0, storage.GetLength("a.img"));
                Ok(storage.Append(_bytes, 0, 123));
                Assert.AreEqual(123, storage.GetLength("a.img"));
                Ok(storage.Flush());
                Ok(storage.Append(_bytes, 123, 7));
                Assert.AreEqual(130, storage.GetLength("a.img"));
            });
        }

        [TestMethod]
        public void What_was_flushed_survives_and_of_what_came_after_it_a_part_at_most()
        {
            Session(storage =>
            {
                Put(storage, "b.img", _others.AsSpan(0, 500));
                Ok(storage.Open("a.img", 0));
                Ok(storage.Append(_bytes, 0, 16384));
                Ok(storage.Flush());
                Ok(storage.Append(_bytes, 16384, 9000));
            });
            Session(storage =>
            {
                int length = storage.GetLength("a.img");
                Assert.IsTrue(length is >= 16384 and <= 25384, $"{length}");
                IsThere(storage, "a.img", _bytes.AsSpan(0, length));
                IsThere(storage, "b.img", _others.AsSpan(0, 500));
                Ok(storage.Open("a.img", 16384));
                Ok(storage.Append(_bytes, 16384, 10));
                Ok(storage.Close());
                IsThere(storage, "a.img", _bytes.AsSpan(0, 16394));
            });
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(4096)]
        [DataRow(9999)]
        [DataRow(10000)]
        public void Opening_cuts_off_what_is_not_to_be_kept_and_goes_on_behind_it(int keep)
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 10000));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 10000));
                Ok(storage.Open("a.img", keep));
                Assert.AreEqual(keep, storage.GetLength("a.img"));
                Ok(storage.Append(_others, 0, 777));
                Ok(storage.Close());
                IsThere(storage, "a.img", [.. _bytes[..keep], .. _others[..777]]);
            });
            Session(storage => IsThere(storage, "a.img", [.. _bytes[..keep], .. _others[..777]]));
        }

        [TestMethod]
        public void What_opening_cut_off_is_gone_for_good()
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 10000));
                Ok(storage.Open("a.img", 300));
            });
            Session(storage => IsThere(storage, "a.img", _bytes.AsSpan(0, 300)));
        }

        [TestMethod]
        public void A_file_with_less_than_is_to_be_kept_is_not_opened_and_stays_as_it_is()
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 100));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("a.img", 101));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 100));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("none", 1));
                Assert.AreEqual(-1, storage.GetLength("none"));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Append(_bytes, 0, 1));
                Put(storage, "b.img", _others.AsSpan(0, 5));
            });
        }

        [TestMethod]
        public void One_file_is_open_at_a_time()
        {
            Session(storage =>
            {
                Ok(storage.Open("a.img", 0));
                Ok(storage.Append(_bytes, 0, 10));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("b.img", 0));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Open("a.img", 0));
                Ok(storage.Append(_bytes, 10, 10));
                Ok(storage.Close());
                IsThere(storage, "a.img", _bytes.AsSpan(0, 20));
                Assert.AreEqual(-1, storage.GetLength("b.img"));
            });
        }

        [TestMethod]
        public void Without_an_open_file_appending_and_flushing_fail_and_closing_does_nothing()
        {
            Session(storage =>
            {
                Ok(storage.Close());
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Append(_bytes, 0, 1));
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Flush());
                Put(storage, "a.img", _bytes.AsSpan(0, 3));
                Ok(storage.Close());
                Assert.AreEqual(OtaResult.SlotWriteFailed, storage.Append(_bytes, 0, 1));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 3));
            });
        }

        [TestMethod]
        public void A_removed_file_is_gone_with_all_it_had_and_no_other_is_touched()
        {
            Session(storage =>
            {
                Put(storage, "a.img", _bytes.AsSpan(0, 6000));
                Put(storage, "a.jws", _others.AsSpan(0, 100));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 6000));
                Ok(storage.Delete("a.img"));
                Assert.AreEqual(-1, storage.GetLength("a.img"));
                Assert.AreEqual(OtaResult.SlotReadFailed, storage.Read("a.img", 0, new byte[4], 0, 4));
                IsThere(storage, "a.jws", _others.AsSpan(0, 100));
            });
            Session(storage =>
            {
                Assert.AreEqual(-1, storage.GetLength("a.img"));
                IsThere(storage, "a.jws", _others.AsSpan(0, 100));
                Put(storage, "a.img", _bytes.AsSpan(0, 10));
                IsThere(storage, "a.img", _bytes.AsSpan(0, 10));
            });
        }

        [TestMethod]
        public void Removing_a_file_that_is_not_there_is_harmless()
        {
            Session(storage =>
            {
                Ok(storage.Delete("a.img"));
                Put(storage, "a.img", _bytes.AsSpan(0, 10));
                Ok(storage.Delete("b.img"));
                Ok(storage.Delete("a.img"));
                Ok(storage.Delete("a.img"));
            });
        }

        [TestMethod]
        public void A_file_that_was_read_and_is_replaced_reads_as_the_new_one()
        {
            Session(storage =>
            {
                for (int round = 0; round < 5; round++)
                {
                    ReadOnlySpan<byte> content = _bytes.AsSpan(round * 1000, 5000 - (round * 700));
                    Put(storage, "boot.0", content);
                    IsThere(storage, "boot.0", content);
                    Put(storage, "boot.1", content);
                    IsThere(storage, "boot.0", content);
                }
            });
        }

        [TestMethod]
        public void Names_of_twelve_characters_are_told_apart()
        {
            string[] names = ["abcdefgh.img", "abcdefgh.im0", "abcdefgi.img", "0123456789.1", "ota.0", "ota.1"];
            Session(storage =>
            {
                for (int i = 0; i < names.Length; i++)
                {
                    Put(storage, names[i], _bytes.AsSpan(i * 100, 100 + i));
                }
            });
            Session(storage =>
            {
                for (int i = 0; i < names.Length; i++)
                {
                    IsThere(storage, names[i], _bytes.AsSpan(i * 100, 100 + i));
                }
            });
        }

        [TestMethod]
        public void Two_images_of_its_capacity_fit()
        {
            byte[] image = new byte[16384];
            Session(storage =>
            {
                Assert.IsGreaterThan(0, storage.Capacity);
                foreach (string name in (string[])["a.img", "b.img"])
                {
                    Ok(storage.Open(name, 0));
                    for (int at = 0; at < storage.Capacity; at += image.Length)
                    {
                        Ok(storage.Append(image, 0, Math.Min(image.Length, storage.Capacity - at)));
                        Ok(storage.Flush());
                    }

                    Ok(storage.Close());
                    Assert.AreEqual(storage.Capacity, storage.GetLength(name));
                }
            });
        }

        /// <summary>Power on, the steps, power off. What the steps throw is thrown.</summary>
        protected abstract void Session(Action<IAppStorage> steps);

        protected static void Ok(OtaResult result) => Assert.AreEqual(OtaResult.Ok, result);

        protected static void Put(IAppStorage storage, string name, ReadOnlySpan<byte> content)
        {
            Ok(storage.Open(name, 0));
            Ok(storage.Append(content.ToArray(), 0, content.Length));
            Ok(storage.Close());
        }

        protected static void IsThere(IAppStorage storage, string name, ReadOnlySpan<byte> content)
        {
            Assert.AreEqual(content.Length, storage.GetLength(name), name);
            byte[] read = new byte[content.Length];
            if (read.Length > 0)
            {
                Ok(storage.Read(name, 0, read, 0, read.Length));
            }

            CollectionAssert.AreEqual(content.ToArray(), read, name);
            Assert.AreEqual(content.Length, storage.GetLength(name), name);
        }
    }
}
