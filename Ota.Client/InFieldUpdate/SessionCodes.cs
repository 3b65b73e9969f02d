namespace NanoOta
{
    /// <summary>The platform's UpdateSessionResult and UpdateStatus, and what they are to nanoOta. Thread-safe.</summary>
    /// <remarks>Source: nanoFramework.Runtime.InFieldUpdate, UpdateSessionResult.cs and UpdateStatus.cs.</remarks>
    public static class SessionCodes
    {
        public const int Success = 0;
        public const int Busy = 1;
        public const int BadToken = 2;
        public const int BadOffset = 3;
        public const int TooLarge = 4;
        public const int FlashError = 5;
        public const int BadMagic = 6;
        public const int SwapInFlight = 7;
        public const int NoImage = 8;
        public const int HeaderMismatch = 9;
        public const int Incomplete = 10;
        public const int BadTlv = 11;
        public const int HashMismatch = 12;
        public const int BadArgument = 13;
        public const int NoSlot = 14;

        public const int StatusConfirmed = 0;
        public const int StatusTesting = 1;
        public const int StatusTestPending = 2;
        public const int StatusPermanentPending = 3;
        public const int StatusRollbackPending = 4;
        public const int StatusUnknown = 255;

        /// <summary>
        /// The result for a code; <paramref name="flashError"/> is what a failure of the flash comes to in the call at hand. A code that is
        /// newer than this library counts as one.
        /// </summary>
        public static OtaResult ToResult(int code, OtaResult flashError)
        {
            switch (code)
            {
                case Success:
                    return OtaResult.Ok;
                case Busy:
                    return OtaResult.SlotBusy;
                case BadToken:
                case BadOffset:
                    // The session is not ours any more: the position is lost, to be begun again.
                    return OtaResult.SlotWriteFailed;
                case TooLarge:
                    return OtaResult.ImageTooLarge;
                case BadMagic:
                case BadTlv:
                    return OtaResult.SlotImageInvalid;
                case SwapInFlight:
                    return OtaResult.SlotSwapPending;
                case NoImage:
                case HeaderMismatch:
                    return OtaResult.SlotReadFailed;
                case Incomplete:
                    return OtaResult.SlotImageTruncated;
                case HashMismatch:
                    return OtaResult.SlotImageDigest;
                case BadArgument:
                    return OtaResult.SlotArgument;
                case NoSlot:
                    return OtaResult.SlotUnavailable;
                default:
                    return flashError;
            }
        }
    }
}
