using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The guard at work, before the CLR and for managed code: ota_boot.c. One object is one start of the chip; a restart of the CLR alone keeps
    /// the object. The order of writes is that of the native half, so that power cuts hit the same steps.
    /// </summary>
    internal sealed class NativeGuard
    {
        private readonly EspOtaRuntime _ota;
        private readonly PartitionTable _table;
        private readonly GuardNotes _notes;
        private readonly BoardChip _chip;
        private readonly Func<long> _seconds;
        private StartReason _reason;

        /// <summary>For the image that the bootloader started.</summary>
        /// <param name="ota">ESP-IDF's calls for that image.</param>
        /// <param name="table">The partition table.</param>
        /// <param name="chip">What outlives a restart.</param>
        /// <param name="seconds">Seconds since the start of the chip.</param>
        public NativeGuard(EspOtaRuntime ota, PartitionTable table, BoardChip chip, Func<long> seconds)
        {
            _ota = ota;
            _table = table;
            _chip = chip;
            _seconds = seconds;
            _notes = new GuardNotes(ota.Partitions, table.Find(PartitionTable.StateLabel));
        }

        /// <summary>The native timer.</summary>
        public NativeTimer Timer { get; } = new();

        /// <summary>What this start does.</summary>
        public GuardPlan Plan { get; private set; }

        /// <summary>What the CLR was given.</summary>
        public AppRegion Region { get; private set; } = AppRegion.None;

        /// <summary>Seconds until the native timer restarts the chip.</summary>
        public long SecondsLeft => Math.Min(Timer.Left(_seconds()), int.MaxValue / 1000);

        /// <summary>This start is the boot program's.</summary>
        public bool IsUpdater => Plan is GuardPlan.Ask or GuardPlan.AskLong;

        /// <summary>Decides what this start does, and carries the decision out. False: the guard restarts the chip.</summary>
        public bool Run(EspImageInfo image)
        {
            bool hasNotes = _notes.Read(out GuardNote note) == NotesState.Read;
            Choice found = ReadChoice();
            Repair(found, note);
            _reason = _chip.Take(note.Flags.HasFlag(GuardMarks.Declared));
            AppRegion deployment = AppRegion.OfTable(_ota.Partitions, _table);
            GuardFact facts = Flag(!hasNotes, GuardFact.Unreadable)
                | Flag(found.IsOnTrial, GuardFact.OnTrial)
                | Flag(deployment.Kind == RegionKind.Deployment, GuardFact.Deployed)
                | Flag(HasCutConfirmation(found, note), GuardFact.CutConfirmation)
                | Flag(note.Word == GuardWord.Left && SlotOf(note) == found.Slot, GuardFact.CutWayBack)
                | Flag(HasWayBack(found, note), GuardFact.WayBack);
            Plan = GuardRules.Decide(_reason, facts, ref note);
            if (!CarryOut(found, ref note))
            {
                _chip.End(StartReason.Software);
                return false;
            }

            if (hasNotes)
            {
                _notes.Write(note);
            }

            Timer.Start(found.IsOnTrial ? TimerPhase.Trial : IsUpdater ? TimerPhase.Updater : TimerPhase.Starting, _seconds());
            Region = deployment.Kind == RegionKind.Deployment ? deployment : AppRegion.OfImage(_ota.Partitions, _ota.Running, image, IsUpdater);
            return true;
        }

        /// <summary>What managed code tells.</summary>
        public OtaResult Tell(GuardEvent what, int value)
        {
            bool hasNotes = _notes.Read(out GuardNote note) == NotesState.Read;
            OtaResult result = Apply(what, value, ref note);
            return result != OtaResult.Ok || !hasNotes || _notes.Write(note) ? result : OtaResult.StateWriteFailed;
        }

        /// <summary>The bytes that IEspGuard describes.</summary>
        public OtaResult GetStatus(byte[]? status)
        {
            const int Size = 16;
            if (status == null || status.Length < Size)
            {
                return OtaResult.SlotArgument;
            }

            NotesState state = _notes.Read(out GuardNote note);
            byte[] bytes =
            [
                (byte)Region.Kind,
                (byte)_reason,
                (byte)Plan,
                (byte)note.Word,
                note.Slot,
                note.Starts,
                (byte)note.Ask,
                note.Ends,
                note.Declared,
                (byte)note.Flags,
                note.Cause,
                (byte)state,
                (byte)(HasWayBack(ReadChoice(), note) ? 1 : 0),
                (byte)Timer.Phase,
                0,
                0,
            ];
            bytes.CopyTo(status, 0);
            return OtaResult.Ok;
        }

        /// <summary>The next slot is going to be chosen for a trial. Best effort, since the entry has a mark of its own.</summary>
        public void NoteTrial(Partition target) => _notes.Write(new GuardNote { Word = GuardWord.Trial, Slot = target.Subtype });

        /// <summary>The running image is going to be confirmed: from now on a power cut does not undo that.</summary>
        public void NoteConfirmation()
        {
            if (_notes.Read(out GuardNote note) == NotesState.Read)
            {
                note.Word = GuardWord.Confirming;
                note.Slot = _ota.Running.Subtype;
                _notes.Write(note);
            }
        }

        /// <summary>The running image is confirmed. The timer waits for life.</summary>
        public void NoteConfirmed()
        {
            Timer.Confirm(_seconds());
            TakeWord();
        }

        /// <summary>The word is no more: the running image gives itself up, or was confirmed.</summary>
        public void TakeWord()
        {
            if (_notes.Read(out GuardNote note) == NotesState.Read)
            {
                note.Word = GuardWord.None;
                _notes.Write(note);
            }
        }

        private static GuardFact Flag(bool holds, GuardFact fact) => holds ? fact : GuardFact.None;

        private static int SlotOf(GuardNote note) => note.Slot - Partition.SubtypeOta0;

        private Choice ReadChoice()
        {
            NativeEntries? entries = NativeEntries.Read(_ota.Partitions, _table);
            int slot = NativeEntries.SlotOf(_ota.Running);
            return new Choice(entries, slot, entries == null || slot < 0 ? -1 : entries.Find(slot));
        }

        // A power cut tore the state of a trial's entry: any crash would now be for good. The entry's own mark says so, or the note where the mark
        // is torn. Entries without a label were written by a cable or by ESP-IDF, and are left alone.
        private static void Repair(Choice found, GuardNote note)
        {
            if (found.Kind is not (EntryKind.New or EntryKind.Odd or EntryKind.Good) || found.Entries!.IsForGood(found.Index))
            {
                return;
            }

            bool isNoted = note.Word == GuardWord.Trial && SlotOf(note) == found.Slot && found.Entries.IsLabelled(found.Index);
            if (isNoted || found.Entries.IsForTrial(found.Index))
            {
                found.Entries.Rewrite(found.Index, OtaImageState.PendingVerify);
            }
        }

        private bool HasCutConfirmation(Choice found, GuardNote note)
        {
            int slot = SlotOf(note);
            if (note.Word != GuardWord.Confirming || found.Entries == null || slot < 0 || slot >= found.Entries.Slots || slot == found.Slot || found.Index < 0)
            {
                return false;
            }

            int index = found.Entries.Find(slot);
            EntryKind kind = index < 0 ? EntryKind.None : found.Entries.KindOf(index);
            return kind is EntryKind.None or EntryKind.Rejected && IsWhole(_table.Ota(slot));
        }

        private bool HasWayBack(Choice found, GuardNote note) => !note.Flags.HasFlag(GuardMarks.NoWayBack) && WayBack(found) != null;

        // The slot that the entry beside the running image's leads to, if that slot was confirmed.
        private Partition? WayBack(Choice found)
        {
            if (found.Index < 0 || found.Entries!.KindOf(found.Index ^ 1) != EntryKind.Good)
            {
                return null;
            }

            int slot = Enumerable.Range(0, found.Entries.Slots).FirstOrDefault(slot => slot != found.Slot && found.Entries.Find(slot) == (found.Index ^ 1), -1);
            return _table.Ota(slot);
        }

        private bool IsWhole(Partition? partition) => partition != null && _ota.Partitions.Verify(partition) != null;

        // False: the chip restarts. Where what the plan says is not possible, the next best plan holds.
        private bool CarryOut(Choice found, ref GuardNote note)
        {
            switch (Plan)
            {
                case GuardPlan.GoBack:
                    if (GoBack(found, ref note))
                    {
                        return false;
                    }

                    // A way back that was cut and that leads nowhere any more is given up.
                    note.Word = note.Word == GuardWord.Left ? GuardWord.None : note.Word;
                    note.Ask = GuardAsk.Mute;
                    Plan = GuardPlan.AskLong;
                    return true;
                case GuardPlan.FinishConfirmation:
                    if (found.Entries!.Choose(found.Index ^ 1, SlotOf(note), OtaImageState.Valid))
                    {
                        return false;
                    }

                    Plan = GuardPlan.Application;
                    return true;
                default:
                    return true;
            }
        }

        private bool GoBack(Choice found, ref GuardNote note)
        {
            if (!IsWhole(WayBack(found)))
            {
                return false;
            }

            // The restart is this guard's, and no end of the other release.
            note = new GuardNote { Word = GuardWord.Left, Slot = _ota.Running.Subtype, Cause = note.Cause, Flags = GuardMarks.Declared };
            return _notes.Write(note) && found.Entries!.Rewrite(found.Index, OtaImageState.Aborted);
        }

        // A declared restart or sleep. Within a trial the bootloader must give another boot.
        private OtaResult Declare(ref GuardNote note, GuardMarks flags)
        {
            Choice found = ReadChoice();
            note.Flags |= flags;
            if (found.Kind != EntryKind.Trial)
            {
                return OtaResult.Ok;
            }

            if (note.Declared >= GuardRules.MostDeclared)
            {
                return OtaResult.SlotOnTrial;
            }

            note.Declared++;
            if (!_notes.Write(note))
            {
                return OtaResult.StateWriteFailed;
            }

            return found.Entries!.Rewrite(found.Index, OtaImageState.New) ? OtaResult.Ok : OtaResult.ActivateFailed;
        }

        private OtaResult Apply(GuardEvent what, int value, ref GuardNote note)
        {
            switch (what)
            {
                case GuardEvent.Sign:
                    note.Ask = Opened(note.Ask);
                    Timer.Sign(_seconds());
                    return OtaResult.Ok;
                case GuardEvent.Life when !IsUpdater:
                    note.ClearCount();
                    Timer.Live(_seconds());
                    return OtaResult.Ok;
                case GuardEvent.Window:
                    return Timer.SetWindow(value, _seconds()) ? OtaResult.Ok : OtaResult.SlotArgument;
                case GuardEvent.Sleep:
                    return DeclareSleep(ref note);
                case GuardEvent.Restart:
                    note.Ask = Opened(note.Ask);
                    return Declare(ref note, GuardMarks.Declared);
                case GuardEvent.RestartToAsk:
                    // From an asking, too: without this the next start would be the application's.
                    note.Ask = GuardAsk.None;
                    return Declare(ref note, GuardMarks.Declared | GuardMarks.AskNext);
                case GuardEvent.Answered when IsUpdater:
                    note.Ask = GuardAsk.Answered;
                    return OtaResult.Ok;
                case GuardEvent.WayBack when value is 0 or 1:
                    note.Flags = value == 1 ? note.Flags & ~GuardMarks.NoWayBack : note.Flags | GuardMarks.NoWayBack;
                    return OtaResult.Ok;
                case GuardEvent.Taken:
                    note.Word = note.Word == GuardWord.Left ? GuardWord.None : note.Word;
                    return OtaResult.Ok;
                case GuardEvent.RecordRead when value is >= 0 and <= 2:
                    note.CountRecordRead(value);
                    return OtaResult.Ok;
                default:
                    return OtaResult.SlotArgument;
            }
        }

        private GuardAsk Opened(GuardAsk ask) => IsUpdater && ask == GuardAsk.Mute ? GuardAsk.Open : ask;

        private OtaResult DeclareSleep(ref GuardNote note)
        {
            if (!IsUpdater)
            {
                note.ClearCount();
            }

            OtaResult result = Declare(ref note, GuardMarks.None);
            if (result == OtaResult.Ok)
            {
                _chip.AnnounceSleep();
            }

            return result;
        }

        // otadata, and the place of the running image's entry: slot -1 for a factory image, index -1 for no entry.
        private sealed record Choice(NativeEntries? Entries, int Slot, int Index)
        {
            public EntryKind Kind => Index < 0 ? EntryKind.None : Entries!.KindOf(Index);

            public bool IsOnTrial => Kind is EntryKind.Trial or EntryKind.New;
        }
    }
}
