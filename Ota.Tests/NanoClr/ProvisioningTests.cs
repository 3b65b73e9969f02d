using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>
    /// Everything but the radio and the flash is real: an app, made into PEs, packed without what is resident, signed and published by the
    /// tool; the Bootstrap, the client, ClrLoader and the CLR that take it.
    /// </summary>
    [TestClass]
    public class ProvisioningTests
    {
        [TestMethod]
        public void An_empty_device_fetches_an_app_loads_it_and_is_told_by_it_that_it_works()
        {
            BoardFixture fixture = new BoardFixture();
            fixture.Loader = new ClrLoader();
            fixture.Key = new TrustedKey("story", LoaderApps.StoryKey());
            LoaderApps.ServeStory(fixture.Server);

            Assert.IsFalse(fixture.Boot());
            Assert.IsTrue(fixture.InRecovery);
            Assert.AreEqual(-1, fixture.Loader.VersionOf("Story.Lamp"));

            Assert.IsTrue(fixture.Boot());
            Assert.IsFalse(fixture.InRecovery);
            Assert.AreEqual("lit by 1.0, 0", Said());
            Expect.State(OtaState.Confirmed, OtaContext.Current.Client.State);
            Assert.AreEqual("1.0", OtaContext.Current.Version);
        }

        private static string Said()
        {
            FieldInfo said = Assembly.Load("Story.Lamp").GetType("Story.Program").GetField("Said", BindingFlags.Static | BindingFlags.Public);
            return (string)said.GetValue(null);
        }
    }
}
