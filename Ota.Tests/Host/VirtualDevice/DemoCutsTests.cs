using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Demo;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>A sample of 'nanoota demo --cuts'; the command takes every operation.</summary>
    [TestClass]
    public sealed class DemoCutsTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public async Task An_update_inside_a_real_sized_firmware_image_survives_a_power_cut_at_each_seventh_flash_operation()
        {
            DemoStory story = await DemoStory.StartAsync(DemoProfile.OtaSlots, new SilentObserver(), TestContext.CancellationToken);
            await using (story)
            {
                IReadOnlyList<DemoStep> steps = await story.RunCutsAsync(7, TestContext.CancellationToken);
                Assert.AreEqual(2, steps.Count);
                Assert.IsTrue(steps[0].Passed, steps[0].Outcome);
                Assert.IsTrue(steps[1].Passed, steps[1].Outcome);
            }
        }
    }
}
