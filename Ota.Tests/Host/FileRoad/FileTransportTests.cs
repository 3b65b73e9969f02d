using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;
using NanoOta.Tests.Signer;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.FileRoad
{
    /// <summary>A device that takes its release from a drive.</summary>
    [TestClass]
    public sealed class FileTransportTests : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("nanoota-files-").FullName;
        private readonly SignerFixture _fixture = new();
        private readonly byte[] _table;
        private readonly byte[] _manifest;

        public FileTransportTests()
        {
            byte[] image = _fixture.Device.NewImage;
            _table = TestImages.Table(image);
            _manifest = System.Text.Encoding.ASCII.GetBytes(_fixture.Signer.Sign(SignedReleasesTests.Payload(image, TestImages.Head(image)).With("rollout", "{\"percent\":0,\"salt\":\"s\"}").ToString()));
            _fixture.Device.Ports.Transport = new FileTransport();
            _fixture.Device.Options.Offer = OfferKind.ByName;
        }

        private string Single => Path.Combine(_folder, "lamp.ota");

        [TestMethod]
        public void A_folder_as_publish_lays_it_out_is_a_release_and_shares_do_not_apply()
        {
            PutFolder();
            Assert.AreEqual(OtaResult.Ok, Update(Path.Combine(_folder, "manifest.jws")));
            Assert.IsTrue(_fixture.Device.Slots.Holds(1, _fixture.Device.NewImage), "The slot holds something else.");
        }

        [TestMethod]
        public void A_single_file_is_a_release()
        {
            File.WriteAllBytes(Single, SingleRelease.Join(_manifest, _table, _fixture.Device.NewImage));
            Assert.AreEqual(OtaResult.Ok, Update(Single));
            Assert.IsTrue(_fixture.Device.Slots.Holds(1, _fixture.Device.NewImage), "The slot holds something else.");
        }

        [TestMethod]
        public void An_offer_to_the_fleet_keeps_to_its_share_on_a_card_too()
        {
            _fixture.Device.Options.Offer = OfferKind.ToFleet;
            PutFolder();
            Assert.AreEqual(OtaResult.NotInRollout, Update(Path.Combine(_folder, "manifest.jws")));
        }

        [TestMethod]
        [DataRow(0, OtaResult.SignatureInvalid, DisplayName = "the manifest")]
        [DataRow(1, OtaResult.TableDigestMismatch, DisplayName = "the table")]
        [DataRow(2, OtaResult.ChunkDigestMismatch, DisplayName = "the image")]
        public void A_changed_byte_of_a_single_file_is_found(int part, OtaResult expected)
        {
            byte[][] parts = [[.. _manifest], [.. _table], [.. _fixture.Device.NewImage]];
            byte[] flipped = parts[part];
            int at = part == 0 ? flipped.Length - 20 : flipped.Length / 2;
            flipped[at] = (byte)(flipped[at] == 'A' ? 'B' : 'A');
            File.WriteAllBytes(Single, SingleRelease.Join(parts[0], parts[1], parts[2]));
            Assert.AreEqual(expected, Update(Single));
            Assert.AreEqual(0, _fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void A_single_file_that_was_cut_off_anywhere_is_none()
        {
            byte[] whole = SingleRelease.Join(_manifest, _table, _fixture.Device.NewImage);
            foreach (int length in (int[])[0, 7, 8, 19, 20, 21, 500, whole.Length - 1])
            {
                File.WriteAllBytes(Single, whole[..length]);
                OtaResult expected = length < 20 ? OtaResult.JwsMalformed : OtaResult.BodyTooShort;
                Assert.AreEqual(expected, Update(Single), $"{length} bytes");
            }
        }

        [TestMethod]
        [DataRow(8)]
        [DataRow(12)]
        [DataRow(16)]
        public void Lengths_that_lie_are_refused(int at)
        {
            byte[] whole = SingleRelease.Join(_manifest, _table, _fixture.Device.NewImage);
            foreach (byte[] lie in (byte[][])[[0, 0, 0, 0], [255, 255, 255, 255], [255, 255, 255, 127], [0, 0, 0, 128]])
            {
                lie.CopyTo(whole, at);
                File.WriteAllBytes(Single, whole);
                Assert.AreEqual(OtaResult.BodyTooShort, Update(Single), Convert.ToHexString(lie));
            }
        }

        [TestMethod]
        public void Without_a_card_the_file_is_not_there()
        {
            Assert.AreEqual(OtaResult.HttpNotFound, Update(Path.Combine(_folder, "gone", "manifest.jws")));
            Assert.AreEqual(OtaResult.HttpNotFound, Update(_folder));
        }

        [TestMethod]
        [DataRow("../secret.img")]
        [DataRow("/etc/passwd")]
        [DataRow("1.1/../../secret.img")]
        [DataRow("http://updates.example/app.img")]
        [DataRow("D:\\app.img")]
        [DataRow("1.1\\app.img")]
        [DataRow("%2e%2e/app.img")]
        [DataRow("app.img?x")]
        [DataRow("a|image")]
        [DataRow("")]
        [DataRow(null)]
        public void A_manifest_leads_to_no_file_outside_of_its_folder(string? reference)
        {
            Assert.IsNull(new FileTransport().Resolve(Path.Combine(_folder, "manifest.jws"), reference!));
        }

        [TestMethod]
        public void On_a_board_the_folders_of_a_path_have_backslashes()
        {
            Assert.AreEqual("D:\\stable\\1.1\\app.img", new FileTransport('\\').Resolve("D:\\stable\\manifest.jws", "1.1/app.img"));
        }

        [TestMethod]
        public void A_range_behind_the_end_has_a_code()
        {
            PutFolder();
            FileTransport transport = new();
            string table = transport.Resolve(Path.Combine(_folder, "manifest.jws"), "1.1/app.chunks");
            OtaOutcome outcome = transport.Get(new TransportRequest { Url = table, From = _table.Length, To = _table.Length + 9 }, out ITransportResponse response);
            Assert.AreEqual(OtaResult.RangeNotSatisfiable, outcome.Code);
            Assert.IsNull(response);
        }

        public void Dispose()
        {
            _fixture.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private void PutFolder()
        {
            Directory.CreateDirectory(Path.Combine(_folder, "1.1"));
            File.WriteAllBytes(Path.Combine(_folder, "manifest.jws"), _manifest);
            File.WriteAllBytes(Path.Combine(_folder, "1.1", "app.chunks"), _table);
            File.WriteAllBytes(Path.Combine(_folder, "1.1", "app.img"), _fixture.Device.NewImage);
        }

        private OtaResult Update(string address)
        {
            _fixture.Device.Options.ManifestUrl = address;
            Expect.Result(OtaResult.Ok, _fixture.Device.Boot());
            return _fixture.Device.Client.Update();
        }
    }
}
