using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class EspOtaSlotTests
    {
        [TestMethod]
        public void Slots_have_the_numbers_of_their_subtypes_and_one()
        {
            FakeEspOta esp = new FakeEspOta();
            EspOtaSlot slot = new EspOtaSlot(esp);
            Assert.AreEqual(0x11, slot.RunningSlot);
            Assert.AreEqual(0x12, slot.StagedSlot);

            // From factory, whose subtype is 0 and whose slot must not be "none".
            esp.Subtypes[0] = 0;
            esp.Subtypes[2] = 0x10;
            Assert.AreEqual(1, slot.RunningSlot);
            Assert.AreEqual(0x11, slot.StagedSlot);
        }

        [TestMethod]
        public void Without_a_second_partition_there_is_no_slot()
        {
            FakeEspOta esp = new FakeEspOta();
            EspOtaSlot slot = new EspOtaSlot(esp);
            esp.Subtypes[2] = -1;
            Assert.AreEqual(0, slot.StagedSlot);
            Assert.AreEqual(0, slot.Capacity);

            // With one OTA partition ESP-IDF names the running one.
            esp.Subtypes[2] = esp.Subtypes[0];
            Assert.AreEqual(0, slot.StagedSlot);
            Assert.AreEqual(0, slot.Capacity);
            Expect.Result(OtaResult.SlotArgument, slot.Begin(1, 0));
            Assert.IsNull(esp.Call);
        }

        [TestMethod]
        public void The_capacity_is_that_of_the_next_partition()
        {
            FakeEspOta esp = new FakeEspOta();
            esp.Sizes[0] = 4096;
            esp.Sizes[2] = 12288;
            EspOtaSlot slot = new EspOtaSlot(esp);
            Assert.AreEqual(12288, slot.Capacity);
            Assert.AreEqual((int)SlotWriting.InPlace, (int)slot.Writing);
        }

        [TestMethod]
        public void States_of_otadata_are_mapped()
        {
            CheckTrial(-3, SlotTrial.None);
            CheckTrial(-2, SlotTrial.None);
            // UNDEFINED: a torn entry can read so.
            CheckTrial(-1, SlotTrial.None);
            CheckTrial(0, SlotTrial.Pending);
            CheckTrial(1, SlotTrial.OnTrial);
            CheckTrial(2, SlotTrial.Confirmed);
            CheckTrial(3, SlotTrial.Failed);
            CheckTrial(4, SlotTrial.Failed);
            CheckTrial(5, SlotTrial.None);
        }

        [TestMethod]
        public void Images_begin_at_sectors_inside_the_slot()
        {
            CheckBegin(8192, 0, "begin 0");
            CheckBegin(1, 0, "begin 0");
            CheckBegin(8192, 4096, "begin 4096");
            CheckBegin(4097, 4096, "begin 4096");
            CheckBegin(8193, 0, null);
            CheckBegin(0, 0, null);
            CheckBegin(-1, 0, null);
            CheckBegin(4096, 4096, null);
            CheckBegin(8192, 8192, null);
            CheckBegin(8192, -4096, null);
            CheckBegin(8192, 1, null);
            CheckBegin(8192, 2048, null);
            CheckBegin(8192, 4095, null);
            CheckBegin(int.MaxValue, 0, null);
            CheckBegin(8192, int.MinValue, null);
        }

        [TestMethod]
        public void Calls_go_to_ESP_IDF_and_its_answers_back()
        {
            FakeEspOta esp = new FakeEspOta();
            EspOtaSlot slot = new EspOtaSlot(esp);
            esp.Answer = OtaResult.SlotOnTrial;
            Expect.Result(OtaResult.SlotOnTrial, slot.Begin(100, 0));
            esp.Answer = OtaResult.SlotWriteFailed;
            Expect.Result(OtaResult.SlotWriteFailed, slot.Write(new byte[] { 7, 8, 9 }, 1, 2));
            Assert.AreEqual("write 8 1 2", esp.Call);
            esp.Answer = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, slot.End());
            Assert.AreEqual("end", esp.Call);
            slot.Abort();
            Assert.AreEqual("abort", esp.Call);
            esp.Answer = OtaResult.ActivateFailed;
            Expect.Result(OtaResult.ActivateFailed, slot.Activate());
            Assert.AreEqual("boot", esp.Call);
            esp.Answer = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, slot.Confirm());
            Assert.AreEqual("valid", esp.Call);
            esp.Answer = OtaResult.RollBackImpossible;
            Expect.Result(OtaResult.RollBackImpossible, slot.RollBack());
            Assert.AreEqual("invalid", esp.Call);
        }

        [TestMethod]
        public void A_boot_entry_that_did_not_take_is_found_out()
        {
            FakeEspOta esp = new FakeEspOta();
            EspOtaSlot slot = new EspOtaSlot(esp);
            esp.LosesWrites = true;
            Expect.Result(OtaResult.ActivateFailed, slot.Activate());
            esp.State = 3;
            Expect.Result(OtaResult.ConfirmFailed, slot.Confirm());

            esp.LosesWrites = false;
            Expect.Result(OtaResult.Ok, slot.Activate());
            Expect.Result(OtaResult.Ok, slot.Confirm());
        }

        [TestMethod]
        public void A_choice_that_was_made_already_is_not_written_over_the_running_images_entry()
        {
            FakeEspOta esp = new FakeEspOta();
            EspOtaSlot slot = new EspOtaSlot(esp);
            esp.Subtypes[1] = esp.Subtypes[2];
            Expect.Result(OtaResult.Ok, slot.Activate());
            Assert.AreEqual("state 17", esp.Call);
            esp.State = 4;
            Expect.Result(OtaResult.ActivateFailed, slot.Activate());
            Assert.AreEqual("state 17", esp.Call);
        }

        [TestMethod]
        public void Reads_come_from_the_partition_that_they_name()
        {
            FakeEspOta esp = new FakeEspOta();
            esp.Bytes[0][5000] = 1;
            esp.Bytes[1][5000] = 2;
            esp.Bytes[2][5000] = 3;
            EspOtaSlot slot = new EspOtaSlot(esp);
            byte[] buffer = new byte[3];
            Expect.Result(OtaResult.Ok, slot.ReadRunning(5000, buffer, 1, 1));
            Assert.AreEqual(1, (int)buffer[1]);
            Expect.Result(OtaResult.Ok, slot.ReadStaged(5000, buffer, 2, 1));
            Assert.AreEqual(3, (int)buffer[2]);
            Assert.AreEqual(0, (int)buffer[0]);
            esp.Answer = OtaResult.SlotArgument;
            Expect.Result(OtaResult.SlotArgument, slot.ReadRunning(0, buffer, 0, 1));
            Expect.Result(OtaResult.SlotArgument, slot.ReadStaged(0, buffer, 0, 1));
        }

        private static void CheckTrial(int state, SlotTrial expected)
        {
            FakeEspOta esp = new FakeEspOta();
            esp.State = state;
            Assert.AreEqual((int)expected, (int)new EspOtaSlot(esp).GetTrial(0x12), "state " + state);
            Assert.AreEqual("state 17", esp.Call);
        }

        private static void CheckBegin(int length, int offset, string call)
        {
            FakeEspOta esp = new FakeEspOta();
            OtaResult result = new EspOtaSlot(esp).Begin(length, offset);
            Expect.Result(call == null ? OtaResult.SlotArgument : OtaResult.Ok, result, length + " at " + offset);
            if (call == null)
            {
                Assert.IsNull(esp.Call, length + " at " + offset);
            }
            else
            {
                Assert.AreEqual(call, esp.Call, length + " at " + offset);
            }
        }
    }
}
