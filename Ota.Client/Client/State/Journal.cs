using System.Text;

namespace NanoOta
{
    /// <summary>
    /// The state, the record of the state, and the boot choice, kept in step. Whatever changes two of them says what is on flash between the writes.
    /// </summary>
    /// <remarks>
    /// Here stands how a transition is taken and written. The other parts of the class:
    /// - <c>Start</c> reads the record and looks at what runs.
    /// - <c>Settle</c> finishes what a power cut left.
    /// - <c>Trial</c> makes the two writes of each step of a trial.
    /// - <c>Server</c> keeps what a check has taught.
    /// </remarks>
    internal sealed partial class Journal
    {
        private readonly UpdateRun _run;
        private readonly OtaStateHandler _changed;
        private byte[] _channel;

        /// <summary>A journal. <paramref name="changed"/> is called after every change of the state.</summary>
        public Journal(UpdateRun run, OtaStateHandler changed)
        {
            _run = run;
            _changed = changed;
        }

        /// <summary>What the reason of the last rollback is about, from before the boot side acts; null for nothing.</summary>
        public string Subject;

        public readonly DeviceRecord Record = new DeviceRecord();

        /// <summary>Where the client is. The record holds the last state that had to be on flash.</summary>
        public OtaState State { get; private set; }

        /// <summary>Whether there is a record that could not be read. Such a record is never written over.</summary>
        public bool IsUnreadable { get; private set; }

        /// <summary>SHA-256 of the channel's name.</summary>
        public byte[] Channel
        {
            get
            {
                if (_channel == null)
                {
                    byte[] name = Encoding.UTF8.GetBytes(_run.Options.Channel);
                    _channel = Digests.Hash(name, 0, name.Length);
                }

                return _channel;
            }
        }

        /// <summary>The release that runs. A rejected target runs too, when the boot side has brought the target back.</summary>
        public KnownRelease Running => _run.Ports.Boot.RunningSlot == Record.Target.Slot ? Record.Target : Record.Installed;

        /// <summary>The bounds of attempts, whose count the record keeps.</summary>
        public AttemptBounds Attempts => _run.Attempts;

        private bool IsTrial => State == OtaState.OnTrial || State == OtaState.Confirming;

        /// <summary>Takes a transition of the table, and writes the record where the table says so.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.WrongState"/> if the table has no such transition, or the code of the write.</returns>
        public OtaResult Move(OtaEvent happened)
        {
            int next = StateTable.Next(State, happened);
            if (next == StateTable.None)
            {
                return OtaResult.WrongState;
            }

            OtaResult result = OtaResult.Ok;
            OtaState before = State;
            StateWrite write = StateTable.WriteOf(before, happened);
            if (write == StateWrite.Intent && _run.Ports.Starts != null)
            {
                // The guard's note, or the boot record, says the same. See Confirm.
                write = StateWrite.None;
            }

            State = (OtaState)next;
            if (write != StateWrite.None)
            {
                // A write can throw. The state stands before the write, so that the way back is the one of the new state.
                Record.State = State;
                result = Save();
                if (result != OtaResult.Ok && write == StateWrite.Intent)
                {
                    State = before;
                    Record.State = before;
                    return result;
                }
            }

            _changed(State);
            return result;
        }

        private OtaResult Fail(OtaEvent happened, OtaResult reason)
        {
            NoteFailure(reason);
            return Enter(happened, reason);
        }

        // A release that failed comes again after its pause. After its last fault the release does not come again.
        private void NoteFailure(OtaResult cause)
        {
            if (Record.Target.HasImages)
            {
                Blame blame = TrialRules.Judge(cause, Record.IsAnswered);
                Record.Failed.Note(Record.Target.GetImages(), Record.Target.Retry, cause, blame, 1, Now);
            }
        }

        private OtaResult Enter(OtaEvent happened, OtaResult reason)
        {
            Record.LastResult = reason;
            Move(happened);
            return reason;
        }

        private OtaResult Save()
        {
            if (IsUnreadable)
            {
                return OtaResult.StateWriteFailed;
            }

            _isChanged = false;
            Record.IdleAttempts = _run.Attempts.Idle;
            Record.IdleDay = _run.Attempts.IdleDay;
            _run.Counters.StateWrites++;
            return _run.Ports.Store.Write(Record.Encode(), DeviceRecord.Length);
        }
    }
}
