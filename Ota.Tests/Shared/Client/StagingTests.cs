using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class StagingTests
    {
        [TestMethod]
        public void An_interrupted_download_goes_on_at_the_sector_where_it_stopped()
        {
            ClientFixture fixture = ClientFixture.Started();

            // Without an old image everything has to be fetched.
            fixture.Slots.Damage(0, 0);
            fixture.Slots.Flash(TestImages.Noise(9, TestImages.OldLength));
            fixture.Options.Retry = new RetryPolicy(1, 1, 1, 1);
            fixture.Boot();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            fixture.Server.CutBodiesAt = 12000;

            // The head and the digests of the table are too short to be cut.
            fixture.Server.CutCount = 3;
            Expect.Result(OtaResult.BodyTooShort, fixture.Client.Stage());
            Expect.State(OtaState.Offered, fixture.Client.State);

            fixture.Slots.Restart();
            fixture.Boot();
            fixture.Server.CutCount = 0;
            int before = fixture.Slots.Erases;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.IsTrue(fixture.Client.Counters.BytesResumed == 8192);
            Assert.AreEqual(((fixture.NewImage.Length + 4095) / 4096) - 2, fixture.Slots.Erases - before);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage));
        }

        [TestMethod]
        public void A_slot_that_is_complete_already_is_not_written_again()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            int erases = fixture.Slots.Erases;
            fixture.Boot();
            fixture.Client.Check();
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            Assert.AreEqual(erases, fixture.Slots.Erases);
            Expect.Result(OtaResult.Ok, fixture.Client.Activate());
        }

        [TestMethod]
        public void A_chunk_that_rots_after_it_was_found_in_the_running_slot_is_fetched()
        {
            ClientFixture fixture = ClientFixture.Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            int reads = 0;
            fixture.Server.OnRead = () =>
            {
                // The first read is of the table, the second of the chunk with the inserted bytes: all other chunks have been found by then.
                if (++reads == 2)
                {
                    fixture.Slots.Damage(0, TestImages.OldLength - 1);
                }
            };
            int before = fixture.Client.Counters.BytesReused;
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage));
            int fetched = fixture.Client.Counters.BytesFetched - SignedReleases.Good.Length - TestImages.Table(fixture.NewImage).Length;
            Assert.AreEqual(fixture.NewImage.Length, fixture.Client.Counters.BytesReused - before + fetched);
            Assert.AreEqual(3, fixture.Client.Counters.Requests);
        }

        [TestMethod]
        public void A_server_without_ranges_is_read_in_one_stream()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.IgnoresRanges = true;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(3, fixture.Client.Counters.Requests);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage));
        }

        [TestMethod]
        public void A_server_that_hides_lengths_will_do()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.HidesLength = true;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage));
        }

        [TestMethod]
        public void Transport_faults_are_retried_and_then_reported()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.FailWith = OtaResult.ConnectFailed;
            fixture.Server.FailCount = 2;
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Assert.AreEqual(2, fixture.Client.Counters.Retries);
            Assert.IsTrue(fixture.Clock.Slept >= 100);

            fixture.Server.FailCount = 3;
            Expect.Result(OtaResult.ConnectFailed, fixture.Client.Check());
            Expect.State(OtaState.Idle, fixture.Client.State);
        }

        [TestMethod]
        public void Other_bytes_than_the_signed_ones_are_never_written()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.Put(ClientFixture.ImageUrl, TestImages.Noise(5, fixture.NewImage.Length));
            fixture.Client.Check();
            Expect.Result(OtaResult.ChunkDigestMismatch, fixture.Client.Stage());
            Assert.IsFalse(fixture.Slots.Holds(1, TestImages.Noise(5, 9000)));
        }

        [TestMethod]
        public void An_image_of_another_size_is_not_the_release()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.Put(ClientFixture.ImageUrl, TestImages.Noise(5, fixture.NewImage.Length + 1));
            fixture.Client.Check();
            Expect.Result(OtaResult.EntityChanged, fixture.Client.Stage());
        }

        [TestMethod]
        public void A_chunk_table_that_was_not_signed_is_refused()
        {
            ClientFixture fixture = ClientFixture.Started();
            byte[] table = TestImages.Table(fixture.NewImage);
            table[31] ^= 1;
            fixture.Server.Put(ClientFixture.TableUrl, table);
            fixture.Client.Check();
            Expect.Result(OtaResult.TableDigestMismatch, fixture.Client.Stage());
            Assert.AreEqual(0, fixture.Slots.Erases);

            fixture.Server.Put(ClientFixture.TableUrl, new byte[table.Length + 1]);
            Expect.Result(OtaResult.EntityChanged, fixture.Client.Stage());
            fixture.Server.Remove(ClientFixture.TableUrl);
            Expect.Result(OtaResult.HttpNotFound, fixture.Client.Stage());
        }

        [TestMethod]
        public void Flash_that_loses_writes_is_found_before_activation()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Slots.LosesWrites = true;
            fixture.Client.Check();
            Expect.Result(OtaResult.SlotWriteFailed, fixture.Client.Stage());
            Expect.State(OtaState.Offered, fixture.Client.State);
        }

        [TestMethod]
        public void Faults_of_the_slot_are_reported_and_the_old_release_stays()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            fixture.Slots.ReadFault = OtaResult.SlotReadFailed;
            Expect.Result(OtaResult.SlotReadFailed, fixture.Client.Stage());
            fixture.Slots.ReadFault = OtaResult.Ok;
            fixture.Slots.BeginFault = OtaResult.SlotOnTrial;
            Expect.Result(OtaResult.SlotOnTrial, fixture.Client.Stage());
            fixture.Slots.BeginFault = OtaResult.Ok;
            fixture.Slots.WriteFault = OtaResult.SlotEraseFailed;
            Expect.Result(OtaResult.SlotEraseFailed, fixture.Client.Stage());
            fixture.Slots.WriteFault = OtaResult.Ok;
            fixture.Slots.EndFault = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, fixture.Client.Stage());
            fixture.Slots.EndFault = OtaResult.Ok;
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            fixture.Slots.ActivateFault = OtaResult.ActivateFailed;
            Expect.Result(OtaResult.ActivateFailed, fixture.Client.Activate());
            Expect.State(OtaState.Idle, fixture.Client.State);
            Assert.AreEqual(0, fixture.Slots.Running);
            Assert.AreEqual(0, fixture.Slots.Restarts);
        }
    }
}
