using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <content>The board with In-Field Update: MCUboot in the place of ESP-IDF's bootloader, and images in primary slots.</content>
    public sealed partial class Board
    {
        private const int NanoClrImage = 0;

        /// <summary>What a factory does to a board with In-Field Update: both primary slots.</summary>
        /// <exception cref="ArgumentException">An image is larger than its slot takes.</exception>
        public static void Provision(NorFlash flash, McuBootLayout layout, ReadOnlySpan<byte> nanoClr, ReadOnlySpan<byte> deployment)
        {
            if (nanoClr.Length > layout.NanoClr.Capacity || deployment.Length > layout.Deployment.Capacity)
            {
                throw new ArgumentException("An image is larger than its slot.", nameof(layout));
            }

            flash.Program(layout.NanoClr.Primary.Offset, nanoClr);
            flash.Program(layout.Deployment.Primary.Offset, deployment);
        }

        private BootReport PowerOnMcuBoot(McuBootOptions options, FlashCost before)
        {
            UpdateSessionRuntime updates = new(Flash, options.Layout);
            McuBootChoice found;
            try
            {
                found = new McuBootloader(Flash, options).Boot();
                if (found.NanoClr != null)
                {
                    // nanoCLR confirms itself before anything runs.
                    updates.Confirm(NanoClrImage);
                }
            }
            catch (PowerCutException cut)
            {
                return Add(null, null, RunEnd.PowerCut, cut.Message, before);
            }

            PartitionTable table = PartitionTable.Create(Flash.Size, options.Layout.StateRecord);
            if (found.NanoClr == null || found.Deployment == null)
            {
                return Add(new BootChoice(table, 0, null, null), null, RunEnd.NothingBootable, "", before);
            }

            // The app lies behind MCUboot's header: an image with an application attached, as on every virtual board.
            Partition slot = options.Layout.Deployment.Primary;
            Partition app = slot with { Offset = slot.Offset + found.Deployment.HeaderSize, Size = found.Deployment.PayloadSize };
            EspImageFault fault = SlotImage.Verify(Flash, app, _options.Bootloader.Target(EspImageUse.Load), out EspImageInfo? image);
            return fault == EspImageFault.None
                ? RunApp(new BootChoice(table, 0, app, image), app, updates, before)
                : Add(new BootChoice(table, 0, app, null), null, RunEnd.Crash, $"The deployment holds no app: {fault}.", before);
        }
    }
}
