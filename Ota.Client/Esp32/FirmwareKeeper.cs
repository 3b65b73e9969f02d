namespace NanoOta
{
    /// <summary>
    /// For boards whose application lies inside the firmware's image. The keeper looks at a staged image before anything can start the image. An
    /// image that would start no managed code is refused. Nothing is kept, since ESP-IDF's bootloader proves images its own way. Not thread-safe.
    /// </summary>
    public sealed class FirmwareKeeper : IReleaseKeeper
    {
        private readonly IUpdateSlot _slot;

        /// <summary>For the slot that the client fills.</summary>
        public FirmwareKeeper(IUpdateSlot slot)
        {
            _slot = slot;
        }

        /// <inheritdoc/>
        /// <remarks>
        /// <see cref="OtaResult.NativeMismatch"/> about the first assembly that the image's own firmware cannot run;
        /// <see cref="OtaResult.SlotImageInvalid"/>, <see cref="OtaResult.SlotReadFailed"/>. Reads the image twice in windows of 1 KiB.
        /// </remarks>
        public OtaOutcome Keep(byte[] envelope, int imageLength, long revision)
        {
            return new StagedNatives(_slot).Judge();
        }
    }
}
