using System.Text;
using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    [TestClass]
    public class ManifestBytesTests
    {
        private const int Before = 3;

        [TestMethod]
        public void A_field_that_stands_twice_is_refused_at_every_level()
        {
            CheckTwice(ManifestText.Root(), "format", "1");
            CheckTwice(ManifestText.Root(), "revision", "3");
            CheckTwice(ManifestText.Root().With("later", "1"), "later", "1");
            CheckTwice(ManifestText.Root().With("later", "{\"a\":1,\"a\":1}"), "later2", "1");
            CheckTwiceInside("requires", "chip");
            CheckTwiceInside("rollout", "percent");
            CheckTwiceInside("install", "critical");
            ManifestCase.Root("images", "[" + Twice(ManifestText.Image(), "size", "1") + "]", OtaResult.FieldDuplicate);
            ManifestCase.Image("chunks", Twice(ManifestText.Table(), "url", "\"a\""), OtaResult.FieldDuplicate);
            ManifestCase.Image("natives", "[" + Twice(ManifestCase.Native(), "name", "\"b\"") + "]", OtaResult.FieldDuplicate);
        }

        [TestMethod]
        public void A_manifest_cut_short_at_any_byte_is_refused()
        {
            byte[] buffer = InTheMiddle(ManifestText.Root().ToString());
            int length = buffer.Length - (2 * Before);
            Manifest manifest;
            for (int count = 0; count < length; count++)
            {
                // What is missing stands behind the end: a reader that looks there would find it whole.
                Expect.Result(OtaResult.ManifestNotJson, ManifestReader.Read(buffer, Before, count, out manifest), "at " + count);
                Assert.IsNull(manifest);
            }

            Expect.Result(OtaResult.Ok, ManifestReader.Read(buffer, Before, length, out manifest));
            Assert.AreEqual("lamp", manifest.Product);
        }

        [TestMethod]
        public void Whatever_byte_is_damaged_the_outcome_is_a_code()
        {
            byte[] good = Encoding.UTF8.GetBytes(ManifestText.Root().ToString());
            byte[] damage = TestBytes.FromHex("227d39c3");
            byte[] bytes = new byte[good.Length];
            int refused = 0;
            for (int i = 0; i < good.Length; i++)
            {
                System.Array.Copy(good, 0, bytes, 0, good.Length);
                bytes[i] = damage[i % damage.Length];
                Manifest manifest;
                int result = (int)ManifestReader.Read(bytes, 0, bytes.Length, out manifest);
                bool known = result == 0 || (result >= (int)OtaResult.ManifestNotJson && result <= (int)OtaResult.ImageMissing);
                Assert.IsTrue(known, "at " + i);
                Assert.AreEqual(result == 0, manifest != null, "at " + i);
                refused += result == 0 ? 0 : 1;
            }

            Assert.IsTrue(refused > good.Length / 2);
        }

        [TestMethod]
        public void The_profile_is_kept_before_the_parser_sees_anything()
        {
            Manifest manifest;
            byte[] bytes = Encoding.UTF8.GetBytes("{'format':1}");
            Expect.Result(OtaResult.ManifestNotJson, ManifestReader.Read(bytes, 0, bytes.Length, out manifest));
            ManifestCase.Root("later", "1.5", OtaResult.ManifestNotJson);
            ManifestCase.Root("later", "[[1]]", OtaResult.ManifestNotJson);
            ManifestCase.Root("later", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}", OtaResult.Ok);
            ManifestCase.Root("later", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}", OtaResult.ManifestTooDeep);
        }

        private static void CheckTwiceInside(string section, string field)
        {
            ManifestText inside = new ManifestText().With(field, "1");
            ManifestCase.Root(section, Twice(inside, field, "1"), OtaResult.FieldDuplicate);
        }

        private static void CheckTwice(ManifestText text, string field, string json)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Twice(text, field, json));
            Manifest manifest;
            Expect.Result(OtaResult.FieldDuplicate, ManifestReader.Read(bytes, 0, bytes.Length, out manifest), field);
            Assert.IsNull(manifest);
        }

        private static string Twice(ManifestText text, string field, string json)
        {
            string once = text.ToString();
            return once.Substring(0, once.Length - 1) + ",\"" + field + "\":" + json + "}";
        }

        private static byte[] InTheMiddle(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            byte[] buffer = new byte[bytes.Length + (2 * Before)];
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)'x';
            }

            System.Array.Copy(bytes, 0, buffer, Before, bytes.Length);
            return buffer;
        }
    }
}
