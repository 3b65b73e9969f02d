using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.InFieldUpdate
{
    /// <summary>Releases that were signed by mistake: the manifest is right, the image in them is not fit to run.</summary>
    [TestClass]
    public sealed class BadFirmwareTests : IDisposable
    {
        private readonly InFieldUpdateFixture _world = new();

        public void Dispose() => _world.Dispose();

        [TestMethod]
        public void An_image_for_another_chip_is_refused_before_a_byte_of_it_is_stored()
        {
            byte[] payload = new EspImageBuilder { Version = "1.1", ChipId = 5 }.AddSegment(TestImages.New()).Build();
            Board board = Refused(Build(payload), OtaResult.SlotImageChip);
            Assert.AreEqual(0, SecondaryErases(board));
        }

        [TestMethod]
        public void A_truncated_image_is_refused_before_activation()
        {
            Board board = Refused(_world.NewImage[..^200], OtaResult.SlotImageTruncated);
            Assert.AreEqual(0, SecondaryErases(board));
            Refused(_world.NewImage[..^1], OtaResult.SlotImageTruncated);
        }

        [TestMethod]
        public void A_flipped_bit_in_the_payload_is_refused_by_the_image_s_own_digest_and_the_slot_erased()
        {
            byte[] flipped = (byte[])_world.NewImage.Clone();
            flipped[9000] ^= 0x10;
            Board board = Refused(flipped, OtaResult.SlotImageDigest);
            Partition slot = _world.Layout.Deployment.Secondary;
            Assert.AreEqual(-1, board.Flash.Peek(slot.Offset, slot.Size).AsSpan().IndexOfAnyExcept((byte)0xFF));
        }

        [TestMethod]
        public void An_unsigned_image_is_refused_before_activation()
        {
            byte[] payload = new EspImageBuilder { Version = "1.1" }.AddSegment(TestImages.New()).Build();
            Refused(new McuBootImageBuilder().Build(payload, null), OtaResult.SlotImageUnsigned);
        }

        [TestMethod]
        public void A_stranger_s_image_is_never_swapped_in_and_paused()
        {
            using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            _world.Publish(_world.Image("1.1", TestImages.New(), stranger));
            Board board = _world.CreateBoard(_world.Flash.Clone());

            Assert.AreEqual(RunEnd.Returned, board.Run().End);
            Assert.IsTrue(board.History.All(run => run.Version == "1.0"), "The bootloader swapped it in.");
            CollectionAssert.Contains(_world.Said, ("1.0", OtaResult.ActivateFailed));
            Assert.AreEqual(("1.0", OtaResult.ReleasePaused), _world.Said[^1]);
        }

        [TestMethod]
        public void An_interrupted_download_goes_on_where_the_session_stopped()
        {
            int resumed = -1;
            Board? board = null;
            int cuts = 0;
            _world.OnProgress = client =>
            {
                resumed = client.Counters.BytesResumed;
                if (cuts == 0 && client.Counters.BytesFetched > 14000)
                {
                    cuts++;
                    board!.Flash.CutPower();
                }
            };
            board = _world.CreateBoard(_world.Flash.Clone());
            Assert.AreEqual(RunEnd.PowerCut, board.Run().End);
            Assert.AreEqual(0, resumed);

            Assert.AreEqual(RunEnd.Returned, board.Run().End);
            Assert.AreEqual(12288, resumed, "Whole sectors of what was stored.");
            Assert.AreEqual("1.1", board.History[^1].Version);
        }

        [TestMethod]
        public void Another_image_with_the_same_header_is_not_taken_for_a_paused_download()
        {
            // What a swap leaves behind, or a build that forgot to count its version up.
            byte[] twin = _world.Image("1.1", TestImages.Noise(5, TestImages.New().Length));
            Assert.AreEqual(Convert.ToHexString(twin[..32]), Convert.ToHexString(_world.NewImage[..32]));
            NorFlash flash = _world.Flash.Clone();
            flash.Program(_world.Layout.Deployment.Secondary.Offset, twin.AsSpan(0, Math.Min(twin.Length, _world.NewImage.Length)));
            Board board = _world.CreateBoard(flash);
            _world.WaitsForPauses = true;

            board.Run();
            board.Run();
            Assert.AreEqual("1.1", board.History[^1].Version);
            byte[] running = flash.Peek(_world.Layout.Deployment.Primary.Offset, _world.NewImage.Length);
            CollectionAssert.AreEqual(_world.NewImage, running);
        }

        private int SecondaryErases(Board board)
        {
            Partition slot = _world.Layout.Deployment.Secondary;
            return board.Flash.GetMaxEraseCount(slot.Offset, slot.Size);
        }

        private static byte[] Build(byte[] payload)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new McuBootImageBuilder().Build(payload, key);
        }

        private Board Refused(byte[] image, OtaResult expected)
        {
            _world.Said.Clear();
            _world.Publish(image);
            Board board = _world.CreateBoard(_world.Flash.Clone());
            Assert.AreEqual(RunEnd.Returned, board.Run().End);
            Assert.AreEqual(("1.0", expected), _world.Said[^1]);
            board.PowerOn();
            Assert.AreEqual("1.0", board.History[^1].Version);
            return board;
        }
    }
}
