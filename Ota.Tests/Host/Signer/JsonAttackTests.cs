using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Signer
{
    /// <summary>Payloads that are signed by the right key and meant to break or to split parsers.</summary>
    [TestClass]
    public sealed class JsonAttackTests
    {
        [TestMethod]
        [DataRow("{\"a\":", "}", 1500, OtaResult.ManifestTooDeep, DisplayName = "objects")]
        [DataRow("{\"a\":", "", 2400, OtaResult.ManifestTooDeep, DisplayName = "objects without an end")]
        [DataRow("[", "]", 6000, OtaResult.ManifestNotJson, DisplayName = "arrays")]
        [DataRow("{\"a\":[", "]}", 1500, OtaResult.ManifestTooDeep, DisplayName = "objects in arrays")]
        [DataRow("{\"a\":[[", "]]}", 1, OtaResult.ManifestNotJson, DisplayName = "an array in an array")]
        public void A_nesting_bomb_is_refused(string open, string close, int depth, OtaResult expected)
        {
            using SignerFixture fixture = new();
            string inner = open.EndsWith(':') ? "1" : string.Empty;
            string bomb = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
            fixture.AssertRefused(expected, fixture.Update(bomb));
        }

        [TestMethod]
        public void A_nesting_bomb_in_a_field_nobody_reads_is_refused()
        {
            using SignerFixture fixture = new();
            string bomb = string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000);
            fixture.AssertRefused(OtaResult.ManifestTooDeep, fixture.Update(fixture.Good().With("extra", bomb)));
        }

        [TestMethod]
        [DataRow("9223372036854775808", OtaResult.ManifestNotJson)]
        [DataRow("18446744073709551618", OtaResult.ManifestNotJson)]
        [DataRow("1000000000000000", OtaResult.ManifestNotJson)]
        [DataRow("2.0", OtaResult.ManifestNotJson)]
        [DataRow("2e0", OtaResult.ManifestNotJson)]
        [DataRow("1e400", OtaResult.ManifestNotJson)]
        [DataRow("02", OtaResult.ManifestNotJson)]
        [DataRow("+2", OtaResult.ManifestNotJson)]
        [DataRow("0x2", OtaResult.ManifestNotJson)]
        [DataRow("NaN", OtaResult.ManifestNotJson)]
        [DataRow("--2", OtaResult.ManifestNotJson)]
        [DataRow("-", OtaResult.ManifestNotJson)]
        [DataRow("-2", OtaResult.FieldOutOfRange)]
        [DataRow("-0", OtaResult.FieldOutOfRange)]
        [DataRow("0", OtaResult.FieldOutOfRange)]
        [DataRow("\"2\"", OtaResult.FieldWrongType)]
        [DataRow("true", OtaResult.FieldWrongType)]
        [DataRow("[2]", OtaResult.FieldWrongType)]
        [DataRow("{}", OtaResult.FieldWrongType)]
        [DataRow("null", OtaResult.FieldMissing)]
        public void A_number_that_is_huge_or_none_is_refused(string number, OtaResult expected)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(expected, fixture.Update(fixture.Good().With("revision", number)));
        }

        [TestMethod]
        public void A_number_of_ten_thousand_digits_is_refused()
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(OtaResult.ManifestNotJson, fixture.Update(fixture.Good().With("revision", new string('9', 10_000))));
        }

        [TestMethod]
        [DataRow("""{"revision":1,""", OtaResult.FieldDuplicate, DisplayName = "the same key twice")]
        [DataRow("""{"extra":1,"extra":1,""", OtaResult.FieldDuplicate, DisplayName = "a key that nobody reads")]
        [DataRow("""{"extra":{"a":1,"a":2},""", OtaResult.FieldDuplicate, DisplayName = "a key inside")]
        [DataRow("""{"extra":[{"a":1,"a":2}],""", OtaResult.FieldDuplicate, DisplayName = "a key inside a list")]
        [DataRow("""{"\u0072evision":1,""", OtaResult.ManifestNotJson, DisplayName = "by an escape")]
        [DataRow("""{"a\/b":1,"a/b":1,""", OtaResult.ManifestNotJson, DisplayName = "by an escaped slash")]
        [DataRow("""{"revision\u0000":1,""", OtaResult.ManifestNotJson, DisplayName = "with a zero behind")]
        [DataRow("{\"revision\0\":1,", OtaResult.ManifestNotJson, DisplayName = "with a raw zero behind")]
        public void A_key_cannot_be_said_twice(string start, OtaResult expected)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(expected, fixture.Update(start + fixture.Good().ToString()[1..]));
        }

        [TestMethod]
        [DataRow("Revision")]
        [DataRow("SEQUENCE")]
        [DataRow("revision ")]
        [DataRow("\uFF52evision")]
        public void A_key_that_looks_alike_is_another_key(string key)
        {
            using SignerFixture fixture = new();
            string payload = $"{{\"{key}\":999,{fixture.Good().ToString()[1..]}";
            Assert.AreEqual(OtaResult.Ok, fixture.Update(payload));
            Assert.AreEqual(OtaResult.TrialContinues, fixture.Device.Boot());
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Confirm());
            Assert.AreEqual(2L, fixture.Device.Client.SeenRevision);
        }

        [TestMethod]
        [DataRow("'a':1", DisplayName = "single quotes")]
        [DataRow("a:1", DisplayName = "no quotes")]
        [DataRow("\"a\":1,", DisplayName = "a comma at the end")]
        [DataRow("\"a\" 1", DisplayName = "no colon")]
        [DataRow("\"a\":1 \"b\":2", DisplayName = "no comma")]
        [DataRow("/**/\"a\":1", DisplayName = "a comment")]
        [DataRow("\"a\":1}{\"b\":2", DisplayName = "two documents")]
        [DataRow("\"a\":\"\u0001\"", DisplayName = "a control character")]
        [DataRow("\"a\":\"\\x\"", DisplayName = "an escape of no kind")]
        [DataRow("\"a\":\"\\", DisplayName = "an escape at the end")]
        [DataRow("\"a\":\"\U0001F600\"", DisplayName = "beyond the basic plane")]
        [DataRow("\"a\":\"\\ud83d\"", DisplayName = "half a surrogate pair")]
        [DataRow("\u00A0\"a\":1", DisplayName = "a space that JSON does not know")]
        public void What_parsers_disagree_about_is_refused(string members)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(OtaResult.ManifestNotJson, fixture.Update("{" + members + "}"));
        }

        [TestMethod]
        [DataRow(new byte[] { 0xC0, 0xAF }, DisplayName = "overlong slash")]
        [DataRow(new byte[] { 0xE0, 0x80, 0xAF }, DisplayName = "overlong slash of three bytes")]
        [DataRow(new byte[] { 0xED, 0xA0, 0x80 }, DisplayName = "surrogate")]
        [DataRow(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, DisplayName = "beyond Unicode")]
        [DataRow(new byte[] { 0x80 }, DisplayName = "a rest without a start")]
        [DataRow(new byte[] { 0xE2, 0x82 }, DisplayName = "a start without its rest")]
        [DataRow(new byte[] { 0xFF }, DisplayName = "no UTF-8 at all")]
        public void Text_that_is_not_UTF_8_is_refused(byte[] text)
        {
            using SignerFixture fixture = new();
            byte[] payload = [.. Encoding.UTF8.GetBytes("{\"notes\":\""), .. text, .. Encoding.UTF8.GetBytes("\",\"a\":1}")];
            fixture.Device.Publish(fixture.Signer.Sign(payload));
            fixture.AssertRefused(OtaResult.ManifestNotJson, fixture.Device.Client.Update());
        }

        [TestMethod]
        [DataRow("product", 65, OtaResult.FieldTooLong)]
        [DataRow("version", 65, OtaResult.FieldTooLong)]
        [DataRow("notes", 1025, OtaResult.FieldTooLong)]
        [DataRow("notes", 11_000, OtaResult.FieldTooLong)]
        [DataRow("notes", 16_384, OtaResult.JwsTooLarge)]
        public void An_oversized_field_is_refused(string field, int length, OtaResult expected)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(expected, fixture.Update(fixture.Good().With(field, ManifestCase.Letters(length))));
        }

        [TestMethod]
        [DataRow("natives", 33, """{"name":"a","checksum":1}""")]
        [DataRow("url", 513, null)]
        public void An_oversized_field_of_an_image_is_refused(string field, int length, string? element)
        {
            using SignerFixture fixture = new();
            string value = element == null ? ManifestCase.Letters(length) : ManifestCase.Times(length, element);
            fixture.AssertRefused(OtaResult.FieldTooLong, fixture.Update(ManifestText.RootWith(ManifestText.Image().With(field, value))));
        }
    }
}
