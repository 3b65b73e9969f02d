namespace NanoOta
{
    /// <summary>Counts starts on stock firmware until the application lives, and decides what a start does. No I/O. Not thread-safe.</summary>
    /// <remarks>
    /// A release can pass its trial and die at every start after the trial. Then nobody asks for the cure. So starts are counted, and every second
    /// start asks. Only answers count towards going back, so a blocked server forces no old release. The native guard of OTA slots has the same rules.
    /// </remarks>
    internal sealed class StartCount
    {
        /// <summary>Bytes of the encoded count.</summary>
        public const int Length = 12;

        /// <summary>Answered asks, each followed by an end before life, that start the other slot.</summary>
        public const int AsksToGoBack = 5;

        /// <summary>Declared restarts and sleeps of one trial.</summary>
        public const int MaxDeclared = 16;

        private const int ReadErrorsToLose = 3;
        private const int MaxCount = 255;
        private const byte Version = 3;

        /// <summary>Starts without life so far, this one included; 0 after life.</summary>
        public int Starts;

        /// <summary>Answered asks that an end before life followed.</summary>
        public int Asks;

        /// <summary>The server answered an ask in the run that has just ended, or in this one.</summary>
        public bool IsAnswered;

        /// <summary>A restart was announced.</summary>
        public bool IsDeclared;

        /// <summary>A sleep was announced. Where the chip reports wake-ups, the word holds for all of them, so waking writes nothing.</summary>
        public bool IsAsleep;

        /// <summary>The next start asks, whatever the count says.</summary>
        public bool WantsAsk;

        /// <summary>The other slot must not be gone back to.</summary>
        public bool IsNoWayBack;

        /// <summary>The slot that was left because its release did not live; 0 for none. Life takes the word.</summary>
        public int Left;

        /// <summary>How managed code saw the last run end: a crash or a hang. <see cref="StartReason.Unknown"/> if nobody saw an end.</summary>
        public StartReason End;

        /// <summary>How the last run of the slot that was left ended, likewise.</summary>
        public StartReason LeftBy;

        /// <summary>Declared restarts and sleeps of the trial that runs.</summary>
        public int Declared;

        private int _readErrors;
        private OtaResult _readError;

        /// <summary>Counts a start and decides. Only a start that is not orderly changes the counts.</summary>
        /// <param name="reason">Why the chip started; <see cref="IsDeclared"/> makes an unknown reason a declared one.</param>
        /// <param name="isOnTrial">Whether a trial runs: then the rules of a trial hold, and nothing is counted.</param>
        public StartPlan Begin(StartReason reason, bool isOnTrial)
        {
            bool wakesUp = IsAsleep && (reason == StartReason.WakeUp || reason == StartReason.Unknown);
            IsAsleep = wakesUp && reason == StartReason.WakeUp;
            if (wakesUp)
            {
                return StartPlan.Application;
            }

            bool isDeclared = IsDeclared && (reason == StartReason.Unknown || reason == StartReason.Software || reason == StartReason.Declared);
            bool wantsAsk = WantsAsk;
            IsDeclared = false;
            if (isOnTrial)
            {
                return StartPlan.Application;
            }

            Declared = 0;
            WantsAsk = false;
            bool isPower = reason == StartReason.PowerOn;
            bool isEnd = IsAnswered && !isPower && !isDeclared && reason != StartReason.Brownout;
            Asks += isEnd && Asks < MaxCount ? 1 : 0;
            IsAnswered = false;
            if (!isPower)
            {
                // At its limit the number goes down instead of up, so that odd and even take turns.
                Starts += Starts < MaxCount ? 1 : -1;
            }

            return wantsAsk || (isPower && Starts > 0) ? StartPlan.Ask
                : isPower ? StartPlan.Application
                : Asks >= AsksToGoBack ? StartPlan.GoBack
                : (Starts & 1) == 0 ? StartPlan.Ask
                : StartPlan.Application;
        }

        /// <summary>Begins the count anew: the application lives, or another image starts.</summary>
        public void Clear()
        {
            Starts = 0;
            Asks = 0;
            IsAnswered = false;
        }

        /// <summary>Notes how the state record was read. True when the record counts as lost.</summary>
        public bool NoteRead(OtaResult result)
        {
            _readErrors = result == OtaResult.Ok ? 0 : result != _readError ? 1 : _readErrors < ReadErrorsToLose ? _readErrors + 1 : _readErrors;
            _readError = result;
            return _readErrors >= ReadErrorsToLose;
        }

        /// <summary>Writes <see cref="Length"/> bytes.</summary>
        public void Encode(byte[] target)
        {
            target[0] = Version;
            target[1] = (byte)Starts;
            target[2] = (byte)Asks;
            target[3] = (byte)((IsAnswered ? 1 : 0) | (IsDeclared ? 2 : 0) | (WantsAsk ? 4 : 0) | (IsNoWayBack ? 8 : 0) | (IsAsleep ? 16 : 0));
            target[4] = (byte)_readErrors;
            target[5] = (byte)Left;
            LittleEndian.WriteInt16(target, 6, (int)_readError);
            target[8] = (byte)Declared;
            target[9] = (byte)End;
            target[10] = (byte)LeftBy;
        }

        /// <summary>Reads the bytes of <see cref="Encode"/>. Anything else is a count that begins anew.</summary>
        public void Decode(byte[] source, int count)
        {
            if (count != Length || source[0] != Version)
            {
                return;
            }

            Starts = source[1];
            Asks = source[2];
            int flags = source[3];
            IsAnswered = (flags & 1) != 0;
            IsDeclared = (flags & 2) != 0;
            WantsAsk = (flags & 4) != 0;
            IsNoWayBack = (flags & 8) != 0;
            IsAsleep = (flags & 16) != 0;
            _readErrors = source[4];
            Left = source[5];
            _readError = (OtaResult)LittleEndian.ReadUInt16(source, 6);
            Declared = source[8];
            End = (StartReason)source[9];
            LeftBy = (StartReason)source[10];
        }
    }
}
