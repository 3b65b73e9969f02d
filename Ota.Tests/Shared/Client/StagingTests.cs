using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class StagingTests
    {
        [TestMethod]
        public void An_interrupted_download_goes_on_at_the_sector_where_it_stopped()
        {
            UpdateWorld world = UpdateWorld.Started();

            // Without an old image everything has to be fetched.
            world.Slots.Damage(0, 0);
            world.Slots.Flash(TestImages.Noise(9, TestImages.OldLength));
            world.Options.Retry = new RetryPolicy(1, 1, 1, 1);
            world.Boot();
            Expect.Result(OtaResult.Ok, world.Client.Check());
            world.Server.CutBodiesAt = 12000;
            world.Server.CutCount = 2;
            Expect.Result(OtaResult.BodyTooShort, world.Client.Stage());
            Expect.State(OtaState.Offered, world.Client.State);

            world.Slots.Restart();
            world.Boot();
            world.Server.CutCount = 0;
            int before = world.Slots.Erases;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.IsTrue(world.Client.Counters.BytesResumed == 8192);
            Assert.AreEqual(((world.NewImage.Length + 4095) / 4096) - 2, world.Slots.Erases - before);
            Assert.IsTrue(world.Slots.Holds(1, world.NewImage));
        }

        [TestMethod]
        public void A_slot_that_is_complete_already_is_not_written_again()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            int erases = world.Slots.Erases;
            world.Boot();
            world.Client.Check();
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            Assert.AreEqual(erases, world.Slots.Erases);
            Expect.Result(OtaResult.Ok, world.Client.Activate());
        }

        [TestMethod]
        public void A_chunk_that_rots_after_it_was_found_in_the_running_slot_is_fetched()
        {
            UpdateWorld world = UpdateWorld.Started();
            Expect.Result(OtaResult.Ok, world.Client.Check());
            int reads = 0;
            world.Server.OnRead = () =>
            {
                // The first read is of the table, the second of the chunk with the inserted bytes: all other chunks have been found by then.
                if (++reads == 2)
                {
                    world.Slots.Damage(0, TestImages.OldLength - 1);
                }
            };
            int before = world.Client.Counters.BytesReused;
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            Assert.IsTrue(world.Slots.Holds(1, world.NewImage));
            int fetched = world.Client.Counters.BytesFetched - SignedReleases.Good.Length - TestImages.Table(world.NewImage).Length;
            Assert.AreEqual(world.NewImage.Length, world.Client.Counters.BytesReused - before + fetched);
            Assert.AreEqual(4, world.Client.Counters.Requests);
        }

        [TestMethod]
        public void A_server_without_ranges_is_read_in_one_stream()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.IgnoresRanges = true;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(3, world.Client.Counters.Requests);
            Assert.IsTrue(world.Slots.Holds(1, world.NewImage));
        }

        [TestMethod]
        public void A_server_that_hides_lengths_will_do()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.HidesLength = true;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.IsTrue(world.Slots.Holds(1, world.NewImage));
        }

        [TestMethod]
        public void Transport_faults_are_retried_and_then_reported()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.FailWith = OtaResult.ConnectFailed;
            world.Server.FailCount = 2;
            Expect.Result(OtaResult.Ok, world.Client.Check());
            Assert.AreEqual(2, world.Client.Counters.Retries);
            Assert.IsTrue(world.Clock.Slept >= 100);

            world.Server.FailCount = 3;
            Expect.Result(OtaResult.ConnectFailed, world.Client.Check());
            Expect.State(OtaState.Idle, world.Client.State);
        }

        [TestMethod]
        public void Other_bytes_than_the_signed_ones_are_never_written()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.Put(UpdateWorld.ImageUrl, TestImages.Noise(5, world.NewImage.Length));
            world.Client.Check();
            Expect.Result(OtaResult.ChunkDigestMismatch, world.Client.Stage());
            Assert.IsFalse(world.Slots.Holds(1, TestImages.Noise(5, 9000)));
        }

        [TestMethod]
        public void An_image_of_another_size_is_not_the_release()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.Put(UpdateWorld.ImageUrl, TestImages.Noise(5, world.NewImage.Length + 1));
            world.Client.Check();
            Expect.Result(OtaResult.EntityChanged, world.Client.Stage());
        }

        [TestMethod]
        public void A_chunk_table_that_was_not_signed_is_refused()
        {
            UpdateWorld world = UpdateWorld.Started();
            byte[] table = TestImages.Table(world.NewImage);
            table[40] ^= 1;
            world.Server.Put(UpdateWorld.TableUrl, table);
            world.Client.Check();
            Expect.Result(OtaResult.TableDigestMismatch, world.Client.Stage());
            Assert.AreEqual(0, world.Slots.Erases);

            world.Server.Put(UpdateWorld.TableUrl, new byte[table.Length + 1]);
            Expect.Result(OtaResult.BodyTooLong, world.Client.Stage());
            world.Server.Remove(UpdateWorld.TableUrl);
            Expect.Result(OtaResult.HttpNotFound, world.Client.Stage());
        }

        [TestMethod]
        public void Flash_that_loses_writes_is_found_before_activation()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Slots.LosesWrites = true;
            world.Client.Check();
            Expect.Result(OtaResult.SlotWriteFailed, world.Client.Stage());
            Expect.State(OtaState.Offered, world.Client.State);
        }

        [TestMethod]
        public void Faults_of_the_slot_are_reported_and_the_old_release_stays()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            world.Slots.ReadFault = OtaResult.SlotReadFailed;
            Expect.Result(OtaResult.SlotReadFailed, world.Client.Stage());
            world.Slots.ReadFault = OtaResult.Ok;
            world.Slots.BeginFault = OtaResult.SlotOnTrial;
            Expect.Result(OtaResult.SlotOnTrial, world.Client.Stage());
            world.Slots.BeginFault = OtaResult.Ok;
            world.Slots.WriteFault = OtaResult.SlotEraseFailed;
            Expect.Result(OtaResult.SlotEraseFailed, world.Client.Stage());
            world.Slots.WriteFault = OtaResult.Ok;
            world.Slots.EndFault = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, world.Client.Stage());
            world.Slots.EndFault = OtaResult.Ok;
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            world.Slots.ActivateFault = OtaResult.ActivateFailed;
            Expect.Result(OtaResult.ActivateFailed, world.Client.Activate());
            Expect.State(OtaState.Idle, world.Client.State);
            Assert.AreEqual(0, world.Slots.Running);
            Assert.AreEqual(0, world.Slots.Restarts);
        }
    }
}
