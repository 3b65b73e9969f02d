using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>Signed MCUboot images as 'pack' and 'inspect' read them.</summary>
    [TestClass]
    public sealed class McuBootTests : IDisposable
    {
        private readonly TempFolder _temp = new();
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly byte[] _firmware;

        public McuBootTests()
        {
            byte[] esp = new EspImageBuilder { ChipId = 9, Version = "v5.5", ProjectName = "nanoCLR" }.AddSegment(TestImages.Noise(1, 6000)).Build();
            _firmware = new McuBootImageBuilder { Version = new Version(1, 17, 2, 4), SecurityCounter = 1 }.Build(esp, _key);
        }

        public void Dispose()
        {
            _key.Dispose();
            _temp.Dispose();
        }

        [TestMethod]
        public async Task The_image_s_version_and_chip_get_into_the_manifest()
        {
            PackFile pack = Pack(_firmware).Pack;
            Assert.AreEqual("firmware", pack.Component);
            Assert.AreEqual(9, pack.Chip);
            Assert.AreEqual("1.17.2.4", pack.McuBoot!.Version);

            using SigningKey signer = SigningKey.Create("test");
            PublishResult result = await Publisher.RunAsync(
                new PublishRequest { Packs = [_temp["packed"]], Out = _temp["www"], Channel = "stable", Product = "lamp", Version = "2.0", Begin = ChannelBegin.First },
                signer,
                ReleaseFixture.Now);
            Assert.AreEqual(9, result.Content.Requires.Chip);
            Assert.AreEqual("1.17.2.4", result.Content.Images[0].Version);
        }

        [TestMethod]
        public void A_deployment_is_an_app_with_its_assemblies_and_the_natives_that_they_need()
        {
            byte[] assemblies = ImageSource.Load(Thermostat.Folder("1.0.0")).Bytes;
            PackFile pack = Pack(new McuBootImageBuilder { Version = new Version(1, 0, 0, 0) }.Build(assemblies, _key)).Pack;
            Assert.AreEqual("app", pack.Component);
            Assert.IsNull(pack.Chip);
            Assert.IsNotEmpty(pack.Assemblies);
            Assert.IsNotEmpty(pack.Natives);
        }

        [TestMethod]
        public void Every_defect_is_refused_with_a_line_of_its_own()
        {
            using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] payload = TestImages.Noise(2, 3000);
            byte[] esp = new EspImageBuilder { ChipId = 9 }.AddSegment(new byte[3000]).Build();
            esp[3000] ^= 1;
            Refuses(Change(image => image[0] ^= 1), "is not a MCUboot image");
            Refuses(_firmware[..20], "it is cut off");
            Refuses(_firmware[..3000], "it is cut off");
            Refuses(_firmware[..^1], "it is cut off");
            Refuses([.. _firmware, 0, 0], "2 bytes follow its end");
            Refuses(Change(image => image[16] |= 4), "encrypted, non-bootable or run from RAM");
            Refuses(Change(image => image[500] ^= 1), "its SHA-256 is missing or wrong");
            Refuses(Change(image => image[^1] ^= 1), "its signature is not that of");
            Refuses(new McuBootImageBuilder().Build(payload, null), "it has no EC-P256 signature");
            Refuses(new McuBootImageBuilder().Build(payload, stranger), "it was signed by another key");
            Refuses(new McuBootImageBuilder { Version = new Version(1, 0, 0, 70000) }.Build(payload, _key), "a number above 65535");
            Refuses(new McuBootImageBuilder().Build(esp, _key), "The payload of image.bin is not a sound ESP-IDF image");
            Assert.IsFalse(Directory.Exists(_temp["packed"]), "Nothing is written.");
        }

        [TestMethod]
        public void Inspect_shows_the_MCUboot_image_and_the_ESP_image_in_it()
        {
            JsonObject shown = Inspector.Inspect(_firmware, "f.bin");
            Assert.AreEqual("mcuboot image", (string?)shown["kind"]);
            Assert.AreEqual("1.17.2.4", (string?)shown["version"]);
            Assert.AreEqual("esp32s3", (string?)shown["esp image"]!["chip"]);
            Assert.AreEqual("nanoCLR", (string?)shown["esp image"]!["project"]);
            Assert.AreEqual("SEC_CNT SHA256 KEYHASH ECDSA_SIG", string.Join(' ', shown["tlvs"]!.AsArray().Select(tlv => (string?)tlv!["type"])));
        }

        private byte[] Change(Action<byte[]> change)
        {
            byte[] image = (byte[])_firmware.Clone();
            change(image);
            return image;
        }

        private PackResult Pack(byte[] image)
        {
            _temp.Write("image.bin", image);
            return Packer.Run(new PackRequest
            {
                Input = _temp["image.bin"],
                Out = _temp["packed"],
                McuBoot = true,
                McuBootKey = new PublicKey("boot", McuBootImageBuilder.PublicKeyOf(_key)),
            });
        }

        private void Refuses(byte[] image, string reason)
        {
            ToolException refusal = Assert.ThrowsExactly<ToolException>(() => Pack(image));
            Assert.AreEqual(ExitCode.BadInput, refusal.Code);
            StringAssert.Contains(refusal.Message, reason, StringComparison.Ordinal);
        }
    }
}
