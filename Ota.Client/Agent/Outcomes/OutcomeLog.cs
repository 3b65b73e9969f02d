using System;
using System.Text;

namespace NanoOta
{
    /// <summary>The last 16 outcomes, which of them were reported, and how long the server wants to be left alone. Not thread-safe.</summary>
    /// <remarks>
    /// One record in two copies (<see cref="TwoCopyStateStore"/>): a power cut leaves the rows before the write or after. The rows lie in the
    /// record's own bytes as a ring. A cut takes the rows that are not yet written, and nothing else: no update depends
    /// on the log.
    /// docs/FORMAT.md has the layout.
    /// </remarks>
    public sealed class OutcomeLog
    {
        /// <summary>Bytes of the record: with the store's 16 small enough to lie in LittleFS's directory.</summary>
        public const int Length = RowsAt + (Rows * RowLength);

        /// <summary>Rows that are kept.</summary>
        public const int Rows = 16;

        /// <summary>Characters that are kept of a subject.</summary>
        public const int SubjectLength = 10;

        // 2020-01-01 UTC. 31 bits of seconds from there last until 2088; the 32nd bit says "seconds since the start".
        private const long Epoch = 1577836800;

        private const OtaResult FirstError = OtaResult.ConnectFailed;
        private const int Magic = 0x314C4F4E;
        private const int NextAt = 4;
        private const int SentAt = 8;
        private const int RetrySecondsAt = 12;
        private const int RetryTimeAt = 16;
        private const int RowsAt = 32;

        // A row: time, code, phase, count, version, status, subject.
        private const int RowLength = 28;
        private const int CodeAt = 4;
        private const int PhaseAt = 6;
        private const int CountAt = 7;
        private const int VersionAt = 8;
        private const int StatusAt = 16;
        private const int SubjectAt = 18;

        private readonly IRecordMedium _medium;
        private readonly byte[] _bytes = new byte[Length];

        /// <summary>A log in two copies of <see cref="Length"/> and 16 bytes each; null for a log that lasts until the restart.</summary>
        public OutcomeLog(IRecordMedium medium)
        {
            _medium = medium;
            Clear();
        }

        /// <summary>The number of the next row.</summary>
        public int Next => LittleEndian.ReadInt32(_bytes, NextAt);

        /// <summary>Whether a row is not on flash yet.</summary>
        public bool HasNews { get; private set; }

        /// <summary>The number of the last row that was reported; 0 for none.</summary>
        public int Sent
        {
            get { return LittleEndian.ReadInt32(_bytes, SentAt); }
            set { LittleEndian.WriteInt32(_bytes, SentAt, value); }
        }

        /// <summary>Seconds that the server asked to be left alone for; 0 for none.</summary>
        public int RetrySeconds => LittleEndian.ReadInt32(_bytes, RetrySecondsAt);

        /// <summary>When the server asked, seconds since 1970 UTC; 0 if the clock was unset.</summary>
        public long RetryTime => LittleEndian.ReadInt32(_bytes, RetryTimeAt) == 0 ? 0 : Epoch + LittleEndian.ReadInt32(_bytes, RetryTimeAt);

        /// <summary>Reads the log. Bytes that are no log, or cannot be read, are an empty one: nothing depends on the rows.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.StateReadFailed"/>, <see cref="OtaResult.StateCorrupt"/>.</returns>
        public OtaResult Load()
        {
            int count = _medium == null ? 0 : OpenStore().Read(_bytes);
            bool isLog = count == Length && LittleEndian.ReadInt32(_bytes, 0) == Magic && Next >= 1 && Sent >= 0 && Sent < Next;
            if (!isLog)
            {
                Clear();
            }

            return count < 0 ? (OtaResult)(-count) : count == 0 || isLog ? OtaResult.Ok : OtaResult.StateCorrupt;
        }

        /// <summary>The oldest number that <see cref="Read"/> gives; <see cref="Next"/> for an empty log.</summary>
        public int First => Next > Rows ? Next - Rows : 1;

        /// <summary>The row of that number; null if the log has none.</summary>
        public AgentOutcome Read(int number)
        {
            if (number < First || number >= Next)
            {
                return null;
            }

            int at = At(number);
            int time = LittleEndian.ReadInt32(_bytes, at);
            int status = LittleEndian.ReadUInt16(_bytes, at + StatusAt);
            int length = 0;
            while (length < SubjectLength && _bytes[at + SubjectAt + length] != 0)
            {
                length++;
            }

            return new AgentOutcome(
                number,
                (AgentPhase)(int)_bytes[at + PhaseAt],
                (OtaResult)LittleEndian.ReadUInt16(_bytes, at + CodeAt),
                status < 0x8000 ? status : status - 0x10000,
                length == 0 ? null : Encoding.UTF8.GetString(_bytes, at + SubjectAt, length),
                LittleEndian.ReadInt64(_bytes, at + VersionAt),
                _bytes[at + CountAt],
                time < 0 ? 0 : Epoch + time,
                time < 0 ? time & 0x7FFFFFFF : 0);
        }

        /// <summary>The newest row of a phase, or of any with a negative number; null for none.</summary>
        public AgentOutcome Newest(int phase)
        {
            for (int number = Next - 1; number >= First; number--)
            {
                if (phase < 0 || _bytes[At(number) + PhaseAt] == phase)
                {
                    return Read(number);
                }
            }

            return null;
        }

        /// <summary>Adds an outcome in memory. What happened before, without an error in between, counts in that row and is no news.</summary>
        /// <param name="phase">What the agent was doing.</param>
        /// <param name="outcome">How that ended.</param>
        /// <param name="version">The release; 0 for none.</param>
        /// <param name="now">Seconds since 1970 UTC; 0 while the clock is unset.</param>
        /// <param name="uptime">Seconds since the start.</param>
        /// <returns>The number of the row.</returns>
        public int Add(AgentPhase phase, OtaOutcome outcome, long version, long now, long uptime)
        {
            int same = FindSame(phase, outcome, version);
            if (same != 0)
            {
                int count = _bytes[At(same) + CountAt];
                _bytes[At(same) + CountAt] = (byte)(count < 255 ? count + 1 : 255);
                return same;
            }

            int number = Next;
            int row = At(number);
            Array.Clear(_bytes, row, RowLength);
            LittleEndian.WriteInt32(_bytes, row, now == 0 ? (int)uptime | int.MinValue : (int)(now - Epoch));
            LittleEndian.WriteInt16(_bytes, row + CodeAt, (int)outcome.Code);
            _bytes[row + PhaseAt] = (byte)phase;
            _bytes[row + CountAt] = 1;
            LittleEndian.WriteInt64(_bytes, row + VersionAt, version);
            LittleEndian.WriteInt16(_bytes, row + StatusAt, outcome.Status);
            string subject = outcome.Subject;
            for (int i = 0; subject != null && i < subject.Length && i < SubjectLength; i++)
            {
                int c = subject[i];
                _bytes[row + SubjectAt + i] = (byte)(c >= ' ' && c <= '~' ? c : '?');
            }

            LittleEndian.WriteInt32(_bytes, NextAt, number + 1);
            HasNews = true;
            return number;
        }

        /// <summary>Keeps what a Retry-After said; 0 seconds for none.</summary>
        public void SetRetry(int seconds, long now)
        {
            LittleEndian.WriteInt32(_bytes, RetrySecondsAt, seconds);
            LittleEndian.WriteInt32(_bytes, RetryTimeAt, now == 0 ? 0 : (int)(now - Epoch));
        }

        /// <summary>Writes the record: one write. A failure costs rows, and is tried again with the next one.</summary>
        public OtaResult Flush()
        {
            OtaResult result = _medium == null ? OtaResult.Ok : OpenStore().Write(_bytes, Length);
            HasNews &= result != OtaResult.Ok;
            return result;
        }

        // Errors count in the newest row alone, so that the order shows each return of an error. The rest counts since the last error.
        private int FindSame(AgentPhase phase, OtaOutcome outcome, long version)
        {
            for (int number = Next - 1; number >= First; number--)
            {
                AgentOutcome row = Read(number);
                if (row.Phase == phase && row.Code == outcome.Code && row.Status == outcome.Status && row.Version == version)
                {
                    return number;
                }

                if (row.Code >= FirstError || outcome.Code >= FirstError)
                {
                    return 0;
                }
            }

            return 0;
        }

        // A store has a buffer of its own, which is of no use between two writes.
        private TwoCopyStateStore OpenStore()
        {
            return new TwoCopyStateStore(_medium, Length);
        }

        private static int At(int number)
        {
            return RowsAt + ((number - 1) % Rows * RowLength);
        }

        private void Clear()
        {
            Array.Clear(_bytes, 0, Length);
            LittleEndian.WriteInt32(_bytes, 0, Magic);
            LittleEndian.WriteInt32(_bytes, NextAt, 1);
        }
    }
}
