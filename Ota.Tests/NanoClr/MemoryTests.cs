using System;
using System.Threading;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>
    /// What Client and Bootstrap keep in the managed heap, on the CLR itself. The nanoCLR of a PC has blocks of 24 bytes where a device has 12: a
    /// field takes one, bytes of an array take what they take. So these figures are upper bounds of a device's.
    /// </summary>
    [TestClass]
    public class MemoryTests
    {
        /// <summary>docs/FOOTPRINT.md says it.</summary>
        private const int ResidentBudget = 14336;

        /// <summary>docs/FOOTPRINT.md says it.</summary>
        private const int UpdateBudget = 28672;

        [TestMethod]
        public void What_stays_in_memory_beside_an_app_is_within_its_budget()
        {
            BootWorld world = Confirmed();
            world.Publish(SignedApps.First);
            int inApp = 0;
            world.App = release => inApp = Free();
            int before = Free();
            Assert.IsTrue(world.Boot());
            Tell("Client and Bootstrap beside a confirmed app", before - inApp - ImageLength(1), ResidentBudget);
        }

        [TestMethod]
        public void A_trial_and_its_guard_are_within_the_budget()
        {
            BootWorld world = Confirmed();
            world.Publish(SignedApps.Second);
            int inTrial = 0;
            world.App = release =>
            {
                if (release == 1)
                {
                    world.Client.Update();
                }
                else
                {
                    inTrial = Free();
                    world.Client.Confirm();
                }
            };
            int before = Free();
            world.BootUntilQuiet(9);
            Assert.AreEqual(2, world.Running);
            Tell("Client and Bootstrap beside an app on trial", before - inTrial - ImageLength(2), ResidentBudget);
        }

        [TestMethod]
        public void An_update_is_within_its_budget()
        {
            BootWorld world = Confirmed();
            world.Publish(SignedApps.Second);
            PlainDrive drive = (PlainDrive)world.Drive;
            int least = int.MaxValue;
            MemoryTransport.Reading measure = () =>
            {
                int free = Free();
                least = free < least ? free : least;
            };
            world.App = release =>
            {
                if (release == 1)
                {
                    drive.OnUse = measure;
                    world.Server.OnRead = measure;
                    world.Client.Update();
                }
                else
                {
                    world.Client.Confirm();
                }
            };
            int before = Free();
            world.BootUntilQuiet(9);
            drive.OnUse = null;
            world.Server.OnRead = null;
            Assert.AreEqual(2, world.Running);
            Tell("The same while an update is fetched", before - least - ImageLength(1), UpdateBudget);
        }

        private static BootWorld Confirmed()
        {
            BootWorld world = new BootWorld();
            world.Drive = new PlainDrive(9000);
            world.Publish(SignedApps.First);
            world.App = release => world.Client.Confirm();
            Assert.IsTrue(world.BootUntilQuiet(4) <= 4);

            // A device of its own, which has booted nothing yet, so that nothing of the boots before is counted against what comes.
            BootWorld fresh = new BootWorld();
            fresh.Drive = world.Drive;
            OtaContext.Current = null;

            // The guard of the last trial may not have had a turn yet. It ends with its first, and keeps its device in memory until then.
            Thread.Sleep(200);
            return fresh;
        }

        // What the loader of a device keeps as well, so it counts for the app.
        private static int ImageLength(int release)
        {
            return TestApps.Image(release).Length;
        }

        private static int Free()
        {
            return (int)(long)nanoFramework.Runtime.Native.GC.Run(true);
        }

        private static void Tell(string what, int bytes, int budget)
        {
            Console.WriteLine("nanoOta=memory: " + what + ": " + bytes.ToString() + " bytes, of " + budget.ToString());
            Assert.IsTrue(bytes > 0);
            Assert.IsTrue(bytes <= budget);
        }
    }
}
