using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaClientTests
    {
        [TestMethod]
        public void An_update_goes_from_check_to_confirmed()
        {
            ClientFixture fixture = ClientFixture.Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Expect.State(OtaState.Offered, fixture.Client.State);
            Assert.AreEqual("1.1", fixture.Client.Offer.Version);
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            Expect.State(OtaState.Staged, fixture.Client.State);
            Assert.AreEqual(0, fixture.Slots.Restarts);
            Expect.Result(OtaResult.Ok, fixture.Client.Activate());
            Assert.AreEqual(1, fixture.Slots.Running);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage));

            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
            Assert.AreEqual(2L, fixture.Client.SeenRevision);
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
        }

        [TestMethod]
        public void Only_bytes_that_the_device_lacks_are_fetched()
        {
            ClientFixture fixture = ClientFixture.Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            int before = fixture.Server.BytesSent;
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            int table = TestImages.Table(fixture.NewImage).Length;
            int chunks = fixture.Server.BytesSent - before - table;

            // 300 bytes were inserted into the third chunk: the first two are at their place.
            Assert.AreEqual(fixture.NewImage.Length - 8192, chunks);
            Assert.AreEqual(8192, fixture.Client.Counters.BytesReused);
            Assert.AreEqual(fixture.Server.BytesSent, fixture.Client.Counters.BytesFetched);
        }

        [TestMethod]
        public void Each_sector_is_erased_once_and_the_record_written_twice_before_the_restart_at_most()
        {
            ClientFixture fixture = ClientFixture.Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual((fixture.NewImage.Length + 4095) / 4096, fixture.Slots.Erases);
            Assert.AreEqual(2, fixture.Medium.Writes);
            fixture.Boot();
            Expect.Result(OtaResult.Ok, new HealthMonitor(fixture.Client, fixture.Clock).Run());
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
            Assert.IsTrue(fixture.Medium.Writes <= 10);
        }

        [TestMethod]
        public void L13_An_unchanged_manifest_is_not_fetched_again_within_a_day_and_a_restart()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Client.Confirm();
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
            int before = fixture.Server.BytesSent;
            fixture.Clock.TickMilliseconds += 86399000;
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
            Assert.AreEqual(before, fixture.Server.BytesSent, "an unchanged manifest was fetched again within a day");
            fixture.Clock.TickMilliseconds += 1000;
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
            Assert.IsTrue(fixture.Server.BytesSent > before, "an entity tag was believed for more than a day");
            before = fixture.Server.BytesSent;
            fixture.Boot();
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
            Assert.IsTrue(fixture.Server.BytesSent > before, "an entity tag was believed over a restart");

            fixture.Clock.UtcSeconds = 1890000000;
            Expect.Result(OtaResult.ManifestExpired, fixture.Client.Check());
        }

        [TestMethod]
        public void An_unchanged_manifest_is_not_verified_again_within_a_day_and_a_restart()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Client.Confirm();
            fixture.Server.HasNoTags = true;
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());

            // With another key a verification would fail.
            TrustedKeys others;
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(new TrustedKey[] { new TrustedKey("another", SignedReleases.Key().PublicKey) }, out others));
            fixture.Options.Keys = others;
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check(), "the same bytes again");
            fixture.Server.Put(ClientFixture.ManifestUrl, System.Text.Encoding.UTF8.GetBytes(SignedReleases.Noted));
            Expect.Result(OtaResult.KeyUnknown, fixture.Client.Check(), "other bytes");
            fixture.Server.Put(ClientFixture.ManifestUrl, System.Text.Encoding.UTF8.GetBytes(SignedReleases.Good));
            fixture.Clock.TickMilliseconds += 86400000;
            Expect.Result(OtaResult.KeyUnknown, fixture.Client.Check(), "the same bytes after a day");
        }

        [TestMethod]
        public void A_forged_manifest_is_refused_before_a_byte_is_written()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Publish(SignedReleases.Forged);
            Expect.Result(OtaResult.SignatureInvalid, fixture.Client.Update());
            Expect.State(OtaState.Idle, fixture.Client.State);
            Assert.AreEqual(0, fixture.Slots.Erases);
            Assert.AreEqual(0, fixture.Medium.Writes);
            Assert.IsNull(fixture.Client.Offer);
        }

        [TestMethod]
        public void A_release_of_another_product_is_refused()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Publish(SignedReleases.OtherProduct);
            Expect.Result(OtaResult.ProductMismatch, fixture.Client.Check());
        }

        [TestMethod]
        public void Operations_that_do_not_fit_the_state_are_refused()
        {
            ClientFixture fixture = new ClientFixture();
            Expect.Result(OtaResult.WrongState, fixture.Client.Check());
            fixture.Client.Start();
            Expect.Result(OtaResult.WrongState, fixture.Client.Start());
            Expect.Result(OtaResult.WrongState, fixture.Client.Stage());
            Expect.Result(OtaResult.WrongState, fixture.Client.Activate());
            Expect.Result(OtaResult.WrongState, fixture.Client.Confirm());
            Expect.Result(OtaResult.WrongState, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            fixture.Client.Check();
            Expect.Result(OtaResult.WrongState, fixture.Client.Activate());

            fixture = ClientFixture.OnTrial();
            Expect.Result(OtaResult.WrongState, fixture.Client.Check());
        }

        [TestMethod]
        public void A_second_operation_finds_the_client_busy()
        {
            ClientFixture fixture = ClientFixture.Started();
            OtaResult inside = OtaResult.Ok;
            fixture.Server.OnRead = () => inside = fixture.Client.Check();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Expect.Result(OtaResult.Busy, inside);
        }

        [TestMethod]
        public void Cancel_ends_what_runs_and_nothing_is_lost()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            fixture.Server.OnRead = () => fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.Stage());
            Expect.State(OtaState.Offered, fixture.Client.State);
            fixture.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
        }

        [TestMethod]
        public void A_slow_drip_is_cut_off_at_the_chunk_deadline()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.OnRead = () => fixture.Clock.TickMilliseconds += 40000;
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            fixture.Server.OnRead = () => fixture.Clock.TickMilliseconds += 70000;
            Expect.Result(OtaResult.TimedOut, fixture.Client.Stage());
        }

        [TestMethod]
        public void Without_a_clock_the_offer_carries_a_warning()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Clock.UtcSeconds = 0;
            Expect.Result(OtaResult.ClockUnset, fixture.Client.Check());
            Expect.State(OtaState.Offered, fixture.Client.State);
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
        }

        [TestMethod]
        public void Events_tell_every_state_and_the_progress_to_the_end()
        {
            ClientFixture fixture = ClientFixture.Started();
            string states = string.Empty;
            int last = 0;
            fixture.Client.StateChanged += (OtaState state) => states += ((int)state).ToString();
            fixture.Client.Progress += (int done, int total) => last = done <= total && done > last ? done : -1;
            fixture.Client.Update();
            Assert.AreEqual("12345", states);
            Assert.AreEqual(fixture.NewImage.Length, last);
        }

        [TestMethod]
        public void The_start_tells_the_state_that_it_finds()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            string states = string.Empty;
            OtaClient client = new OtaClient(fixture.Options, fixture.Ports);
            client.StateChanged += (OtaState state) => states += ((int)state).ToString();
            Expect.Result(OtaResult.TrialContinues, client.Start());
            Assert.AreEqual(((int)OtaState.OnTrial).ToString(), states);
        }
    }
}
