using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Workbench;

namespace NanoOta.Tests.Workbench
{
    /// <summary>The folder beside an application that its virtual board lives in.</summary>
    [TestClass]
    public sealed class VirtualWorldTests
    {
        [TestMethod]
        public async Task A_cleared_world_goes_on_with_its_revisions_so_that_a_kept_flash_refuses_no_release()
        {
            using ReleaseFixture fixture = new();
            using VirtualWorld world = new(fixture.Temp["lamp"]);
            PackResult pack = Packer.Run(new PackRequest { Input = Thermostat.CopyTo(fixture.Temp["built"], "1.0.0"), Out = fixture.Temp["packed"] });
            world.Create();
            PublishRequest first = VirtualRelease.Request(world, pack, "thermostat", "1.0.0", null);
            Assert.IsNull(first.Revision, "A new world begins at the first revision.");
            await fixture.PublishAsync(first with { Revision = 7 });

            world.Clear();
            PublishResult next = await fixture.PublishAsync(VirtualRelease.Request(world, pack, "thermostat", "1.0.0", null));
            Assert.AreEqual(8, next.Content.Revision, "A board on a flash of its own may have seen revision 7.");
            PublishResult after = await fixture.PublishAsync(VirtualRelease.Request(world, pack, "thermostat", "1.0.1", null));
            Assert.AreEqual(9, after.Content.Revision, "From there on the record counts.");
        }
    }
}
