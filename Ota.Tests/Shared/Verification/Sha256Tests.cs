using nanoFramework.TestFramework;

namespace NanoOta.Tests.Verification
{
    // Vectors: FIPS 180-2, appendix B, and NIST's "SHA_All" examples.
    [TestClass]
    public class Sha256Tests
    {
        [TestMethod]
        [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
        [DataRow("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
        [DataRow("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
        public void Published_message_has_its_digest(string message, string expected)
        {
            byte[] bytes = TestBytes.FromAscii(message);
            Sha256 sha = new Sha256();
            sha.Update(bytes, 0, bytes.Length);
            Assert.AreEqual(expected, Finish(sha));
        }

        [TestMethod]
        public void A_million_times_a_in_pieces_of_1000_has_its_digest()
        {
            byte[] piece = new byte[1000];
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = (byte)'a';
            }

            Sha256 sha = new Sha256();
            for (int i = 0; i < 1000; i++)
            {
                sha.Update(piece, 0, piece.Length);
            }

            Assert.AreEqual("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Finish(sha));
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(63)]
        [DataRow(64)]
        [DataRow(65)]
        [DataRow(127)]
        public void Pieces_of_any_size_give_the_digest_of_the_whole(int size)
        {
            // Bytes 0 to 255, from .NET's SHA256.HashData.
            byte[] message = new byte[256];
            for (int i = 0; i < message.Length; i++)
            {
                message[i] = (byte)i;
            }

            Sha256 sha = new Sha256();
            for (int i = 0; i < message.Length; i += size)
            {
                sha.Update(message, i, size < message.Length - i ? size : message.Length - i);
            }

            Assert.AreEqual("40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880", Finish(sha));
        }

        [TestMethod]
        [DataRow(55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318")]
        [DataRow(56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a")]
        [DataRow(63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34")]
        [DataRow(64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")]
        [DataRow(65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0")]
        public void Padding_is_right_at_the_edges_of_a_block(int length, string expected)
        {
            // From Python's hashlib.sha256(b"a" * length).
            Sha256 sha = new Sha256();
            byte[] a = new byte[] { (byte)'a' };
            for (int i = 0; i < length; i++)
            {
                sha.Update(a, 0, 1);
            }

            Assert.AreEqual(expected, Finish(sha));
        }

        [TestMethod]
        public void Finish_begins_a_new_message()
        {
            Sha256 sha = new Sha256();
            sha.Update(TestBytes.FromAscii("abc"), 0, 3);
            string first = Finish(sha);
            sha.Update(TestBytes.FromAscii("abc"), 0, 3);
            Assert.AreEqual(first, Finish(sha));
        }

        [TestMethod]
        public void Reset_forgets_what_was_added()
        {
            Sha256 sha = new Sha256();
            sha.Update(new byte[100], 0, 100);
            sha.Reset();
            Assert.AreEqual("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Finish(sha));
        }

        [TestMethod]
        public void Digest_is_written_at_its_index_and_nowhere_else()
        {
            byte[] target = new byte[36];
            target[1] = 7;
            target[34] = 9;
            new Sha256().Finish(target, 2);
            Assert.AreEqual("0007e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550900", TestBytes.ToHex(target, 36));
        }

        [TestMethod]
        [DataRow(-1, 1)]
        [DataRow(0, -1)]
        [DataRow(0, 11)]
        [DataRow(10, 1)]
        [DataRow(int.MaxValue, 1)]
        public void A_range_outside_the_buffer_is_a_bug_of_the_caller(int index, int count)
        {
            Assert.ThrowsException(typeof(System.ArgumentOutOfRangeException), () => new Sha256().Update(new byte[10], index, count));
        }

        [TestMethod]
        public void A_digest_that_does_not_fit_is_a_bug_of_the_caller()
        {
            Assert.ThrowsException(typeof(System.ArgumentOutOfRangeException), () => new Sha256().Finish(new byte[32], 1));
            Assert.ThrowsException(typeof(System.ArgumentOutOfRangeException), () => new Sha256().Finish(new byte[64], -1));
        }

        private static string Finish(Sha256 sha)
        {
            byte[] digest = new byte[Sha256.DigestLength];
            sha.Finish(digest, 0);
            return TestBytes.ToHex(digest, digest.Length);
        }
    }
}
