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
                using HostileFixture fixture = new();
                HostileRelease[] releases = [fixture.Release, Second(fixture, inserted)];
                (HostileRelease manifest, HostileRelease table, HostileRelease image) = (releases[mix & 1], releases[(mix >> 1) & 1], releases[mix >> 2]);
                fixture.Server.Release = new HostileRelease(manifest.Manifest, table.Table, image.Image);
                OtaResult expected = table != manifest ? OtaResult.TableDigestMismatch
                    : image != manifest ? ImageCode(inserted)
                    : OtaResult.Ok;
                Assert.AreEqual(expected, HostileFixture.Bounded(fixture.Client.Update), $"mix {mix}");
                if (expected == OtaResult.Ok)
                {
                    Assert.IsTrue(fixture.Slots.Holds(1, manifest.Image));
                }
                else
                {
                    fixture.AssertNothingLost(manifest);
                    fixture.Server.Release = releases[1];
                    fixture.AssertUpdates();
                }
            }
        }

        [TestMethod]
        [DataRow(SameSize)]
        [DataRow(OtherSize)]
        public void A_release_that_changes_between_two_requests_is_refused_and_the_new_one_taken(int inserted)
        {
            // An update asks for the manifest, the table with head and digests, and two ranges of the image.
            for (int honest = 1; honest <= 4; honest++)
            {
                using HostileFixture fixture = new();
                HostileRelease second = Second(fixture, inserted);
                int requests = 0;
                fixture.Server.Fault = q =>
                {
                    if (Interlocked.Increment(ref requests) == honest)
                    {
                        fixture.Server.Release = second;
                    }

                    return null;
                };
                OtaResult expected = honest switch
                {
                    1 => OtaResult.TableDigestMismatch,
                    4 => OtaResult.Ok,
                    _ => ImageCode(inserted),
                };
                Assert.AreEqual(expected, HostileFixture.Bounded(fixture.Client.Update), $"changed after {honest} requests");
                if (expected != OtaResult.Ok)
                {
                    fixture.AssertNothingLost();
                    fixture.AssertUpdates();
                    Assert.AreEqual(3L, fixture.Client.SeenRevision);
                }
            }
        }

        private static HostileRelease Second(HostileFixture fixture, int inserted) =>
            HostileRelease.Make(fixture.Signer, HostileRelease.NewImage(33, inserted), 3);

        private static OtaResult ImageCode(int inserted) => inserted == SameSize ? OtaResult.ChunkDigestMismatch : OtaResult.EntityChanged;
    }
}
