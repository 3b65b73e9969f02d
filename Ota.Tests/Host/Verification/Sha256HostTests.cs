using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class Sha256HostTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Ten_thousand_random_messages_in_random_pieces_have_dotnets_digest()
        {
            Random random = TestSeed.Create(TestContext);
            byte[] buffer = new byte[8192];
            byte[] digest = new byte[32];
            Sha256 sha = new();
            for (int i = 0; i < TestSeed.Rounds(10_000); i++)
            {
                // Short ones, where the padding's cases are, as often as long ones.
                int length = random.Next(random.Next(2) == 0 ? 200 : 5000);
                int start = random.Next(buffer.Length - length);
                random.NextBytes(buffer.AsSpan(start, length));
                int end = start + length;
                int index = start;
                while (index < end)
                {
                    int count = random.Next(Math.Min(end - index, 300) + 1);
                    sha.Update(buffer, index, count);
                    index += count;
                }

                sha.Finish(digest, 0);
                CollectionAssert.AreEqual(SHA256.HashData(buffer.AsSpan(start, length)), digest, $"message {i}, {length} bytes");
            }
        }
    }
}
