namespace NanoOta
{
    /// <summary>The count of starts on stock firmware, in two small files of the drive. Thread-safe as far as the storage is.</summary>
    /// <remarks>
    /// The count has two copies, and a write replaces the older one (<see cref="TwoCopyStateStore"/>). A power cut leaves the count before or after, and
    /// costs one start or one answer at most. A start writes once before the application runs, and once when the application lives. Nothing is
    /// written where nothing changes. A drive that takes no write costs the count alone: the plan of this start holds all the same.
    /// </remarks>
    internal sealed class StockStarts : IStartGuard
    {
        private readonly object _lock = new object();
        private readonly AppSlots _slots;
        private readonly TwoCopyStateStore _store;
        private readonly StartCount _count = new StartCount();
        private readonly byte[] _written = new byte[StartCount.Length];
        private readonly byte[] _bytes = new byte[StartCount.Length];
        private StartReason _end;

        public StockStarts(IAppStorage storage, AppSlots slots, StartReason reason)
        {
            _slots = slots;
            Reason = reason;
            _store = new TwoCopyStateStore(new StorageRecordMedium(storage, "start"), StartCount.Length);
            _count.Decode(_written, _store.Read(_written));
        }

        public StartReason Reason { get; private set; }

        public StartPlan Plan { get; private set; }

        public int Starts => _count.Starts;

        public GoneBack GoneBack => _count.Left == 0 || _count.Left == _slots.RunningSlot ? GoneBack.No
            : _count.LeftBy == StartReason.Unknown ? GoneBack.EndsUnknown : GoneBack.BadEnd;

        /// <summary>Counts this start, and says what the start does.</summary>
        public StartPlan Begin()
        {
            // Stock firmware does not tell why the chip started. Managed code that saw the end before knows.
            _end = _count.End;
            _count.End = StartReason.Unknown;
            Reason = Reason == StartReason.Unknown ? _end : Reason;
            Plan = _count.Begin(Reason, IsOnTrial);
            if (!IsOnTrial && _count.Left == _slots.RunningSlot)
            {
                // A power cut came between the word and the boot record.
                Plan = StartPlan.GoBack;
            }

            Save();
            return Plan;
        }

        /// <summary>Whether the client has forbidden the other slot.</summary>
        public bool IsNoWayBack => _count.IsNoWayBack;

        /// <summary>The word before the boot record leaves the running slot. A cut behind the word is finished by the next start.</summary>
        public OtaResult NoteLeft()
        {
            _count.Clear();
            _count.Left = _slots.RunningSlot;
            _count.LeftBy = _end;
            return Save();
        }

        /// <summary>The word before the restart that ends a run which crashed or hangs. A lost word makes the end an unknown one.</summary>
        public void NoteEnd(StartReason end)
        {
            lock (_lock)
            {
                _count.End = end;
                Save();
            }
        }

        /// <summary>There is no way back: this start asks for long.</summary>
        public void AskLong()
        {
            Plan = StartPlan.AskLong;
            _count.Left = 0;
            Save();
        }

        public OtaResult Tell(GuardEvent what, int value)
        {
            lock (_lock)
            {
                switch (what)
                {
                    case GuardEvent.Life:
                        _count.Clear();
                        _count.Left = 0;
                        break;
                    case GuardEvent.Answered:
                        _count.IsAnswered = true;
                        break;
                    case GuardEvent.WayBack:
                        _count.IsNoWayBack = value == 0;
                        break;
                    case GuardEvent.Sleep:
                    case GuardEvent.Restart:
                    case GuardEvent.RestartToAsk:
                        return Declare(what);
                }

                return Save();
            }
        }

        public RecordLoss NoteRead(OtaResult result)
        {
            bool isLost = _count.NoteRead(result);
            Save();
            return isLost ? RecordLoss.Lost : RecordLoss.Wait;
        }

        private bool IsOnTrial => _slots.GetTrial(_slots.RunningSlot) == SlotTrial.OnTrial;

        // On flash: the count says that the next start is announced; the boot record has one trial boot more. A cut between costs a trial boot.
        private OtaResult Declare(GuardEvent what)
        {
            if (IsOnTrial)
            {
                if (_count.Declared >= StartCount.MaxDeclared)
                {
                    return OtaResult.SlotOnTrial;
                }

                _count.Declared++;
            }
            else if (what == GuardEvent.Sleep)
            {
                _count.Clear();
            }

            _count.IsAsleep = what == GuardEvent.Sleep;
            _count.IsDeclared = !_count.IsAsleep;
            _count.WantsAsk = what == GuardEvent.RestartToAsk;
            OtaResult result = Save();
            return result == OtaResult.Ok ? _slots.AllowAnotherStart() : result;
        }

        private OtaResult Save()
        {
            _count.Encode(_bytes);
            if (Bits.AreEqual(_bytes, 0, _written, 0, StartCount.Length))
            {
                return OtaResult.Ok;
            }

            OtaResult result = _store.Write(_bytes, StartCount.Length);
            if (result == OtaResult.Ok)
            {
                System.Array.Copy(_bytes, 0, _written, 0, StartCount.Length);
            }

            return result;
        }
    }
}
