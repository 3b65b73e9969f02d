using System.Text;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class JsonProfileTextTests
    {
        [TestMethod]
        public void Eight_escapes_pass_and_no_others()
        {
            for (int c = 0; c < 256; c++)
            {
                bool good = c == '"' || c == '\\' || c == '/' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't';

                // Behind \u stand the digits that would make it whole.
                Check(new byte[] { (byte)'\\', (byte)c, (byte)'0', (byte)'0', (byte)'4', (byte)'1' }, good);
            }
        }

        [TestMethod]
        public void An_escape_at_the_end_leaves_the_string_open()
        {
            Check(new byte[] { (byte)'a', (byte)'\\' }, false);
            Check(new byte[] { (byte)'a', (byte)'\\', (byte)'\\' }, true);
        }

        [TestMethod]
        public void A_string_may_end_in_the_name_of_a_member()
        {
            byte[] bytes = Encoding.UTF8.GetBytes("{\"a\\\":1}");
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
        }

        [TestMethod]
        public void Control_characters_do_not_pass_and_all_other_ASCII_does()
        {
            for (int c = 0; c < 0x80; c++)
            {
                if (c != '"' && c != '\\')
                {
                    Check(new byte[] { (byte)c }, c >= 0x20);
                }
            }
        }

        [TestMethod]
        public void Of_all_bytes_only_some_begin_two_byte_characters()
        {
            for (int lead = 0x80; lead < 0x100; lead++)
            {
                Check(new byte[] { (byte)lead, 0x80 }, lead >= 0xC2 && lead <= 0xDF);
                Check(new byte[] { (byte)lead, 0xBF }, lead >= 0xC2 && lead <= 0xDF);
            }
        }

        [TestMethod]
        public void Of_all_bytes_only_some_begin_three_byte_characters()
        {
            for (int lead = 0x80; lead < 0x100; lead++)
            {
                // Right behind each of them: not overlong after E0, no surrogate after ED.
                byte second = lead == 0xE0 ? (byte)0xA0 : (byte)0x9F;
                Check(new byte[] { (byte)lead, second, 0x80 }, lead >= 0xE0 && lead <= 0xEF);
            }
        }

        [TestMethod]
        public void What_follows_a_lead_must_be_a_rest()
        {
            for (int c = 0; c < 0x100; c++)
            {
                bool rest = c >= 0x80 && c <= 0xBF;
                Check(new byte[] { 0xC3, (byte)c }, rest);
                Check(new byte[] { 0xE2, (byte)c, 0x80 }, rest);
                Check(new byte[] { 0xE2, 0x80, (byte)c }, rest);
            }
        }

        [TestMethod]
        public void Overlong_forms_do_not_pass()
        {
            Check(new byte[] { 0xC0, 0x80 }, false);
            Check(new byte[] { 0xC0, 0xA2 }, false);
            Check(new byte[] { 0xC1, 0xBF }, false);
            Check(new byte[] { 0xE0, 0x80, 0x80 }, false);
            Check(new byte[] { 0xE0, 0x80, 0xA2 }, false);
            Check(new byte[] { 0xE0, 0x9F, 0xBF }, false);
            Check(new byte[] { 0xE0, 0xA0, 0x80 }, true);
            Check(new byte[] { 0xE0, 0xBF, 0xBF }, true);
            Check(new byte[] { 0xE1, 0x80, 0x80 }, true);
        }

        [TestMethod]
        public void Surrogates_do_not_pass()
        {
            Check(new byte[] { 0xED, 0x80, 0x80 }, true);
            Check(new byte[] { 0xED, 0x9F, 0xBF }, true);
            Check(new byte[] { 0xED, 0xA0, 0x80 }, false);
            Check(new byte[] { 0xED, 0xBF, 0xBF }, false);
            Check(new byte[] { 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80 }, false);
            Check(new byte[] { 0xEE, 0x80, 0x80 }, true);
            Check(new byte[] { 0xEF, 0xBF, 0xBF }, true);
        }

        [TestMethod]
        public void Four_byte_characters_do_not_pass()
        {
            Check(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, false);
            Check(new byte[] { 0xF0, 0x80, 0x80, 0x80 }, false);
            Check(new byte[] { 0xF4, 0x8F, 0xBF, 0xBF }, false);
            Check(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, false);
            Check(new byte[] { 0xF8, 0x88, 0x80, 0x80, 0x80 }, false);
        }

        [TestMethod]
        public void A_character_cut_short_does_not_pass()
        {
            Check(new byte[] { 0xC3 }, false);
            Check(new byte[] { 0xE2 }, false);
            Check(new byte[] { 0xE2, 0x82 }, false);
            CheckAtEnd(new byte[] { 0xC3 });
            CheckAtEnd(new byte[] { 0xE2 });
            CheckAtEnd(new byte[] { 0xE2, 0x82 });
            CheckAtEnd(new byte[] { (byte)'\\' });
            CheckAtEnd(new byte[] { (byte)'a' });
        }

        [TestMethod]
        public void A_zero_byte_ends_nothing()
        {
            byte[] bytes = Encoding.UTF8.GetBytes(" {} ");
            Expect.Result(OtaResult.Ok, JsonProfile.Check(bytes, 0, bytes.Length));
            bytes[3] = 0;
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
            bytes[3] = (byte)' ';
            bytes[0] = 0;
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
        }

        [TestMethod]
        public void Names_are_held_to_the_same_rules()
        {
            byte[] bytes = Encoding.UTF8.GetBytes("{\"x\":1}");
            Expect.Result(OtaResult.Ok, JsonProfile.Check(bytes, 0, bytes.Length));
            bytes[2] = 0x1F;
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
            bytes[2] = 0xFF;
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
            bytes[2] = (byte)'\\';
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
        }

        private static void Check(byte[] text, bool passes)
        {
            byte[] bytes = Quote(text, "\"}");
            string what = string.Empty;
            for (int i = 0; i < text.Length; i++)
            {
                what += text[i].ToString("X2");
            }

            OtaResult expected = passes ? OtaResult.Ok : OtaResult.ManifestNotJson;
            Assert.AreEqual((int)expected, (int)JsonProfile.Check(bytes, 0, bytes.Length), what);
        }

        private static void CheckAtEnd(byte[] text)
        {
            byte[] bytes = Quote(text, string.Empty);
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(bytes, 0, bytes.Length));
        }

        private static byte[] Quote(byte[] text, string close)
        {
            byte[] before = Encoding.UTF8.GetBytes("{\"a\":\"");
            byte[] after = Encoding.UTF8.GetBytes(close);
            byte[] bytes = new byte[before.Length + text.Length + after.Length];
            System.Array.Copy(before, 0, bytes, 0, before.Length);
            System.Array.Copy(text, 0, bytes, before.Length, text.Length);
            System.Array.Copy(after, 0, bytes, before.Length + text.Length, after.Length);
            return bytes;
        }
    }
}
