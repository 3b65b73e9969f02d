using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaClientOptionsTests
    {
        [TestMethod]
        [DataRow(1000000000000000)]
        [DataRow(long.MaxValue)]
        [DataRow(-1L)]
        public void L7_A_baseline_out_of_range_is_refused_at_the_start_and_not_stored(long baseline)
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.BaselineRevision = baseline;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
            Assert.AreEqual(0, fixture.Medium.Writes, "a baseline out of range was stored");
            fixture = new ClientFixture();
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
        }

        [TestMethod]
        public void L20_A_device_without_a_name_is_refused_at_the_start()
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.DeviceId = null;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
            fixture = new ClientFixture();
            fixture.Options.DeviceId = string.Empty;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
        }

        [TestMethod]
        public void W4_The_key_that_nobody_filled_in_is_named_before_anything_else()
        {
            ClientFixture fixture = new ClientFixture();
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("your-key", new byte[64]) }, out keys);
            fixture.Options.Keys = keys;
            fixture.Options.Product = null;
            fixture.Ports.Clock = null;
            Expect.Result(OtaResult.KeyInvalid, fixture.Client.Start());
            Assert.AreEqual(0, fixture.Medium.Writes);
        }

        [TestMethod]
        public void Wrong_options_are_refused_at_the_start()
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.Product = null;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
            fixture = new ClientFixture();
            fixture.Options.ManifestUrl = "no address";
            Expect.Result(OtaResult.UrlInvalid, fixture.Client.Start());
            fixture = new ClientFixture();
            fixture.Options.Version = "one";
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
            fixture = new ClientFixture();
            fixture.Ports.Clock = null;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Client.Start());
        }
    }
}
