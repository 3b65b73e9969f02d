namespace NanoOta
{
    /// <summary>The boot side of the update slots: what runs next, and whether it stays.</summary>
    /// <remarks>
    /// Contract: each of <see cref="Activate"/>, <see cref="Confirm"/> and <see cref="RollBack"/> is atomic in this sense: after a
    /// power cut inside it the device boots a complete image, the one from before or the one from after. Not thread-safe.
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

        /// <summary>
        /// Before a declared restart or sleep on trial: the next start belongs to the trial, too. Nothing happens where the boot side counts
        /// none. <see cref="OtaResult.SlotUnavailable"/> where the platform gives a trial one start only; <see cref="OtaResult.ActivateFailed"/>.
        /// </summary>
        OtaResult AllowAnotherStart();

        /// <summary>The running image stays. Harmless when it is confirmed already. <see cref="OtaResult.ConfirmFailed"/>.</summary>
        OtaResult Confirm();

        /// <summary>
        /// Marks the running image as bad and restarts into the other one; comes back only with an error:
        /// <see cref="OtaResult.RollBackImpossible"/> (nothing was changed) or <see cref="OtaResult.ActivateFailed"/>.
        /// </summary>
        OtaResult RollBack();
    }
}
