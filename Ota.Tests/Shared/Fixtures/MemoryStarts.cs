namespace NanoOta.Tests
{
    /// <summary>A boot side's count of starts in memory, which remembers what it was told.</summary>
    public sealed class MemoryStarts : IStartGuard
    {
        /// <summary>Called for each word, after it was taken.</summary>
        public delegate void Listener(GuardEvent what, int value);

        /// <summary>Declared restarts and sleeps that a trial has left.</summary>
        public int DeclaredLeft { get; set; } = 16;

        private readonly MemorySlots _slots;
        private readonly GuardEvent[] _told = new GuardEvent[1024];
        private int _count;

        /// <summary>For those slots; null where nothing is on trial.</summary>
        public MemoryStarts(MemorySlots slots)
        {
            _slots = slots;
        }

        /// <inheritdoc/>
        public StartReason Reason { get; set; }

        /// <inheritdoc/>
        public StartPlan Plan { get; set; }

        /// <inheritdoc/>
        public GoneBack GoneBack { get; set; }

        /// <inheritdoc/>
        public int Starts { get; set; }

        /// <summary>What <see cref="NoteRead"/> says of an error.</summary>
        public RecordLoss Loss { get; set; }

        /// <summary>What words fail with.</summary>
        public OtaResult Fault { get; set; }

        /// <summary>Whether the last word about the way back allowed it.</summary>
        public int WayBack { get; private set; } = 1;

        /// <summary>Seconds of the trial's window.</summary>
        public int Window { get; private set; }

        /// <summary>Who listens.</summary>
        public Listener OnTell { get; set; }

        /// <summary>How often something was told.</summary>
        public int CountOf(GuardEvent what)
        {
            int count = 0;
            for (int i = 0; i < _count; i++)
            {
                count += _told[i] == what ? 1 : 0;
            }

            return count;
        }

        /// <summary>The word of that number, from 0; the last ones for negative numbers.</summary>
        public GuardEvent Told(int index)
        {
            return _told[index < 0 ? _count + index : index];
        }

        /// <inheritdoc/>
        public OtaResult Tell(GuardEvent what, int value)
        {
            _told[_count++ % _told.Length] = what;
            OtaResult result = Fault != OtaResult.Ok ? Fault : Take(what, value);
            if (OnTell != null)
            {
                OnTell(what, value);
            }

            return result;
        }

        /// <inheritdoc/>
        public RecordLoss NoteRead(OtaResult result)
        {
            return result == OtaResult.Ok ? RecordLoss.Wait : Loss;
        }

        private OtaResult Take(GuardEvent what, int value)
        {
            switch (what)
            {
                case GuardEvent.Life:
                    Starts = 0;
                    break;
                case GuardEvent.Window:
                    Window = value;
                    break;
                case GuardEvent.WayBack:
                    WayBack = value;
                    break;
                case GuardEvent.Sleep:
                case GuardEvent.Restart:
                case GuardEvent.RestartToAsk:
                    if (_slots != null && _slots.GetTrial(_slots.RunningSlot) == SlotTrial.OnTrial)
                    {
                        if (DeclaredLeft == 0)
                        {
                            return OtaResult.SlotOnTrial;
                        }

                        DeclaredLeft--;
                        _slots.AllowAnotherStart();
                    }

                    break;
            }

            return OtaResult.Ok;
        }
    }
}
