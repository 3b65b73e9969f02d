namespace NanoOta
{
    /// <summary>The boot side of the update slots: which image runs next, and whether the image stays.</summary>
    /// <remarks>
    /// Contract: <see cref="Activate"/>, <see cref="Confirm"/> and <see cref="RollBack"/> are atomic. After a power cut inside them the device boots
    /// a complete image, the old one or the new one. Not thread-safe.
    /// </remarks>
    public interface IBootControl
    {
        /// <summary>A number that names the running slot, the same after every restart; never 0.</summary>
        int RunningSlot { get; }

        /// <summary>A number that names the slot that <see cref="Activate"/> would start; 0 if there is none.</summary>
        int StagedSlot { get; }

        /// <summary>The state of a slot named by <see cref="RunningSlot"/> or <see cref="StagedSlot"/>.</summary>
        SlotTrial GetTrial(int slot);

        /// <summary>
        /// The commit: the next restart boots the staged slot, on trial. Does not restart.
        /// <see cref="OtaResult.SlotImageInvalid"/>, <see cref="OtaResult.ActivateFailed"/>.
        /// </summary>
        OtaResult Activate();

        /// <summary>Makes the running image stay. A second confirmation is harmless.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.ConfirmFailed"/>.</returns>
        OtaResult Confirm();

        /// <summary>Marks the running image as bad and restarts into the other one. So the method returns only after an error.</summary>
        /// <returns><see cref="OtaResult.RollBackImpossible"/> (nothing was changed) or <see cref="OtaResult.ActivateFailed"/>.</returns>
        OtaResult RollBack();
    }
}
