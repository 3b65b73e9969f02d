using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.InFieldUpdate
{
    [TestClass]
    public sealed class ReleaseProviderTests : IDisposable
    {
        private readonly InFieldUpdateFixture _world = new();

        public void Dispose() => _world.Dispose();

        [TestMethod]
        public void An_agent_gets_the_version_of_the_header_and_every_byte_at_any_offset()
        {
            WithProvider(provider =>
            {
                Assert.IsTrue(provider.TryGetOffer(out Version version, out int length));
                Assert.AreEqual(new Version(1, 1, 0, 0), version);
                Assert.AreEqual(_world.NewImage.Length, length);

                foreach (int start in (int[])[0, 5000, 17, length - 3])
                {
                    byte[] buffer = new byte[700];
                    List<byte> read = [];
                    int count;
                    while ((count = provider.Read(start + read.Count, buffer)) > 0)
                    {
                        read.AddRange(buffer[..count]);
                    }

                    Assert.AreEqual(0, count);
                    CollectionAssert.AreEqual(_world.NewImage[start..], read);
                }
            });
        }

        [TestMethod]
        public void Reading_on_is_one_request()
        {
            WithProvider(provider =>
            {
                Assert.IsTrue(provider.TryGetOffer(out _, out int length));
                int before = _world.Server.Requests;
                byte[] buffer = new byte[4096];
                int at = 0;
                while (at < length)
                {
                    at += provider.Read(at, buffer);
                }

                Assert.AreEqual(before, _world.Server.Requests, "The header's request went on.");
            });
        }

        [TestMethod]
        public void A_damaged_file_on_the_server_is_an_error_and_never_bytes()
        {
            WithProvider(provider =>
            {
                byte[] damaged = (byte[])_world.NewImage.Clone();
                damaged[12000] ^= 1;
                _world.Server.Put(ClientFixture.ImageUrl, damaged);
                Assert.IsTrue(provider.TryGetOffer(out _, out _));
                Assert.AreEqual(-1, provider.Read(12000, new byte[16]));
                Assert.AreEqual(OtaResult.ChunkDigestMismatch, provider.LastOutcome.Code);
            });
        }

        [TestMethod]
        public void Nothing_new_or_nobody_there_is_no_offer()
        {
            WithProvider(provider =>
            {
                _world.Server.Remove(ClientFixture.ManifestUrl);
                Assert.IsFalse(provider.TryGetOffer(out Version version, out int length));
                Assert.IsNull(version);
                Assert.AreEqual(0, length);
                Assert.AreEqual(OtaResult.HttpNotFound, provider.LastOutcome.Code);
                Assert.AreEqual(-1, provider.Read(0, new byte[16]));
            });
        }

        [TestMethod]
        public void A_release_that_is_no_MCUboot_image_is_not_offered()
        {
            WithProvider(provider =>
            {
                _world.Publish(TestImages.New());
                Assert.IsFalse(provider.TryGetOffer(out _, out _));
                Assert.AreEqual(OtaResult.SlotImageInvalid, provider.LastOutcome.Code);
            });
        }

        private void WithProvider(Action<ReleaseProvider> test)
        {
            Board board = new(_world.Flash.Clone(), new BoardOptions
            {
                McuBoot = _world.McuBoot,
                Clock = new VirtualClock(ClientFixture.Now),
                Watchdog = null,
                AppHost = new DelegateAppHost(new Dictionary<string, Action<BootedApp, IBoard>>
                {
                    [InFieldUpdateFixture.Old] = (_, natives) =>
                    {
                        InFieldUpdateSlot slot = new(new BoardUpdateSessions(natives, UpdateImage.Deployment), 0, _world.Layout.Deployment.Capacity);
                        OtaClient client = _world.CreateClient(natives, slot, slot);
                        Assert.AreEqual(OtaResult.Ok, client.Start());
                        test(new ReleaseProvider(client));
                    },
                }),
            });
            BootReport report = board.PowerOn();
            Assert.AreEqual(RunEnd.Returned, report.End, report.Detail);
        }
    }
}
