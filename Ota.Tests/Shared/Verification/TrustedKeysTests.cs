using nanoFramework.TestFramework;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class TrustedKeysTests
    {
        [TestMethod]
        public void One_to_eight_keys_are_accepted()
        {
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(Keys(1), out TrustedKeys keys));
            Assert.AreEqual(1, keys.Count);
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(Keys(8), out keys));
            Assert.AreEqual(8, keys.Count);
        }

        [TestMethod]
        public void No_list_no_key_nine_keys_and_a_null_are_refused()
        {
            Refused(null);
            Refused(Keys(0));
            Refused(Keys(9));
            TrustedKey[] list = Keys(3);
            list[2] = null;
            Refused(list);
        }

        [TestMethod]
        public void A_name_that_is_there_twice_is_refused()
        {
            TrustedKey[] list = Keys(3);
            list[2] = new TrustedKey(list[0].Kid, JwsVectors.OtherKey());
            Refused(list);
        }

        [TestMethod]
        [DataRow("a")]
        [DataRow("AZaz09._-")]
        [DataRow("0123456789012345678901234567890123456789012345678901234567890123")]
        public void A_name_of_the_profile_is_accepted(string kid)
        {
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(new TrustedKey[] { new TrustedKey(kid, JwsVectors.Key()) }, out TrustedKeys keys));
            Assert.IsNotNull(keys);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("a b")]
        [DataRow("a\"")]
        [DataRow("a/b")]
        [DataRow("a:")]
        [DataRow("@")]
        [DataRow("[")]
        [DataRow("`")]
        [DataRow("{")]
        [DataRow("\u0141")]
        [DataRow("01234567890123456789012345678901234567890123456789012345678901234")]
        public void A_name_outside_the_profile_is_refused(string kid)
        {
            Refused(new TrustedKey[] { new TrustedKey(kid, JwsVectors.Key()) });
        }

        [TestMethod]
        public void A_null_name_and_bytes_that_are_no_key_are_refused()
        {
            Refused(new TrustedKey[] { new TrustedKey(null, JwsVectors.Key()) });
            Refused(new TrustedKey[] { new TrustedKey("a", null) });
            Refused(new TrustedKey[] { new TrustedKey("a", new byte[63]) });
            byte[] key = JwsVectors.Key();
            key[63] ^= 1;
            Refused(new TrustedKey[] { new TrustedKey("a", key) });
        }

        [TestMethod]
        public void Later_changes_of_the_list_do_not_reach_the_keys()
        {
            byte[] bytes = JwsVectors.Key();
            TrustedKey[] list = new TrustedKey[] { new TrustedKey(JwsVectors.Kid, bytes) };
            TrustedKeys.Create(list, out TrustedKeys keys);
            bytes[0] ^= 1;
            list[0] = null;
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good);
            Expect.Result(OtaResult.Ok, Jws.Verify(envelope, envelope.Length, keys, out int length));
            Assert.AreEqual(JwsVectors.Payload.Length, length);
        }

        private static void Refused(TrustedKey[] list)
        {
            Expect.Result(OtaResult.KeyInvalid, TrustedKeys.Create(list, out TrustedKeys keys));
            Assert.IsNull(keys);
        }

        private static TrustedKey[] Keys(int count)
        {
            TrustedKey[] list = new TrustedKey[count];
            for (int i = 0; i < count; i++)
            {
                list[i] = new TrustedKey("key-" + i, JwsVectors.Key());
            }

            return list;
        }
    }
}
