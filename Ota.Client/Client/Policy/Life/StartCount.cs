namespace NanoOta
{
    /// <summary>Counts starts until the application is said to live, and decides what a start does. No I/O. Not thread-safe.</summary>
    /// <remarks>
    /// A release can pass its trial and die at every later start. Then nobody asks for its cure. So every start that is no orderly wake-up is
    /// counted, and while the count stands every second start asks. Only answers count towards going back. So an attacker who blocks the server
    /// forces no old release.
    /// </remarks>
    internal sealed class StartCount
    {
        /// <summary>Bytes of the encoded count.</summary>
        public const int Length = 8;

        /// <summary>Answered asks, each followed by an end before life, that start the other slot.</summary>
        public const int AsksToGoBack = 5;

        /// <summary>Reads that fail with the same error, one a start, before the state record counts as lost.</summary>
        public const int ReadErrorsToLose = 3;

        /// <summary>How often a trial goes on over a declared restart or sleep.</summary>
        public const int MaxDeclared = 16;

        private const int MaxCount = 255;

        /// <summary>Starts without life so far, this one included; 0 after life.</summary>
        public int Starts;

        /// <summary>Answered asks that an end before life followed.</summary>
        public int Asks;

        /// <summary>Whether an ask was answered in the run that has just ended, or in this one.</summary>
        public bool IsAnswered;

        /// <summary>Whether the next start was announced.</summary>
        public bool IsDeclared;

        /// <summary>Whether the next start is to ask, whatever the count says.</summary>
        public bool WantsAsk;

        /// <summary>Starts in a row in which the state record could not be read, with <see cref="ReadError"/>.</summary>
        public int ReadErrors;

        /// <summary>The error of the last read that failed.</summary>
        public OtaResult ReadError;

        /// <summary>
        /// Counts a start and decides. Changes nothing for an orderly wake-up or a declared restart, except that an announcement is used up.
        /// </summary>
        /// <param name="reason">Why the chip started; <see cref="IsDeclared"/> makes an unknown reason a declared one.</param>
        /// <param name="isOnTrial">Whether a trial runs or begins: then its own rules hold, and nothing is counted.</param>
        public StartPlan Begin(StartReason reason, bool isOnTrial)
        {
            bool declared = IsDeclared && reason != StartReason.PowerOn && reason != StartReason.Brownout
                && reason != StartReason.Crash && reason != StartReason.Watchdog;
            bool wantsAsk = WantsAsk;
            IsDeclared = false;
            WantsAsk = false;
            if (wantsAsk && !isOnTrial)
            {
                return StartPlan.Ask;
            }

            if (declared || reason == StartReason.Declared || reason == StartReason.WakeUp || isOnTrial)
            {
                return StartPlan.Application;
            }

            bool isPower = reason == StartReason.PowerOn || reason == StartReason.Brownout;
            if (IsAnswered && !isPower && Asks < MaxCount)
            {
                Asks++;
            }

            IsAnswered = false;
            if (isPower)
            {
                return Starts > 0 ? StartPlan.Ask : StartPlan.Application;
            }

            // The first start after life is no sign of anything.
            Starts += Starts < MaxCount ? 1 : -1;
            return Asks >= AsksToGoBack ? StartPlan.GoBack : (Starts & 1) == 0 ? StartPlan.Ask : StartPlan.Application;
        }

        /// <summary>The application lives, or another image is going to start: the count begins anew.</summary>
        public void Clear()
        {
            Starts = 0;
            Asks = 0;
            IsAnswered = false;
        }

        /// <summary>Notes how the state record was read. True when the record counts as lost.</summary>
        public bool NoteRead(OtaResult result)
        {
            ReadErrors = result == OtaResult.Ok ? 0 : result == ReadError ? ReadErrors + 1 : 1;
            ReadError = result;
            return ReadErrors >= ReadErrorsToLose;
        }

        /// <summary>Writes <see cref="Length"/> bytes.</summary>
        public void Encode(byte[] target)
        {
            target[0] = Version;
            target[1] = (byte)Starts;
            target[2] = (byte)Asks;
            target[3] = (byte)((IsAnswered ? 1 : 0) | (IsDeclared ? 2 : 0) | (WantsAsk ? 4 : 0));
            target[4] = (byte)ReadErrors;
            target[5] = 0;
            LittleEndian.WriteInt16(target, 6, (int)ReadError);
        }

        /// <summary>Reads what <see cref="Encode"/> wrote. Anything else is a count that begins anew.</summary>
        public void Decode(byte[] source, int count)
        {
            bool sound = count == Length && source[0] == Version && source[3] <= 7;
            Starts = sound ? source[1] : 0;
            Asks = sound ? source[2] : 0;
            IsAnswered = sound && (source[3] & 1) != 0;
            IsDeclared = sound && (source[3] & 2) != 0;
            WantsAsk = sound && (source[3] & 4) != 0;
            ReadErrors = sound ? source[4] : 0;
            ReadError = sound ? (OtaResult)LittleEndian.ReadUInt16(source, 6) : OtaResult.Ok;
        }

        private const byte Version = 1;
    }
}
