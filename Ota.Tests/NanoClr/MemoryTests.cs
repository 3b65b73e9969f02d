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
            BoardFixture fixture = Confirmed();
            fixture.Publish(SignedApps.First);
            int inApp = 0;
            fixture.App = release => inApp = Free();
            int before = Free();
            Assert.IsTrue(fixture.Boot());
            Tell("Client and Bootstrap beside a confirmed app", before - inApp - ImageLength(1), ResidentBudget);
        }

        [TestMethod]
        public void A_trial_and_its_guard_are_within_the_budget()
        {
            BoardFixture fixture = Confirmed();
            fixture.Publish(SignedApps.Second);
            int inTrial = 0;
            fixture.App = release =>
            {
                if (release == 1)
                {
                    fixture.Client.Update();
                }
                else
                {
                    inTrial = Free();
                    fixture.Client.Confirm();
                }
            };
            int before = Free();
            fixture.BootUntilQuiet(9);
            Assert.AreEqual(2, fixture.Running);
            Tell("Client and Bootstrap beside an app on trial", before - inTrial - ImageLength(2), ResidentBudget);
        }

        [TestMethod]
        public void An_update_is_within_its_budget()
        {
            BoardFixture fixture = Confirmed();
            fixture.Publish(SignedApps.Second);
            PlainDrive drive = (PlainDrive)fixture.Drive;
            int least = int.MaxValue;
            MemoryTransport.Reading measure = () =>
            {
                int free = Free();
                least = free < least ? free : least;
            };
            fixture.App = release =>
            {
                if (release == 1)
                {
                    drive.OnUse = measure;
                    fixture.Server.OnRead = measure;
                    fixture.Client.Update();
                }
                else
                {
                    fixture.Client.Confirm();
                }
            };
            int before = Free();
            fixture.BootUntilQuiet(9);
            drive.OnUse = null;
            fixture.Server.OnRead = null;
            Assert.AreEqual(2, fixture.Running);
            Tell("The same while an update is fetched", before - least - ImageLength(1), UpdateBudget);
        }

        private static BoardFixture Confirmed()
        {
            BoardFixture fixture = new BoardFixture();
            fixture.Drive = new PlainDrive(9000);
            fixture.Publish(SignedApps.First);
            fixture.App = release => fixture.Client.Confirm();
            Assert.IsTrue(fixture.BootUntilQuiet(4) <= 4);

            // A device of its own, which has booted nothing yet, so that nothing of the boots before is counted against what comes.
            BoardFixture fresh = new BoardFixture();
            fresh.Drive = fixture.Drive;
            OtaContext.Current = null;
            OtaAgent.Current = null;

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
