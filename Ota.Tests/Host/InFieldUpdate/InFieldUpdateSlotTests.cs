using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.InFieldUpdate
{
    [TestClass]
    public sealed class InFieldUpdateSlotTests : IDisposable
    {
        private const int Chip = 9;

        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly FakeSessions _sessions = new();
        private readonly InFieldUpdateSlot _slot;
        private readonly byte[] _image;

        public InFieldUpdateSlotTests()
        {
            _slot = new InFieldUpdateSlot(_sessions, Chip, 100000);
            _image = new McuBootImageBuilder { SecurityCounter = 3 }.Build(TestImages.Noise(1, 9000), _key);
        }

        public void Dispose() => _key.Dispose();

        [TestMethod]
        [DataRow(SessionCodes.Busy, OtaResult.SlotBusy)]
        [DataRow(SessionCodes.BadToken, OtaResult.SlotWriteFailed)]
        [DataRow(SessionCodes.BadOffset, OtaResult.SlotWriteFailed)]
        [DataRow(SessionCodes.TooLarge, OtaResult.ImageTooLarge)]
        [DataRow(SessionCodes.FlashError, OtaResult.SlotEraseFailed)]
        [DataRow(SessionCodes.BadMagic, OtaResult.SlotImageInvalid)]
        [DataRow(SessionCodes.SwapInFlight, OtaResult.SlotSwapPending)]
        [DataRow(SessionCodes.NoImage, OtaResult.SlotReadFailed)]
        [DataRow(SessionCodes.HeaderMismatch, OtaResult.SlotReadFailed)]
        [DataRow(SessionCodes.Incomplete, OtaResult.SlotImageTruncated)]
        [DataRow(SessionCodes.BadTlv, OtaResult.SlotImageInvalid)]
        [DataRow(SessionCodes.HashMismatch, OtaResult.SlotImageDigest)]
        [DataRow(SessionCodes.BadArgument, OtaResult.SlotArgument)]
        [DataRow(SessionCodes.NoSlot, OtaResult.SlotUnavailable)]
        [DataRow(99, OtaResult.SlotEraseFailed)]
        public void Every_result_of_starting_a_session_has_its_code(int code, OtaResult expected)
        {
            _sessions.StartCode = code;
            Assert.AreEqual(-(int)expected, _slot.Resume(_image.Length, _image, 1024));
            Assert.AreEqual(OtaResult.SlotArgument, _slot.Write(_image, 0, 1024), "No session is open.");
        }

        [TestMethod]
        [DataRow(SessionCodes.FlashError, OtaResult.SlotWriteFailed)]
        [DataRow(SessionCodes.BadToken, OtaResult.SlotWriteFailed)]
        [DataRow(SessionCodes.TooLarge, OtaResult.ImageTooLarge)]
        [DataRow(SessionCodes.BadMagic, OtaResult.SlotImageInvalid)]
        public void A_chunk_that_is_not_stored_says_why(int code, OtaResult expected)
        {
            Assert.AreEqual(0, _slot.Resume(_image.Length, _image, 1024));
            _sessions.StoreCode = code;
            Assert.AreEqual(expected, _slot.Write(_image, 0, 1024));
        }

        [TestMethod]
        [DataRow(SessionCodes.Success, OtaResult.Ok, false)]
        [DataRow(SessionCodes.HashMismatch, OtaResult.SlotImageDigest, true)]
        [DataRow(SessionCodes.BadTlv, OtaResult.SlotImageInvalid, true)]
        [DataRow(SessionCodes.BadMagic, OtaResult.SlotImageInvalid, true)]
        [DataRow(SessionCodes.FlashError, OtaResult.ActivateFailed, false)]
        [DataRow(SessionCodes.BadToken, OtaResult.SlotWriteFailed, false)]
        public void What_the_platform_refuses_is_erased_and_never_resumed(int code, OtaResult expected, bool erased)
        {
            Fill(_image);
            Assert.AreEqual(OtaResult.Ok, _slot.End());
            _sessions.CompleteCode = code;

            Assert.AreEqual(expected, _slot.Activate());
            Assert.AreEqual(erased, _sessions.Calls.Contains("erase"));
        }

        [TestMethod]
        public void What_is_staged_is_what_was_written_and_named_by_its_digest()
        {
            Fill(_image);
            Assert.AreEqual(OtaResult.Ok, _slot.End());

            CollectionAssert.AreEqual(_image, _sessions.Stored);
            Assert.AreEqual(McuBootFault.None, McuBootImage.Check(_image, out McuBootInfo? info));
            _sessions.PrimaryHash = info!.Digest;
            Assert.AreEqual(_slot.RunningSlot, _slot.StagedSlot);
            Assert.AreNotEqual(0, _slot.StagedSlot);
        }

        [TestMethod]
        [DataRow(SessionCodes.StatusTesting, OtaResult.SlotOnTrial)]
        [DataRow(SessionCodes.StatusTestPending, OtaResult.SlotSwapPending)]
        [DataRow(SessionCodes.StatusPermanentPending, OtaResult.SlotSwapPending)]
        [DataRow(SessionCodes.StatusRollbackPending, OtaResult.SlotSwapPending)]
        public void No_session_is_opened_while_the_secondary_slot_is_needed(int status, OtaResult expected)
        {
            _sessions.Status = status;
            Assert.AreEqual(-(int)expected, _slot.Resume(_image.Length, _image, 1024));
            Assert.IsEmpty(_sessions.Calls);
        }

        [TestMethod]
        public void A_resumed_session_goes_on_where_it_stopped()
        {
            _sessions.ResumeCode = SessionCodes.Success;
            _sessions.ResumeAt = 4096;
            Assert.AreEqual(4096, _slot.Resume(_image.Length, _image, 1024));
            Assert.AreEqual(OtaResult.Ok, _slot.Write(_image, 4096, _image.Length - 4096));
            Assert.AreEqual(OtaResult.Ok, _slot.End());
            Assert.AreEqual("resume", string.Join(' ', _sessions.Calls));
            CollectionAssert.AreEqual(_image[4096..], _sessions.Stored[4096..]);
        }

        [TestMethod]
        public void A_whole_image_in_the_slot_is_taken_only_if_it_has_the_digest_that_was_fetched()
        {
            McuBootImage.Check(_image, out McuBootInfo? info);
            int tail = 32 + 9000;
            foreach (bool same in (bool[])[true, false])
            {
                _sessions.ResumeCode = SessionCodes.Success;
                _sessions.ResumeAt = _image.Length;
                _sessions.SecondaryHash = same ? info!.Digest : SHA256.HashData([1]);
                Assert.AreEqual(tail, _slot.Resume(_image.Length, _image, 1024));
                Assert.AreEqual(OtaResult.Ok, _slot.Write(_image, tail, _image.Length - tail));
                Assert.AreEqual(same ? OtaResult.Ok : OtaResult.SlotWriteFailed, _slot.End());
                Assert.AreEqual(!same, _sessions.Calls.Contains("discard"));
            }
        }

        [TestMethod]
        public void A_whole_image_without_a_digest_to_compare_is_fetched_anew()
        {
            _sessions.ResumeCode = SessionCodes.Success;
            _sessions.ResumeAt = _image.Length;
            Assert.AreEqual(0, _slot.Resume(_image.Length, _image, 1024));
            Assert.AreEqual("resume start", string.Join(' ', _sessions.Calls));
        }

        [TestMethod]
        public void A_wrong_chip_a_truncated_an_unsigned_and_no_image_have_codes_of_their_own()
        {
            byte[] esp = new EspImageBuilder { ChipId = 5 }.AddSegment(new byte[5000]).Build();
            byte[] otherChip = new McuBootImageBuilder().Build(esp, _key);
            byte[] unsigned = new McuBootImageBuilder().Build(TestImages.Noise(1, 9000), null);
            byte[] encrypted = new McuBootImageBuilder { Flags = 4 }.Build(TestImages.Noise(1, 9000), _key);

            Assert.AreEqual(OtaResult.SlotImageChip, Stage(otherChip));
            Assert.AreEqual(OtaResult.SlotImageTruncated, Stage(_image[..^1]));
            Assert.AreEqual(OtaResult.SlotImageTruncated, Stage(_image[..5000]));
            Assert.AreEqual(OtaResult.SlotImageTruncated, Stage(_image[..20]));
            Assert.AreEqual(OtaResult.SlotImageUnsigned, Stage(unsigned));
            Assert.AreEqual(OtaResult.SlotImageInvalid, Stage(encrypted));
            Assert.AreEqual(OtaResult.SlotImageInvalid, Stage(esp));
            Assert.AreEqual(OtaResult.SlotImageInvalid, Stage([.. _image, 0]));
            Assert.IsFalse(_sessions.Calls.Contains("complete"), "None of them got as far as the platform.");
        }

        [TestMethod]
        [DataRow(SessionCodes.StatusConfirmed, SlotTrial.Confirmed, SlotTrial.None)]
        [DataRow(SessionCodes.StatusTesting, SlotTrial.OnTrial, SlotTrial.None)]
        [DataRow(SessionCodes.StatusTestPending, SlotTrial.Confirmed, SlotTrial.Pending)]
        [DataRow(SessionCodes.StatusPermanentPending, SlotTrial.Confirmed, SlotTrial.Pending)]
        [DataRow(SessionCodes.StatusRollbackPending, SlotTrial.Failed, SlotTrial.None)]
        [DataRow(SessionCodes.StatusUnknown, SlotTrial.None, SlotTrial.None)]
        public void Every_status_has_its_trial(int status, SlotTrial running, SlotTrial staged)
        {
            _sessions.Status = status;
            _sessions.PrimaryHash = SHA256.HashData([1]);
            _sessions.SecondaryHash = SHA256.HashData([2]);
            Assert.AreEqual(running, _slot.GetTrial(_slot.RunningSlot));
            Assert.AreEqual(staged, _slot.GetTrial(_slot.StagedSlot));
        }

        [TestMethod]
        public void Confirming_and_going_back_ask_the_platform()
        {
            Assert.AreEqual(OtaResult.Ok, _slot.Confirm());
            Assert.IsEmpty(_sessions.Calls);
            _sessions.Status = SessionCodes.StatusTesting;
            Assert.AreEqual(OtaResult.Ok, _slot.Confirm());
            Assert.AreEqual(OtaResult.Ok, _slot.RollBack());
            Assert.AreEqual("confirm revert restart", string.Join(' ', _sessions.Calls));
            _sessions.Answers = false;
            Assert.AreEqual(OtaResult.ConfirmFailed, _slot.Confirm());
            Assert.AreEqual(OtaResult.RollBackImpossible, _slot.RollBack());
        }

        private OtaResult Stage(byte[] image)
        {
            int start = _slot.Resume(image.Length, image, Math.Min(1024, image.Length));
            if (start < 0)
            {
                return (OtaResult)(-start);
            }

            Assert.AreEqual(OtaResult.Ok, _slot.Write(image, 0, image.Length));
            return _slot.End();
        }

        private void Fill(byte[] image)
        {
            Assert.AreEqual(0, _slot.Resume(image.Length, image, 1024));
            for (int at = 0; at < image.Length; at += 1500)
            {
                Assert.AreEqual(OtaResult.Ok, _slot.Write(image, at, Math.Min(1500, image.Length - at)));
            }
        }
    }
}
