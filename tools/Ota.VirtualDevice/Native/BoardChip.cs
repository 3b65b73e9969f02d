namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// What of the chip outlives a restart: why the next start comes, and the message in RTC memory (ota_chip.c). Lost with the power.
    /// </summary>
    internal sealed class BoardChip
    {
        private readonly RtcMemory _memory;
        private bool _announcesSleep;
        private StartReason _next = StartReason.PowerOn;

        public BoardChip(RtcMemory memory)
        {
            _memory = memory;
        }

        /// <summary>How the run ended, so that the next start knows.</summary>
        public void End(StartReason next)
        {
            _next = next;
            _announcesSleep = _announcesSleep && next == StartReason.UndeclaredWakeUp;
        }

        /// <summary>A deep sleep follows that was announced.</summary>
        public void AnnounceSleep() => _announcesSleep = _memory == RtcMemory.Kept;

        /// <summary>Why this start came. Takes the message.</summary>
        /// <param name="wasDeclared">The notes say that a restart by software was announced.</param>
        public StartReason Take(bool wasDeclared)
        {
            StartReason reason = _next switch
            {
                StartReason.Software when wasDeclared => StartReason.Declared,
                StartReason.UndeclaredWakeUp when _announcesSleep => StartReason.WakeUp,
                _ => _next,
            };
            _announcesSleep = false;
            _next = StartReason.PowerOn;
            return reason;
        }
    }
}
