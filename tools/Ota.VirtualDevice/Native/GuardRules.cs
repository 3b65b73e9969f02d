namespace NanoOta.VirtualDevice
{
    /// <summary>The guard's rules: ota_guard.c. Ota.Tests/Vectors/guard/starts.txt has them as cases, and both run every line.</summary>
    internal static class GuardRules
    {
        /// <summary>Declared restarts and sleeps of one trial.</summary>
        public const int MostDeclared = 16;

        private const int EndsToGoBack = 5;
        private const byte Most = 255;

        // Rules that leave the count alone, and neither end nor begin an ask.
        private const GuardFact OutsideTheCount = GuardFact.Unreadable | GuardFact.OnTrial | GuardFact.CutConfirmation | GuardFact.Deployed | GuardFact.Awake;

        // The first rule of which everything holds decides.
        private static readonly (GuardFact Holds, GuardPlan Plan)[] _rules =
        [
            (GuardFact.Unreadable, GuardPlan.Application),
            (GuardFact.OnTrial, GuardPlan.Application),
            (GuardFact.CutConfirmation, GuardPlan.FinishConfirmation),
            (GuardFact.Deployed, GuardPlan.Application),
            (GuardFact.Awake, GuardPlan.Application),
            (GuardFact.FromAsk, GuardPlan.Application),
            (GuardFact.CutWayBack | GuardFact.WayBack, GuardPlan.GoBack),
            (GuardFact.AskNext, GuardPlan.Ask),
            (GuardFact.Powered | GuardFact.Counted, GuardPlan.Ask),
            (GuardFact.Powered, GuardPlan.Application),
            (GuardFact.Full | GuardFact.WayBack, GuardPlan.GoBack),
            (GuardFact.Full, GuardPlan.AskLong),
            (GuardFact.Even, GuardPlan.Ask),
            (GuardFact.None, GuardPlan.Application),
        ];

        /// <summary>Decides, and changes the note as the start counts.</summary>
        public static GuardPlan Decide(StartReason reason, GuardFact facts, ref GuardNote note)
        {
            bool isDeclared = reason == StartReason.Declared;
            GuardFact holds = facts
                | Flag(reason == StartReason.WakeUp, GuardFact.Awake)
                | Flag(reason == StartReason.PowerOn, GuardFact.Powered)
                | Flag(isDeclared && note.Ask is GuardAsk.Open or GuardAsk.Answered, GuardFact.FromAsk)
                | Flag(note.Flags.HasFlag(GuardMarks.AskNext), GuardFact.AskNext);
            if (!holds.HasFlag(GuardFact.Unreadable))
            {
                note.Flags &= ~GuardMarks.Declared;
            }

            if ((holds & OutsideTheCount) == GuardFact.None)
            {
                Count(reason, holds.HasFlag(GuardFact.FromAsk), ref note);
            }

            holds |= Flag(note.Starts > 0, GuardFact.Counted) | Flag(note.Ends >= EndsToGoBack, GuardFact.Full) | Flag(note.Starts % 2 == 0, GuardFact.Even);
            GuardPlan plan = _rules.First(rule => holds.HasFlag(rule.Holds)).Plan;
            if (plan is GuardPlan.Ask or GuardPlan.AskLong)
            {
                note.Ask = GuardAsk.Mute;
            }

            return plan;
        }

        private static GuardFact Flag(bool holds, GuardFact fact) => holds ? fact : GuardFact.None;

        // The end of the last run, and this start.
        private static void Count(StartReason reason, bool isFromAsk, ref GuardNote note)
        {
            if (isFromAsk)
            {
                note.Ask = note.Ask == GuardAsk.Answered ? GuardAsk.Ran : GuardAsk.None;
                return;
            }

            bool hasAsked = note.Ask is GuardAsk.Mute or GuardAsk.Answered or GuardAsk.Ran;
            note.Flags &= ~GuardMarks.AskNext;
            note.Ask = GuardAsk.None;
            if (reason == StartReason.PowerOn)
            {
                return;
            }

            if (reason is not (StartReason.Brownout or StartReason.Declared))
            {
                note.Ends = (byte)(hasAsked && note.Ends < Most ? note.Ends + 1 : note.Ends);
                note.Cause = (byte)reason;
            }

            // At its limit the number goes one down instead of up, so that odd and even numbers still take turns.
            note.Starts = (byte)(note.Starts < Most ? note.Starts + 1 : Most - 1);
        }
    }
}
