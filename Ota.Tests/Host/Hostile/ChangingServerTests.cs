using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>A server whose files are of more than one release: mixed by an attacker, or changed between two requests.</summary>
    [TestClass]
    public class ChangingServerTests
    {
        // Other noise in the same places, or more of it.
        private const int SameSize = 200;
        private const int OtherSize = 333;

        [TestMethod]
        [DataRow(SameSize)]
        [DataRow(OtherSize)]
        public void Files_of_two_releases_make_no_release(int inserted)
        {
            for (int mix = 0; mix < 8; mix++)
            {
                using HostileWorld world = new();
                HostileRelease[] releases = [world.Release, Second(world, inserted)];
                (HostileRelease manifest, HostileRelease table, HostileRelease image) = (releases[mix & 1], releases[(mix >> 1) & 1], releases[mix >> 2]);
                world.Server.Release = new HostileRelease(manifest.Manifest, table.Table, image.Image);
                OtaResult expected = table != manifest ? TableCode(manifest, table)
                    : image != manifest ? ImageCode(inserted)
                    : OtaResult.Ok;
                Assert.AreEqual(expected, HostileWorld.Bounded(world.Client.Update), $"mix {mix}");
                if (expected == OtaResult.Ok)
                {
                    Assert.IsTrue(world.Slots.Holds(1, manifest.Image));
                }
                else
                {
                    world.AssertNothingLost(manifest);
                    world.Server.Release = releases[1];
                    world.AssertUpdates();
                }
            }
        }

        [TestMethod]
        [DataRow(SameSize)]
        [DataRow(OtherSize)]
        public void A_release_that_changes_between_two_requests_is_refused_and_the_new_one_taken(int inserted)
        {
            // An update asks for the manifest, the table and two ranges of the image.
            for (int honest = 1; honest <= 4; honest++)
            {
                using HostileWorld world = new();
                HostileRelease second = Second(world, inserted);
                int requests = 0;
                world.Server.Fault = q =>
                {
                    if (Interlocked.Increment(ref requests) == honest)
                    {
                        world.Server.Release = second;
                    }

                    return null;
                };
                OtaResult expected = honest switch
                {
                    1 => TableCode(world.Release, second),
                    4 => OtaResult.Ok,
                    _ => ImageCode(inserted),
                };
                Assert.AreEqual(expected, HostileWorld.Bounded(world.Client.Update), $"changed after {honest} requests");
                if (expected != OtaResult.Ok)
                {
                    world.AssertNothingLost();
                    world.AssertUpdates();
                    Assert.AreEqual(3L, world.Client.SeenRevision);
                }
            }
        }

        private static HostileRelease Second(HostileWorld world, int inserted) =>
            HostileRelease.Make(world.Signer, HostileRelease.NewImage(33, inserted), 3);

        private static OtaResult TableCode(HostileRelease manifest, HostileRelease table) =>
            table.Table.Length > manifest.Table.Length ? OtaResult.BodyTooLong : OtaResult.TableDigestMismatch;

        private static OtaResult ImageCode(int inserted) => inserted == SameSize ? OtaResult.ChunkDigestMismatch : OtaResult.EntityChanged;
    }
}
