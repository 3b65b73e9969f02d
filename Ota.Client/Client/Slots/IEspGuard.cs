namespace NanoOta
{
    /// <summary>
    /// The guard of a board with OTA slots. The guard runs before the CLR and counts starts. A start begins with the boot program, with the
    /// application, or with the way back to the other slot. The device's implementation is native code; the virtual ESP32 has the other.
    /// </summary>
    /// <remarks>Not thread-safe. docs/PORTING.md says when the guard does what.</remarks>
    public interface IEspGuard
    {
        /// <summary>Tells the guard what happens.</summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>.
        /// - <see cref="OtaResult.SlotArgument"/> for a value out of range, or an event that the running part has no use for.
        /// - <see cref="OtaResult.SlotOnTrial"/> after 16 declared restarts of a trial, since another one would end the trial.
        /// - <see cref="OtaResult.StateWriteFailed"/>, or <see cref="OtaResult.ActivateFailed"/> for the entry of otadata.
        /// </returns>
        OtaResult Tell(GuardEvent what, int value);

        /// <summary>
        /// Copies the guard's status into the first 16 bytes:
        /// <list type="bullet">
        /// <item>0: what the CLR runs (0 nothing, 1 the application segment, 2 its boot part, 3 a deployment).</item>
        /// <item>1: why the chip started (<see cref="StartReason"/>).</item>
        /// <item>2: the plan of this start (0 application, 1 ask, 2 ask for long: there is no way back).</item>
        /// <item>3: the word (0 none, 1 trial, 2 confirming, 3 the guard left a slot).</item>
        /// <item>4: the subtype of the word's slot.</item>
        /// <item>5: starts without life.</item>
        /// <item>6: the ask (0 none, 1 no sign yet, 2 open, 3 answered, 4 the application ran after the answer).</item>
        /// <item>7: asks that an end followed.</item>
        /// <item>8: declared restarts of this trial.</item>
        /// <item>9: flags (1 the next start is declared, 2 asks, 4 no way back, 56 the errors of the record).</item>
        /// <item>10: why the start came that was counted last.</item>
        /// <item>11: the notes (0 the partition has no room for them, 1 readable, 2 flash failed).</item>
        /// <item>12: 1 if the other slot was confirmed and the guard may go back to that slot.</item>
        /// <item>13: phase of the native timer (0 off, 1 trial, 2 until life, 3 alive, 4 boot program).</item>
        /// </list>
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotArgument"/> for fewer than 16 bytes.</returns>
        OtaResult GetStatus(byte[] status);
    }
}
