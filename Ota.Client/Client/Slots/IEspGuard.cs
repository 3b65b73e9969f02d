namespace NanoOta
{
    /// <summary>
    /// The guard of a board with OTA slots: it runs before the CLR, counts starts, decides whether the boot program asks first, and goes back
    /// to the other slot. The device's implementation is native code; the virtual ESP32 has the other.
    /// </summary>
    /// <remarks>Not thread-safe. docs/DESIGN.md says when the guard does what.</remarks>
    public interface IEspGuard
    {
        /// <summary>
        /// Tells the guard. <see cref="OtaResult.SlotArgument"/>: a value out of range, or an event that the running part has no use for.
        /// <see cref="OtaResult.SlotOnTrial"/>: the trial had its 16 declared restarts, and another one would end it.
        /// <see cref="OtaResult.StateWriteFailed"/>, <see cref="OtaResult.ActivateFailed"/> (the entry of otadata).
        /// </summary>
        OtaResult Tell(GuardEvent what, int value);

        /// <summary>
        /// Copies the guard's status into the first 16 bytes. <see cref="OtaResult.SlotArgument"/>: fewer bytes.
        /// 0: what the CLR runs (0 nothing, 1 the whole application segment, 2 its boot part, 3 a deployment from Visual Studio);
        /// 1: why the chip started (<see cref="StartReason"/>); 2: the plan of this start (0 application, 1 ask, 2 ask for long: there is no
        /// way back); 3: the word (0 none, 1 trial, 2 confirming, 3 the guard left a slot) and 4: the subtype of its slot; 5: starts without
        /// life; 6: the ask (0 none, 1 no sign yet, 2 open, 3 answered, 4 the application ran after it); 7: asks that an end followed;
        /// 8: declared restarts of this trial; 9: flags (1 the next start is declared, 2 it asks, 4 no way back); 10: why the start came
        /// that was counted last; 11: the notes (0 the partition has no room for them, 1 readable, 2 flash failed); 12: 1 if the other slot
        /// was confirmed and may be gone back to; 13: phase of the native timer (0 off, 1 trial, 2 until life, 3 alive, 4 boot program).
        /// </summary>
        OtaResult GetStatus(byte[] status);
    }
}
