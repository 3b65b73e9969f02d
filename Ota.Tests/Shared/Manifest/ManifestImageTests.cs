using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ManifestImageTests
    {
        [TestMethod]
        public void An_image_is_read_whole()
        {
            string digest = "\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\"";
            ManifestText table = ManifestText.Table().With("sha256", digest);
            ManifestText image = ManifestText.Image().With("sha256", digest).With("chunks", table.ToString())
                .With("natives", "[{\"name\":\"a\",\"checksum\":4294967295},{\"name\":\"b\",\"checksum\":0}]");
            ManifestImage read = ManifestText.RootWith(image).Read().Find("app");
            Assert.AreEqual("app", read.Component);
            Assert.AreEqual("1.1", read.Version);
            Assert.AreEqual(1000, read.Size);
            Assert.AreEqual("1.1/app.img", read.Url);
            Assert.AreEqual("1.1/app.chunks", read.TableUrl);
            for (int i = 0; i < 32; i++)
            {
                Assert.AreEqual(i + 1, (int)read.Digest[i]);
                Assert.AreEqual(i + 1, (int)read.TableDigest[i]);
            }

            Assert.AreEqual(2, read.Natives.Length);
            Assert.AreEqual("a", read.Natives[0].Name);
            Assert.AreEqual(0xFFFFFFFFu, read.Natives[0].Checksum);
            Assert.AreEqual("b", read.Natives[1].Name);
            Assert.AreEqual(0u, read.Natives[1].Checksum);
        }

        [TestMethod]
        public void A_delta_file_need_not_be_there()
        {
            Assert.IsNull(ManifestText.Root().Read().Images[0].DeltaUrl);
            ManifestText image = ManifestText.Image().With("delta", "{\"url\":\"1.1/app.delta\"}");
            Assert.AreEqual("1.1/app.delta", ManifestText.RootWith(image).Read().Images[0].DeltaUrl);
        }

        [TestMethod]
        public void Natives_need_not_be_there()
        {
            Assert.AreEqual(0, ManifestText.Root().Read().Images[0].Natives.Length);
        }

        [TestMethod]
        public void The_images_are_a_list_of_one_or_two_objects()
        {
            string app = ManifestText.Image().ToString();
            string firmware = ManifestText.Image().With("component", "\"firmware\"").ToString();
            ManifestCase.Root("images", app, OtaResult.FieldWrongType);
            ManifestCase.Root("images", "[" + app + "]", OtaResult.Ok);
            ManifestCase.Root("images", "[" + app + ",1]", OtaResult.FieldWrongType);
            ManifestCase.Root("images", "[" + app + "," + firmware + "]", OtaResult.Ok);
            ManifestCase.Root("images", "[" + app + "," + firmware + "," + app + "]", OtaResult.FieldTooLong);
            ManifestCase.Root("images", ManifestCase.Times(33, "{}"), OtaResult.FieldTooLong);
        }

        [TestMethod]
        public void Each_component_has_one_image()
        {
            string app = ManifestText.Image().ToString();
            string firmware = ManifestText.Image().With("component", "\"firmware\"").With("size", "7").ToString();
            ManifestCase.Root("images", ManifestCase.Times(2, app), OtaResult.ImageMissing);
            ManifestCase.Root("images", ManifestCase.Times(2, firmware), OtaResult.ImageMissing);

            Manifest both = ManifestText.Root().With("images", "[" + app + "," + firmware + "]").Read();
            Assert.AreEqual(1000, both.Find("app").Size);
            Assert.AreEqual(7, both.Find("firmware").Size);
            Assert.IsNull(both.Find("radio"));
        }

        [TestMethod]
        public void The_second_image_is_checked_as_the_first()
        {
            string second = ManifestText.Image().With("component", "\"firmware\"").With("size", "0").ToString();
            ManifestCase.Root("images", "[" + ManifestText.Image().ToString() + "," + second + "]", OtaResult.FieldOutOfRange);
        }

        [TestMethod]
        [DataRow("component")]
        [DataRow("version")]
        [DataRow("size")]
        [DataRow("sha256")]
        [DataRow("url")]
        [DataRow("chunks")]
        public void A_field_that_an_image_must_have_is_missed(string field)
        {
            ManifestCase.Check(ManifestText.RootWith(ManifestText.Image().Without(field)), field, OtaResult.FieldMissing);
            ManifestCase.Image(field, "null", OtaResult.FieldMissing);
        }

        [TestMethod]
        [DataRow("url")]
        [DataRow("sha256")]
        public void A_field_that_a_table_must_have_is_missed(string field)
        {
            ManifestCase.Image("chunks", ManifestText.Table().Without(field).ToString(), OtaResult.FieldMissing);
            ManifestCase.Table(field, "null", OtaResult.FieldMissing);
        }

        [TestMethod]
        [DataRow("component")]
        [DataRow("version")]
        [DataRow("sha256")]
        [DataRow("url")]
        public void A_text_of_an_image_must_be_a_string(string field)
        {
            ManifestCase.Image(field, "1", OtaResult.FieldWrongType);
            for (int i = 0; i < ManifestCase.NeitherNumberNorText.Length; i++)
            {
                ManifestCase.Image(field, ManifestCase.NeitherNumberNorText[i], OtaResult.FieldWrongType);
            }
        }

        [TestMethod]
        public void What_is_neither_number_nor_text_is_refused_in_tables_and_natives()
        {
            for (int i = 0; i < ManifestCase.NeitherNumberNorText.Length; i++)
            {
                string json = ManifestCase.NeitherNumberNorText[i];
                ManifestCase.Image("size", json, OtaResult.FieldWrongType);
                ManifestCase.Table("url", json, OtaResult.FieldWrongType);
                ManifestCase.Table("sha256", json, OtaResult.FieldWrongType);
                ManifestCase.Native("name", json, OtaResult.FieldWrongType);
                ManifestCase.Native("checksum", json, OtaResult.FieldWrongType);
            }
        }

        [TestMethod]
        public void A_digest_is_32_bytes_in_base64url()
        {
            string most = ManifestText.ZeroDigest.Substring(1);
            CheckDigest(most + "E", OtaResult.Ok);
            CheckDigest(most, OtaResult.FieldOutOfRange);
            CheckDigest(most + "AA", OtaResult.FieldTooLong);
            CheckDigest(string.Empty, OtaResult.FieldOutOfRange);

            // Bits behind the last byte, padding, and the other alphabet.
            CheckDigest(most + "B", OtaResult.FieldOutOfRange);
            CheckDigest(most + "=", OtaResult.FieldOutOfRange);
            CheckDigest("+" + most, OtaResult.FieldOutOfRange);
            CheckDigest(" " + most, OtaResult.FieldOutOfRange);
            CheckDigest("\u00e9" + most, OtaResult.FieldOutOfRange);
        }

        [TestMethod]
        public void Natives_are_a_list_of_at_most_32_objects()
        {
            string native = ManifestCase.Native().ToString();
            ManifestCase.Image("natives", native, OtaResult.FieldWrongType);
            ManifestCase.Image("natives", "[" + native + ",1]", OtaResult.FieldWrongType);
            ManifestCase.Image("natives", ManifestCase.Times(32, native), OtaResult.Ok);
            ManifestCase.Image("natives", ManifestCase.Times(33, native), OtaResult.FieldTooLong);
        }

        private static void CheckDigest(string text, OtaResult expected)
        {
            ManifestCase.Image("sha256", "\"" + text + "\"", expected);
            ManifestCase.Table("sha256", "\"" + text + "\"", expected);
        }
    }
}
