using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class RolloutTests
    {
        [TestMethod]
        [DataRow("", "", 4)]
        [DataRow("s", "device-1", 35)]
        [DataRow("1.1", "30:AE:A4:00:00:01", 87)]
        [DataRow("sd", "evice-1", 61)]
        [DataRow("\u00e9", "\u20ac", 34)]
        public void A_place_is_the_one_that_any_SHA_256_gives(string salt, string device, int place)
        {
            Assert.AreEqual(place, ReleasePolicy.RolloutPlace(salt, device));
        }

        [TestMethod]
        public void Places_are_0_to_99_and_all_of_them_are_taken()
        {
            bool[] taken = new bool[100];
            int[] tenths = new int[10];
            int left = 100;
            for (int i = 0; i < 600; i++)
            {
                int place = ReleasePolicy.RolloutPlace("s", "d" + i);
                Assert.IsTrue(place >= 0 && place < 100, "device " + i);
                left -= taken[place] ? 0 : 1;
                taken[place] = true;
                tenths[place / 10]++;
            }

            Assert.AreEqual(0, left);
            for (int i = 0; i < tenths.Length; i++)
            {
                // 60 on average; four standard deviations are 30.
                Assert.IsTrue(tenths[i] > 30 && tenths[i] < 90, "tenth " + i);
            }
        }

        [TestMethod]
        public void Another_salt_chooses_other_devices()
        {
            int moved = 0;
            for (int i = 0; i < 20; i++)
            {
                moved += ReleasePolicy.RolloutPlace("a", "d" + i) == ReleasePolicy.RolloutPlace("b", "d" + i) ? 0 : 1;
            }

            Assert.IsTrue(moved >= 15);
        }

        [TestMethod]
        public void A_raised_percentage_only_adds_devices()
        {
            PolicyCase c = new PolicyCase();
            c.Set("rollout", "salt", "\"s\"");
            for (int device = 0; device < 5; device++)
            {
                c.Options.DeviceId = "d" + device;
                int place = ReleasePolicy.RolloutPlace("s", c.Options.DeviceId);
                for (int percent = 0; percent <= 100; percent += 4)
                {
                    c.Set("rollout", "percent", percent);
                    c.Gives(place < percent ? OtaResult.Ok : OtaResult.NotInRollout);
                }
            }
        }

        [TestMethod]
        public void Nobody_is_in_0_percent_and_all_are_in_100()
        {
            PolicyCase c = new PolicyCase();
            for (int i = 0; i < 50; i++)
            {
                c.Options.DeviceId = "d" + i;
                c.Set("rollout", "percent", 0);
                c.Gives(OtaResult.NotInRollout);
                c.Set("rollout", "percent", 100);
                c.Gives(OtaResult.Ok);
            }
        }
    }
}
