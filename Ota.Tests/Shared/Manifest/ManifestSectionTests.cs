using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ManifestSectionTests
    {
        [TestMethod]
        [DataRow("requires", "chip")]
        [DataRow("rollout", "percent")]
        [DataRow("install", "notBefore")]
        [DataRow("install", "critical")]
        public void A_number_of_a_section_must_be_an_integer(string section, string field)
        {
            ManifestCase.Section(section, field, "1", OtaResult.Ok);
            ManifestCase.Section(section, field, "\"1\"", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "null", OtaResult.FieldMissing);
            ManifestCase.Section(section, field, "-1", OtaResult.FieldOutOfRange);
            for (int i = 0; i < ManifestCase.NeitherNumberNorText.Length; i++)
            {
                ManifestCase.Section(section, field, ManifestCase.NeitherNumberNorText[i], OtaResult.FieldWrongType);
            }
        }

        [TestMethod]
        [DataRow("requires", "firmware")]
        [DataRow("requires", "bootstrap")]
        [DataRow("requires", "fromVersion")]
        public void A_version_of_a_section_must_be_one(string section, string field)
        {
            ManifestCase.Section(section, field, "\"1.2.3.4\"", OtaResult.Ok);
            ManifestCase.Section(section, field, "\"1.\"", OtaResult.FieldOutOfRange);
            ManifestCase.Section(section, field, "\"\"", OtaResult.FieldOutOfRange);
            ManifestCase.Section(section, field, ManifestCase.Letters(65), OtaResult.FieldTooLong);
            ManifestCase.Section(section, field, "1", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "null", OtaResult.FieldMissing);
        }

        [TestMethod]
        [DataRow("requires", "hardware")]
        [DataRow("rollout", "groups")]
        public void A_list_of_names_has_at_most_32_of_64_characters(string section, string field)
        {
            ManifestCase.Section(section, field, "[]", OtaResult.Ok);
            ManifestCase.Section(section, field, ManifestCase.Times(32, "\"a\""), OtaResult.Ok);
            ManifestCase.Section(section, field, ManifestCase.Times(33, "\"a\""), OtaResult.FieldTooLong);
            ManifestCase.Section(section, field, "[" + ManifestCase.Letters(64) + "]", OtaResult.Ok);
            ManifestCase.Section(section, field, "[" + ManifestCase.Letters(65) + "]", OtaResult.FieldTooLong);
        }

        [TestMethod]
        [DataRow("requires", "hardware")]
        [DataRow("rollout", "groups")]
        public void A_list_of_names_has_nothing_else(string section, string field)
        {
            ManifestCase.Section(section, field, "\"a\"", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "{}", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "null", OtaResult.FieldMissing);
            ManifestCase.Section(section, field, "[1]", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "[\"a\",null]", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "[\"a\",{}]", OtaResult.FieldWrongType);
            ManifestCase.Section(section, field, "[\"a\",\"\"]", OtaResult.FieldOutOfRange);
            ManifestCase.Section(section, field, "[\"a b\"]", OtaResult.FieldOutOfRange);
        }

        [TestMethod]
        public void What_is_required_is_read()
        {
            ManifestText requires = new ManifestText().With("hardware", "[\"rev-a\",\"rev-b\"]").With("chip", "65535")
                .With("firmware", "\"1.2\"").With("bootstrap", "\"3\"").With("fromVersion", "\"0.9.1\"");
            Manifest m = ManifestText.Root().With("requires", requires.ToString()).Read();
            Assert.AreEqual(2, m.Hardware.Length);
            Assert.AreEqual("rev-a", m.Hardware[0]);
            Assert.AreEqual("rev-b", m.Hardware[1]);
            Assert.AreEqual(65535, m.Chip);
            Assert.AreEqual(ReleaseVersion.Parse("1.2"), m.FirmwareMinimum);
            Assert.AreEqual(ReleaseVersion.Parse("3"), m.BootstrapMinimum);
            Assert.AreEqual(ReleaseVersion.Parse("0.9.1"), m.FromMinimum);
        }

        [TestMethod]
        public void A_chip_is_0_to_65535()
        {
            Assert.AreEqual(0, ManifestCase.WithSection("requires", "chip", "0").Read().Chip);
        }

        [TestMethod]
        public void A_percentage_is_0_to_100()
        {
            Assert.AreEqual(0, ManifestCase.WithSection("rollout", "percent", "0").Read().RolloutPercent);
            Assert.AreEqual(100, ManifestCase.WithSection("rollout", "percent", "100").Read().RolloutPercent);
        }

        [TestMethod]
        public void A_salt_has_at_most_64_characters_of_any_kind()
        {
            Assert.AreEqual("a b/\u00e9", ManifestCase.WithSection("rollout", "salt", "\"a b/\u00e9\"").Read().RolloutSalt);
        }

        [TestMethod]
        public void Groups_are_read()
        {
            Manifest m = ManifestCase.WithSection("rollout", "groups", "[\"beta\",\"lab\"]").Read();
            Assert.AreEqual(2, m.RolloutGroups.Length);
            Assert.AreEqual("beta", m.RolloutGroups[0]);
            Assert.AreEqual("lab", m.RolloutGroups[1]);
        }

        [TestMethod]
        public void Critical_is_0_or_1()
        {
            Assert.IsFalse(ManifestCase.WithSection("install", "critical", "0").Read().IsCritical);
            Assert.IsTrue(ManifestCase.WithSection("install", "critical", "1").Read().IsCritical);
        }

        [TestMethod]
        public void A_time_to_wait_for_is_read()
        {
            Assert.AreEqual(1800000000L, ManifestCase.WithSection("install", "notBefore", "1800000000").Read().NotBefore);
            Assert.AreEqual(0L, ManifestCase.WithSection("install", "notBefore", "0").Read().NotBefore);
        }

        [TestMethod]
        public void The_ends_of_a_window_are_minutes_of_a_day()
        {
            CheckWindow("0", "1439", OtaResult.Ok);
            CheckWindow("1439", "0", OtaResult.Ok);
            CheckWindow("1440", "0", OtaResult.FieldOutOfRange);
            CheckWindow("0", "1440", OtaResult.FieldOutOfRange);
            CheckWindow("-1", "0", OtaResult.FieldOutOfRange);
            CheckWindow("0", "-1", OtaResult.FieldOutOfRange);
            CheckWindow("\"0\"", "1", OtaResult.FieldWrongType);
            CheckWindow("0", "[]", OtaResult.FieldWrongType);
        }

        [TestMethod]
        public void A_window_that_spans_midnight_keeps_its_ends()
        {
            ManifestText install = new ManifestText().With("windowStart", "1380").With("windowEnd", "60");
            Manifest m = ManifestText.Root().With("install", install.ToString()).Read();
            Assert.AreEqual(1380, m.WindowStart);
            Assert.AreEqual(60, m.WindowEnd);
        }

        [TestMethod]
        public void A_window_that_never_opens_is_refused()
        {
            ManifestText install = new ManifestText().With("windowStart", "60").With("windowEnd", "60");
            ManifestCase.Check(ManifestText.Root().With("install", install.ToString()), "60 to 60", OtaResult.FieldOutOfRange);
        }

        private static void CheckWindow(string start, string end, OtaResult expected)
        {
            ManifestText install = new ManifestText().With("windowStart", start).With("windowEnd", end);
            ManifestText root = ManifestText.Root().With("install", install.ToString());
            ManifestCase.Check(root, start + " to " + end, expected);
        }
    }
}
