namespace NanoOta
{
    /// <summary>Keeps what proves a staged image beside it, so that the boot side can prove it again without a network.</summary>
    public interface IReleaseKeeper
    {
        /// <summary>
        /// Called before a byte of the firmware's slot is changed: from here on the inactive app, which may be bound to the firmware in it, must not
        /// be started any more. A slot code.
        /// </summary>
        OtaResult Prepare();

        /// <summary>
        /// Called when all images of the release are in their slots and proven, before they can be activated. On <see cref="OtaResult.Ok"/> both
        /// arrays are on flash, and the platform has looked at the image and would start it. Else a slot code, or why it would not link (311 to 314),
        /// about the assembly that it would not link for.
        /// </summary>
        /// <param name="envelope">The signed manifest as it was received. Not kept or changed.</param>
        /// <param name="table">The app's chunk table. Not kept or changed.</param>
        /// <param name="sequence">The release's sequence.</param>
        /// <param name="scope">Whether the app goes with a firmware.</param>
        OtaOutcome Keep(byte[] envelope, byte[] table, long sequence, ReleaseScope scope);
    }
}
