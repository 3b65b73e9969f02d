using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>What bad flash and burnt fuses look like from an app.</summary>
    [TestClass]
    public sealed class BoardFaultTests
    {
        private readonly SmallFlash _layout = new(false, 2);

        [TestMethod]
        [DataRow("erase", OtaResult.SlotEraseFailed, OtaResult.SlotArgument)]
        [DataRow("program", OtaResult.SlotWriteFailed, OtaResult.SlotArgument)]
        [DataRow("ignore", OtaResult.Ok, OtaResult.SlotImageInvalid)]
        [DataRow("stuck1/800", OtaResult.Ok, OtaResult.SlotImageInvalid)]
        public void A_bad_sector_in_the_slot_fails_the_write_or_at_the_latest_the_end(string fault, OtaResult write, OtaResult end)
        {
            byte[] image = new EspImageBuilder().AddSegment(new byte[9000]).Build();
            int sector = (_layout.Table.Ota(1)!.Offset / NorFlash.SectorSize) + 1;
            List<OtaResult> results = RunApp($"bad#{sector}/{fault}", ota =>
            [
                ota.Begin(0),
                ota.Write(image, 0, 4096),
                ota.Write(image, 4096, image.Length - 4096),
                ota.End(),
            ]);
            CollectionAssert.AreEqual(new List<OtaResult> { OtaResult.Ok, OtaResult.Ok, write, end }, results);
        }

        [TestMethod]
        [DataRow("erase", OtaResult.Ok, OtaResult.Ok, OtaResult.Ok, OtaResult.ActivateFailed)]
        [DataRow("program", OtaResult.SlotEraseFailed, OtaResult.SlotArgument, OtaResult.SlotArgument, OtaResult.SlotImageInvalid)]
        public void A_bad_sector_of_otadata_fails_the_confirmation_and_what_follows(string fault, OtaResult begin, OtaResult write, OtaResult end, OtaResult commit)
        {
            int sector = _layout.Table.OtaData!.Offset / NorFlash.SectorSize;
            byte[] image = SmallFlash.Image("2");
            List<OtaResult> results = RunApp($"bad#{sector}/{fault};bad#{sector + 1}/{fault}", ota =>
            [
                ota.MarkValid(),
                ota.Begin(0),
                ota.Write(image, 0, image.Length),
                ota.End(),
                ota.SetBoot(),
            ]);
            OtaResult[] expected = [OtaResult.ConfirmFailed, begin, write, end, commit];
            CollectionAssert.AreEqual(expected, results);
        }

        [TestMethod]
        public void An_image_under_the_fuses_is_erased_instead_of_committed()
        {
            NorFlash flash = _layout.Create();
            EFuse fuses = new();
            fuses.BurnSecureVersion(5);
            SmallFlash.PutImage(flash, _layout.Table.Ota(0)!, "1", 6);
            SmallFlash.PutImage(flash, _layout.Table.Ota(1)!, "2", 4);
            _layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.PendingVerify));
            EspOtaRuntime ota = new(flash, _layout.Table, _layout.Table.Ota(0)!, new BootloaderOptions { AntiRollback = true }, fuses);

            Assert.AreEqual(EspError.OtaSmallSecureVersion, ota.Selection.SetBoot(_layout.Table.Ota(1)));
            Assert.AreEqual(0xFF, flash.Peek(_layout.Table.Ota(1)!.Offset, 1)[0]);
            Assert.AreEqual(5u, fuses.SecureVersion);
            Assert.AreEqual(EspError.Ok, ota.Selection.MarkValid());
            Assert.AreEqual(6u, fuses.SecureVersion, "Confirming burns the running image's version.");
        }

        [TestMethod]
        public void L18_A_table_with_a_factory_app_and_one_slot_is_refused_before_anything_is_written()
        {
            SmallFlash layout = new(true, 1);
            NorFlash flash = layout.Create();
            SmallFlash.PutImage(flash, layout.Table.Factory!, "1");
            List<OtaResult> results = [];
            Run(flash, natives =>
            {
                EspOtaSlot slot = new(new EspOta(natives));
                results = [slot.Begin(1000, 0), slot.Activate()];
            });
            CollectionAssert.AreEqual(new List<OtaResult> { OtaResult.SlotUnavailable, OtaResult.SlotUnavailable }, results);
            Assert.AreEqual(0, flash.GetMaxEraseCount(layout.Table.Ota(0)!.Offset, layout.Table.Ota(0)!.Size), "The only slot was erased.");
        }

        [TestMethod]
        [DataRow(OtaImageState.Undefined, false)]
        [DataRow(OtaImageState.Valid, false)]
        [DataRow(OtaImageState.New, false)]
        [DataRow(OtaImageState.Undefined, true)]
        [DataRow(OtaImageState.Valid, true)]
        [DataRow(OtaImageState.New, true)]
        public void M2_A_choice_that_was_made_before_is_verified_and_only_NEW_stands(OtaImageState before, bool isHalfWritten)
        {
            Partition second = _layout.Table.Ota(1)!;
            OtaResult result = OtaResult.Ok;
            NorFlash flash = _layout.Create();
            SmallFlash.PutImage(flash, _layout.Table.Ota(0)!, "1");
            _layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.Undefined));
            byte[] image = new EspImageBuilder { Version = "2", AppendDigest = false }.AddSegment(new byte[5000]).Build();
            Run(flash, natives =>
            {
                flash.Program(second.Offset, image.AsSpan(0, isHalfWritten ? NorFlash.SectorSize : image.Length));
                _layout.PutEntry(flash, 1, OtaEntry.Create(2, before));
                result = new EspOta(natives).SetBoot();
            });
            Assert.AreEqual(isHalfWritten ? OtaResult.SlotImageInvalid : OtaResult.Ok, result);
            OtaImageState chosen = _layout.GetEntry(flash, 1).State;
            Assert.AreEqual(isHalfWritten ? before : OtaImageState.New, chosen);
        }

        private static void Run(NorFlash flash, Action<IBoard> app)
        {
            Dictionary<string, Action<BootedApp, IBoard>> apps = new() { ["1"] = (_, natives) => app(natives) };
            Board board = new(flash, new BoardOptions { Watchdog = null, AppHost = new DelegateAppHost(apps) });
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End, board.History[^1].Detail);
        }

        private List<OtaResult> RunApp(string faults, Func<EspOta, List<OtaResult>> app)
        {
            List<OtaResult> results = [];
            NorFlash flash = _layout.Create();
            SmallFlash.PutImage(flash, _layout.Table.Ota(0)!, "1");
            _layout.PutEntry(flash, 0, OtaEntry.Create(1, OtaImageState.Undefined));
            flash.Faults = FaultPlan.Parse(faults);
            Run(flash, natives => results = app(new EspOta(natives)));
            return results;
        }
    }
}
