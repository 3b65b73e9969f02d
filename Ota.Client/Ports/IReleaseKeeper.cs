namespace NanoOta
{
    /// <summary>Keeps what proves a staged image beside it, so that the boot side can prove it again without a network.</summary>
    public interface IReleaseKeeper
    {
        /// <summary>
        /// Called when the whole image is in the slot and proven, before it can be activated. On <see cref="OtaResult.Ok"/> both are on
        /// flash, and the platform has looked at the image and would start it. Neither array is kept or changed.
        /// </summary>
        /// <param name="envelope">The signed manifest as it was received.</param>
        /// <param name="table">The chunk table.</param>
        /// <param name="sequence">The release's sequence.</param>
        OtaResult Keep(byte[] envelope, byte[] table, long sequence);

        /// <summary>Name of the assembly that <see cref="Keep"/> refused the image for; null if it was for none.</summary>
        string RefusedAssembly { get; }
    }
}
