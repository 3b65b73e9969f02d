using System.Text;
using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    [TestClass]
    public class JsonProfileTextTests
    {
        [TestMethod]
        public void Seven_escapes_pass_and_no_others()
        {
            for (int c = 0; c < 256; c++)
            {
                bool good = c == '"' || c == '\\' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't';

                // Behind \u stand the digits that would make it whole.
                byte[] text = TestBytes.FromHex("615c0030303431");
                text[2] = (byte)c;
                Check(text, good);
            }
        }

        [TestMethod]
        public void No_string_begins_with_a_quotation_mark_since_the_library_doubles_it()
        {
            Check(TestBytes.FromHex("5c22"), false);
            Check(TestBytes.FromHex("5c2261"), false);
            Check(TestBytes.FromHex("615c22"), true);
            Check(TestBytes.FromHex("5c5c5c22"), true);
            byte[] member = Encoding.UTF8.GetBytes("{\"\\\"a\":1}");
            Expect.Result(OtaResult.ManifestNotJson, JsonProfile.Check(member, 0, member.Length));
        }

        [TestMethod]
        public void An_escape_at_the_end_leaves_the_string_open()
        {
            Check(TestBytes.FromHex("615c"), false);
            Check(TestBytes.FromHex("615c5c"), true);
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
                Check(Three((byte)lead, second, 0x80), lead >= 0xE0 && lead <= 0xEF);
            }
        }

        [TestMethod]
        public void What_follows_a_lead_must_be_a_rest()
        {
            for (int c = 0; c < 0x100; c++)
            {
                bool rest = c >= 0x80 && c <= 0xBF;
                Check(new byte[] { 0xC3, (byte)c }, rest);
                Check(Three(0xE2, (byte)c, 0x80), rest);
                Check(Three(0xE2, 0x80, (byte)c), rest);
            }
        }

        [TestMethod]
        public void Overlong_forms_do_not_pass()
        {
            Check(TestBytes.FromHex("c080"), false);
            Check(TestBytes.FromHex("c0a2"), false);
            Check(TestBytes.FromHex("c1bf"), false);
            Check(TestBytes.FromHex("e08080"), false);
            Check(TestBytes.FromHex("e080a2"), false);
            Check(TestBytes.FromHex("e09fbf"), false);
            Check(TestBytes.FromHex("e0a080"), true);
            Check(TestBytes.FromHex("e0bfbf"), true);
            Check(TestBytes.FromHex("e18080"), true);
        }

        [TestMethod]
        public void Surrogates_do_not_pass()
        {
            Check(TestBytes.FromHex("ed8080"), true);
            Check(TestBytes.FromHex("ed9fbf"), true);
            Check(TestBytes.FromHex("eda080"), false);
            Check(TestBytes.FromHex("edbfbf"), false);
            Check(TestBytes.FromHex("eda0bdedb880"), false);
            Check(TestBytes.FromHex("ee8080"), true);
            Check(TestBytes.FromHex("efbfbf"), true);
        }

        [TestMethod]
        public void Four_byte_characters_do_not_pass()
        {
            Check(TestBytes.FromHex("f09f9880"), false);
            Check(TestBytes.FromHex("f0808080"), false);
            Check(TestBytes.FromHex("f48fbfbf"), false);
            Check(TestBytes.FromHex("f4908080"), false);
            Check(TestBytes.FromHex("f888808080"), false);
        }

        [TestMethod]
        public void A_character_cut_short_does_not_pass()
        {
            Check(TestBytes.FromHex("c3"), false);
            Check(TestBytes.FromHex("e2"), false);
            Check(TestBytes.FromHex("e282"), false);
            CheckAtEnd(TestBytes.FromHex("c3"));
            CheckAtEnd(TestBytes.FromHex("e2"));
            CheckAtEnd(TestBytes.FromHex("e282"));
            CheckAtEnd(TestBytes.FromHex("5c"));
            CheckAtEnd(TestBytes.FromHex("61"));
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

        private static byte[] Three(byte first, byte second, byte third)
        {
            byte[] bytes = new byte[3];
            bytes[0] = first;
            bytes[1] = second;
            bytes[2] = third;
            return bytes;
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
            Expect.Result(expected, JsonProfile.Check(bytes, 0, bytes.Length), what);
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
