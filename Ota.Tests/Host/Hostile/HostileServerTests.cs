using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>The whole client against <see cref="FaultCatalogue"/>: each fault in each of the files.</summary>
    [TestClass]
    public class HostileServerTests
    {
        public static IEnumerable<object[]> Faults() => FaultCatalogue.All.Select(f => new object[] { f.Name });

        [TestMethod]
        [DynamicData(nameof(Faults))]
        public async Task A_fault_ends_with_its_code_loses_nothing_and_is_got_over(string name)
        {
            FaultCase fault = FaultCatalogue.All.Single(f => f.Name == name);
            await Task.WhenAll(
                SufferAsync(fault, ReleaseFile.Manifest, fault.Manifest),
                SufferAsync(fault, ReleaseFile.Table, fault.Table),
                SufferAsync(fault, ReleaseFile.Image, fault.Image));
        }

        [TestMethod]
        [DynamicData(nameof(Faults))]
        public void A_fault_in_the_delta_file_ends_with_the_release_all_the_same(string name)
        {
            FaultCase fault = FaultCatalogue.All.Single(f => f.Name == name);
            using HostileFixture fixture = new(withDelta: true);
            fixture.Hasty = fault.IsHasty ? ReleaseFile.Delta : null;
            fixture.Server.Fault = q => q.Kind == ReleaseFile.Delta ? fault.Fault(q) : null;
            Assert.AreEqual(OtaResult.Ok, HostileFixture.Bounded(fixture.Client.Update));
            Assert.AreEqual(1, fixture.Slots.Running);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Release.Image));
            Assert.IsTrue(fault.IsHasty || fixture.Server.AllClosedAsync().GetAwaiter().GetResult(), "a connection was left open");
        }

        [TestMethod]
        public void Every_fault_has_a_name_of_its_own()
        {
            string[] names = [.. FaultCatalogue.All.Select(f => f.Name)];
            CollectionAssert.AllItemsAreUnique(names);
        }

        private static Task SufferAsync(FaultCase fault, ReleaseFile target, OtaResult? expected) => expected == null
            ? Task.CompletedTask
            : Task.Factory.StartNew(() => Suffer(fault, target, expected.Value), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        private static void Suffer(FaultCase fault, ReleaseFile target, OtaResult expected)
        {
            using HostileFixture fixture = new();
            fixture.Hasty = fault.IsHasty ? target : null;
            fixture.Server.Fault = q => q.Kind == target ? fault.Fault(q) : null;
            OtaResult result = HostileFixture.Bounded(fixture.Client.Update);
            Assert.AreEqual(expected, result, $"with the {target}");
            if (expected == OtaResult.Ok)
            {
                Assert.AreEqual(1, fixture.Slots.Running);
                Assert.IsTrue(fixture.Slots.Holds(1, fixture.Release.Image));
            }
            else
            {
                Assert.AreEqual(expected, fixture.Client.LastOutcome.Code);
                Assert.AreEqual(target == ReleaseFile.Manifest ? OtaState.Idle : OtaState.Offered, fixture.Client.State);
                fixture.AssertNothingLost();
                fixture.AssertUpdates();
            }

            // .NET keeps a connection in its pool that came to be after its request was given up; the device has no pool.
            Assert.IsTrue(fault.IsHasty || fixture.Server.AllClosedAsync().GetAwaiter().GetResult(), $"a connection was left open with the {target}");
        }
    }
}
