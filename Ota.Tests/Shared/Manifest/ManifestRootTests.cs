using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ManifestRootTests
    {
        // The profile's fifteen digits.
        private const string Most = "999999999999999";

        [TestMethod]
        public void A_least_manifest_reads_with_every_default()
        {
            Manifest m = ManifestText.Root().Read();
            Assert.AreEqual("lamp", m.Product);
            Assert.AreEqual(2L, m.Revision);
            Assert.AreEqual("1.1", m.Version);
            Assert.AreEqual(1790000000L, m.Issued);
            Assert.AreEqual(1890000000L, m.Expires);
            Assert.AreEqual("stable", m.Channel);
            Assert.AreEqual(0, m.Retry);
            Assert.AreEqual(0L, m.NotBelow);
            Assert.IsNull(m.Notes);
            Assert.AreEqual(0, m.Hardware.Length);
            Assert.AreEqual(-1, m.Chip);
            Assert.AreEqual(0L, m.FirmwareMinimum);
            Assert.AreEqual(0L, m.BootstrapMinimum);
            Assert.AreEqual(0L, m.FromMinimum);
            Assert.AreEqual(100, m.RolloutPercent);
            Assert.AreEqual(string.Empty, m.RolloutSalt);
            Assert.AreEqual(0, m.RolloutGroups.Length);
            Assert.AreEqual(0L, m.NotBefore);
            Assert.AreEqual(-1, m.WindowStart);
            Assert.AreEqual(-1, m.WindowEnd);
            Assert.IsFalse(m.IsCritical);
            Assert.AreEqual(1, m.Images.Length);
        }

        [TestMethod]
        [DataRow("format")]
        [DataRow("product")]
        [DataRow("revision")]
        [DataRow("version")]
        [DataRow("issued")]
        [DataRow("expires")]
        [DataRow("images")]
        public void A_field_that_must_be_there_is_missed(string field)
        {
            ManifestCase.Check(ManifestText.Root().Without(field), field, OtaResult.FieldMissing);
            ManifestCase.Root(field, "null", OtaResult.FieldMissing);
        }

        [TestMethod]
        [DataRow("format")]
        [DataRow("revision")]
        [DataRow("issued")]
        [DataRow("expires")]
        [DataRow("retry")]
        public void A_number_must_be_an_integer(string field)
        {
            ManifestCase.Root(field, "\"1\"", OtaResult.FieldWrongType);
            for (int i = 0; i < ManifestCase.NeitherNumberNorText.Length; i++)
            {
                ManifestCase.Root(field, ManifestCase.NeitherNumberNorText[i], OtaResult.FieldWrongType);
            }
        }

        [TestMethod]
        [DataRow("product")]
        [DataRow("version")]
        [DataRow("notes")]
        public void A_text_must_be_a_string(string field)
        {
            ManifestCase.Root(field, "1", OtaResult.FieldWrongType);
            for (int i = 0; i < ManifestCase.NeitherNumberNorText.Length; i++)
            {
                ManifestCase.Root(field, ManifestCase.NeitherNumberNorText[i], OtaResult.FieldWrongType);
            }
        }

        [TestMethod]
        [DataRow("requires")]
        [DataRow("rollout")]
        [DataRow("install")]
        public void A_section_must_be_an_object(string field)
        {
            ManifestCase.Root(field, "{}", OtaResult.Ok);
            ManifestCase.Root(field, "[]", OtaResult.FieldWrongType);
            ManifestCase.Root(field, "1", OtaResult.FieldWrongType);
            ManifestCase.Root(field, "\"a\"", OtaResult.FieldWrongType);
            ManifestCase.Root(field, "false", OtaResult.FieldWrongType);
            ManifestCase.Root(field, "null", OtaResult.FieldWrongType);
        }

        [TestMethod]
        public void Another_format_is_named_before_anything_else_is_missed()
        {
            ManifestCase.Check(new ManifestText().With("format", "2"), "alone", OtaResult.FormatUnsupported);
        }

        [TestMethod]
        [DataRow("2147483647", 2147483647L)]
        [DataRow("2147483648", 2147483648L)]
        [DataRow("4294967295", 4294967295L)]
        [DataRow("4294967296", 4294967296L)]
        [DataRow(Most, 999999999999999L)]
        public void Numbers_keep_their_value_beyond_32_bits(string json, long value)
        {
            Assert.AreEqual(value, ManifestText.Root().With("revision", json).Read().Revision);
        }

        [TestMethod]
        public void Retry_keeps_its_highest_value()
        {
            Assert.AreEqual(65535, ManifestText.Root().With("retry", "65535").Read().Retry);
        }

        [TestMethod]
        public void The_lowest_version_to_go_back_to_is_read()
        {
            Assert.AreEqual(ReleaseVersion.Parse("1.1"), ManifestText.Root().With("notBelow", "\"1.1\"").Read().NotBelow);
            Assert.AreEqual(ReleaseVersion.Parse("0.9"), ManifestText.Root().With("notBelow", "\"0.9\"").Read().NotBelow);
        }

        [TestMethod]
        public void A_channel_is_read()
        {
            Assert.AreEqual("beta-2", ManifestText.Root().With("channel", "\"beta-2\"").Read().Channel);
        }

        [TestMethod]
        public void A_product_is_of_letters_digits_and_three_marks()
        {
            for (int c = ' '; c <= '~'; c++)
            {
                if (c == '"' || c == '\\')
                {
                    continue;
                }

                bool good = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-".IndexOf((char)c) >= 0;
                ManifestCase.Root("product", "\"x" + (char)c + "\"", good ? OtaResult.Ok : OtaResult.FieldOutOfRange);
            }
        }

        [TestMethod]
        public void Notes_are_read_with_their_escapes()
        {
            Assert.AreEqual("2026-11-27T09:00:00Z", ManifestText.Root().With("notes", "\"2026-11-27T09:00:00Z\"").Read().Notes);
            Assert.AreEqual(string.Empty, ManifestText.Root().With("notes", "\"\"").Read().Notes);
            Assert.AreEqual("\u00e9\u20ac \"\\\n", ManifestText.Root().With("notes", "\"\u00e9\u20ac \\\"\\\\\\n\"").Read().Notes);
        }
    }
}
