using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class EspOtaRuntimeTests
    {
        private readonly SmallFlash _layout = new(false, 2);
        private readonly NorFlash _flash;

        public EspOtaRuntimeTests()
        {
            _flash = _layout.Create();
            SmallFlash.PutImage(_flash, Slot0, "1.0");
            _layout.PutEntry(_flash, 0, OtaEntry.Create(1, OtaImageState.Valid));
        }

        private Partition Slot0 => _layout.Table.Ota(0)!;

        private Partition Slot1 => _layout.Table.Ota(1)!;

        [TestMethod]
        public void A_sequential_update_erases_each_sector_once_and_is_committed_as_NEW()
        {
            EspOtaRuntime ota = Start(Slot0);
            byte[] image = SmallFlash.Image("2.0", 0, 20000);

            Assert.AreEqual(EspError.Ok, ota.Begin(ota.GetNextUpdate(), EspOtaRuntime.WithSequentialWrites, out uint handle));
            foreach (byte[] part in image.Chunk(1000))
            {
                Assert.AreEqual(EspError.Ok, ota.Write(handle, part));
            }

            Assert.AreEqual(EspError.Ok, ota.End(handle));
            Assert.AreEqual(EspError.NotFound, ota.End(handle), "The handle is gone.");
            Assert.AreEqual(Slot0, ota.Selection.GetBoot());
            Assert.AreEqual(EspError.Ok, ota.Selection.SetBoot(Slot1));
            Assert.AreEqual(Slot1, ota.Selection.GetBoot());
            Assert.AreEqual(OtaEntry.Create(2, OtaImageState.New), _layout.GetEntry(_flash, 1));
            Assert.AreEqual(OtaEntry.Create(1, OtaImageState.Valid), _layout.GetEntry(_flash, 0));
            CollectionAssert.AreEqual(image, _flash.Peek(Slot1.Offset, image.Length));
            Assert.AreEqual(1, _flash.GetMaxEraseCount(Slot1.Offset, Slot1.Size));
            Assert.AreEqual(0, _flash.GetEraseCount((Slot1.Offset / NorFlash.SectorSize) + 5), "The image has five sectors.");
        }

        [TestMethod]
        public void Resuming_leaves_what_lies_before_the_offset()
        {
            EspOtaRuntime ota = Start(Slot0);
            byte[] image = SmallFlash.Image("2.0", 0, 20000);
            _flash.Program(Slot1.Offset, image.AsSpan(0, 9000));

            Assert.AreEqual(EspError.Ok, ota.Resume(Slot1, EspOtaRuntime.WithSequentialWrites, 8192, out uint handle));
            Assert.AreEqual(EspError.Ok, ota.Write(handle, image.AsSpan(8192)));

            Assert.AreEqual(EspError.Ok, ota.End(handle));
            Assert.AreEqual(0, _flash.GetEraseCount((Slot1.Offset + 4096) / NorFlash.SectorSize));
            Assert.AreEqual(1, _flash.GetEraseCount((Slot1.Offset + 8192) / NorFlash.SectorSize));
        }

        [TestMethod]
        public void Begin_refuses_what_ESP_IDF_refuses()
        {
            EspOtaRuntime ota = Start(Slot0);
            Assert.AreEqual(EspError.OtaPartitionConflict, ota.Begin(Slot0, EspOtaRuntime.WithSequentialWrites, out _));
            Assert.AreEqual(EspError.InvalidArgument, ota.Begin(null, 0, out _));
            Assert.AreEqual(EspError.InvalidArgument, ota.Begin(_layout.Table.OtaData, 0, out _));
            Assert.AreEqual(EspError.NotFound, ota.Begin(Slot1 with { Size = 4096 }, 0, out _));
            Assert.AreEqual(EspError.InvalidSize, ota.Begin(Slot1, 0x10001, out _));
            Assert.AreEqual(EspError.OtaPartitionConflict, ota.Resume(Slot0, EspOtaRuntime.WithSequentialWrites, 0, out _));
            Assert.AreEqual(EspError.InvalidArgument, ota.Resume(Slot1, EspOtaRuntime.WithSequentialWrites, 0x10001, out _));
        }

        [TestMethod]
        [DataRow(0u, 16)]
        [DataRow(EspOtaRuntime.SizeUnknown, 16)]
        [DataRow(1u, 1)]
        [DataRow(4097u, 2)]
        [DataRow(EspOtaRuntime.WithSequentialWrites, 0)]
        public void Begin_erases_as_much_as_the_size_says(uint size, int sectors)
        {
            EspOtaRuntime ota = Start(Slot0);
            Assert.AreEqual(EspError.Ok, ota.Begin(Slot1, size, out _));
            Assert.AreEqual(sectors, _flash.Cost.Erases);
        }

        [TestMethod]
        public void Nothing_begins_while_the_running_image_is_on_trial()
        {
            _layout.PutEntry(_flash, 0, OtaEntry.Create(1, OtaImageState.PendingVerify));
            Assert.AreEqual(EspError.OtaRollbackInvalidState, Start(Slot0).Begin(Slot1, 0, out _));
            Assert.AreEqual(EspError.Ok, Start(Slot0, false).Begin(Slot1, 0, out _), "Without rollback it does.");
        }

        [TestMethod]
        public void Begin_with_rollback_erases_the_entry_of_the_slot_that_is_about_to_change()
        {
            _layout.PutEntry(_flash, 1, OtaEntry.Create(0xFFFFFF00, OtaImageState.Aborted));
            Assert.AreEqual(EspError.Ok, Start(Slot0).Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out _));
            Assert.AreEqual(OtaEntry.Blank, _layout.GetEntry(_flash, 1));
            Assert.AreEqual(OtaEntry.Create(1, OtaImageState.Valid), _layout.GetEntry(_flash, 0));
        }

        [TestMethod]
        public void Begin_leaves_an_inactive_entry_of_the_running_slot_and_without_rollback_every_entry()
        {
            OtaEntry same = OtaEntry.Create(0xFFFFFF01, OtaImageState.Aborted);
            _layout.PutEntry(_flash, 1, same);
            Start(Slot0).Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out _);
            Assert.AreEqual(same, _layout.GetEntry(_flash, 1));

            OtaEntry other = OtaEntry.Create(0xFFFFFF00, OtaImageState.Aborted);
            _layout.PutEntry(_flash, 1, other);
            Start(Slot0, false).Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out _);
            Assert.AreEqual(other, _layout.GetEntry(_flash, 1));
        }

        [TestMethod]
        public void Writing_refuses_a_wrong_first_byte_a_lost_handle_and_more_than_fits()
        {
            EspOtaRuntime ota = Start(Slot0);
            ota.Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out uint handle);
            Assert.AreEqual(EspError.OtaValidateFailed, ota.Write(handle, [0xE8]));
            Assert.AreEqual(EspError.InvalidArgument, ota.Write(handle + 1, [0xE9]));
            Assert.AreEqual(EspError.InvalidSize, ota.Write(handle, new byte[0x10001]));
            Assert.AreEqual(EspError.Ok, ota.Write(handle, []));
            Assert.AreEqual(EspError.InvalidArgument, ota.End(handle), "Nothing was written.");
            Assert.AreEqual(EspError.NotFound, ota.Abort(handle));
        }

        [TestMethod]
        public void Writing_at_an_offset_needs_an_erased_partition()
        {
            EspOtaRuntime ota = Start(Slot0);
            byte[] image = SmallFlash.Image("2.0");
            ota.Begin(Slot1, EspOtaRuntime.SizeUnknown, out uint handle);
            Assert.AreEqual(EspError.Ok, ota.WriteWithOffset(handle, image.AsSpan(100), 100));
            Assert.AreEqual(EspError.Ok, ota.WriteWithOffset(handle, image.AsSpan(0, 100), 0));
            Assert.AreEqual(EspError.Ok, ota.End(handle));
            ota.Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out handle);
            Assert.AreEqual(EspError.InvalidArgument, ota.WriteWithOffset(handle, image, 0));
        }

        [TestMethod]
        public void A_damaged_image_does_not_end_and_is_not_made_bootable()
        {
            EspOtaRuntime ota = Start(Slot0);
            byte[] image = SmallFlash.Image("2.0");
            image[300] ^= 1;
            ota.Begin(Slot1, EspOtaRuntime.WithSequentialWrites, out uint handle);
            ota.Write(handle, image);
            Assert.AreEqual(EspError.OtaValidateFailed, ota.End(handle));
            Assert.AreEqual(EspError.OtaValidateFailed, ota.Selection.SetBoot(Slot1));
            Assert.AreEqual(Slot0, ota.Selection.GetBoot());
        }

        [TestMethod]
        [DataRow(true, OtaImageState.New)]
        [DataRow(false, OtaImageState.Undefined)]
        public void Without_an_active_entry_set_boot_writes_entry_0(bool rollback, OtaImageState state)
        {
            _layout.PutEntry(_flash, 0, OtaEntry.Blank);
            SmallFlash.PutImage(_flash, Slot1, "2.0");
            Assert.AreEqual(EspError.Ok, Start(Slot0, rollback).Selection.SetBoot(Slot1));
            Assert.AreEqual(OtaEntry.Create(2, state), _layout.GetEntry(_flash, 0));
        }

        [TestMethod]
        public void Set_boot_reaches_every_one_of_16_slots_and_the_bootloader_agrees()
        {
            SmallFlash layout = new(false, 16);
            NorFlash flash = layout.Create();
            for (int slot = 0; slot < 16; slot++)
            {
                SmallFlash.PutImage(flash, layout.Table.Ota(slot)!, $"{slot}");
            }

            BootloaderOptions options = new() { Rollback = false };
            Partition running = layout.Table.Ota(0)!;
            for (int step = 0; step < 64; step++)
            {
                Partition target = layout.Table.Ota(step * 7 % 16)!;
                EspOtaRuntime ota = new(flash, layout.Table, running, options, new EFuse());
                Assert.AreEqual(EspError.Ok, ota.Selection.SetBoot(target));
                running = new Bootloader(flash, options, new EFuse()).Boot().Partition!;
                Assert.AreEqual(target, running, $"Step {step}.");
            }
        }

        [TestMethod]
        public void Going_back_to_the_factory_app_erases_otadata()
        {
            SmallFlash layout = new(true, 2);
            NorFlash flash = layout.Create();
            SmallFlash.PutImage(flash, layout.Table.Factory!, "0.1");
            layout.PutEntry(flash, 1, OtaEntry.Create(4, OtaImageState.Valid));
            EspOtaRuntime ota = new(flash, layout.Table, layout.Table.Ota(1)!, new BootloaderOptions(), new EFuse());
            Assert.AreEqual(EspError.Ok, ota.Selection.SetBoot(layout.Table.Factory));
            Assert.AreEqual(OtaEntry.Blank, layout.GetEntry(flash, 1));
            Assert.AreEqual(layout.Table.Factory, ota.Selection.GetBoot());
        }

        [TestMethod]
        public void Confirming_writes_once()
        {
            _layout.PutEntry(_flash, 0, OtaEntry.Create(1, OtaImageState.PendingVerify));
            EspOtaRuntime ota = Start(Slot0);
            Assert.AreEqual(EspError.Ok, ota.Selection.MarkValid());
            Assert.AreEqual(OtaEntry.Create(1, OtaImageState.Valid), _layout.GetEntry(_flash, 0));
            int operations = _flash.Operations;
            Assert.AreEqual(EspError.Ok, ota.Selection.MarkValid());
            Assert.AreEqual(operations, _flash.Operations);
        }

        [TestMethod]
        public void Rejecting_needs_a_valid_entry_with_an_image_that_verifies()
        {
            EspOtaRuntime ota = Start(Slot0);
            Assert.AreEqual(EspError.OtaRollbackFailed, ota.Selection.MarkInvalid(), "No other entry.");
            _layout.PutEntry(_flash, 1, OtaEntry.Create(0, OtaImageState.Valid));
            Assert.AreEqual(EspError.OtaRollbackFailed, ota.Selection.MarkInvalid(), "An entry of a slot without an image.");
            Assert.AreEqual(OtaEntry.Create(1, OtaImageState.Valid), _layout.GetEntry(_flash, 0));

            SmallFlash.PutImage(_flash, Slot1, "0.9");
            Assert.AreEqual(EspError.Ok, ota.Selection.MarkInvalid());
            Assert.AreEqual(OtaEntry.Create(1, OtaImageState.Invalid), _layout.GetEntry(_flash, 0));
            Assert.AreEqual(Slot0, ota.Selection.GetLastInvalid());
        }

        [TestMethod]
        public void States_descriptions_and_digests_are_the_slots_own()
        {
            EspOtaRuntime ota = Start(Slot0);
            Assert.AreEqual(EspError.Ok, ota.Selection.GetState(Slot0, out OtaImageState state));
            Assert.AreEqual(OtaImageState.Valid, state);
            Assert.AreEqual(EspError.NotFound, ota.Selection.GetState(Slot1, out _));
            Assert.AreEqual(EspError.NotSupported, ota.Selection.GetState(_layout.Table.OtaData, out _));

            byte[] description = new byte[EspAppDescription.Size];
            Assert.AreEqual(EspError.Ok, ota.ReadDescription(Slot0, description));
            Assert.AreEqual("1.0", EspAppDescription.Parse(description)?.Version);
            Assert.AreEqual(EspError.NotFound, ota.ReadDescription(Slot1, description));

            byte[] digest = new byte[32];
            Assert.AreEqual(EspError.Ok, ota.Partitions.GetSha256(Slot0, digest));
            CollectionAssert.AreEqual(SmallFlash.Image("1.0")[^32..], digest);
            Assert.AreEqual(EspError.Fail, ota.Partitions.GetSha256(Slot1, digest));
        }

        [TestMethod]
        public void The_last_boot_app_is_erased_with_its_entry()
        {
            SmallFlash.PutImage(_flash, Slot1, "0.9");
            _layout.PutEntry(_flash, 1, OtaEntry.Create(0, OtaImageState.Valid));
            Assert.AreEqual(EspError.Ok, Start(Slot0).Selection.EraseLastBootApp());
            Assert.AreEqual(-1, _flash.Peek(Slot1.Offset, Slot1.Size).AsSpan().IndexOfAnyExcept((byte)0xFF));
            Assert.AreEqual(OtaEntry.Blank, _layout.GetEntry(_flash, 1));
            Assert.AreEqual(EspError.Fail, Start(Slot0).Selection.EraseLastBootApp());
        }

        private EspOtaRuntime Start(Partition running, bool rollback = true)
        {
            return new EspOtaRuntime(_flash, _layout.Table, running, new BootloaderOptions { Rollback = rollback }, new EFuse());
        }
    }
}
