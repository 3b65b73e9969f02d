using System;

namespace NanoOta.Tests
{
    /// <summary>Two copies of a record in memory.</summary>
    public sealed class MemoryMedium : IRecordMedium
    {
        private readonly byte[][] _copies = new byte[2][];

        /// <inheritdoc/>
        public int CopySize => 4096;

        /// <summary>Writes so far.</summary>
        public int Writes { get; private set; }

        /// <summary>What reads fail with.</summary>
        public OtaResult ReadFault { get; set; }

        /// <summary>What writes fail with.</summary>
        public OtaResult WriteFault { get; set; }

        /// <summary>The next write stops after this many bytes, the rest of the copy being noise, and reports a failure; -1 for never.</summary>
        public int TearAt { get; set; } = -1;

        /// <summary>What feeds the writes; null for a device without a cut.</summary>
        public WritePower Power { get; set; }

        /// <summary>The bytes of a copy; null if it was never written.</summary>
        public byte[] this[int copy]
        {
            get { return _copies[copy]; }
            set { _copies[copy] = value; }
        }

        /// <inheritdoc/>
        public int Read(int copy, byte[] buffer, int count)
        {
            if (ReadFault != OtaResult.Ok)
            {
                return -(int)ReadFault;
            }

            byte[] bytes = _copies[copy];
            int n = bytes == null ? 0 : bytes.Length < count ? bytes.Length : count;
            if (n > 0)
            {
                Array.Copy(bytes, 0, buffer, 0, n);
            }

            return n;
        }

        /// <inheritdoc/>
        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            WritePower.Use(Power);
            if (WriteFault != OtaResult.Ok)
            {
                return WriteFault;
            }

            Writes++;
            byte[] bytes = new byte[count];
            Array.Copy(buffer, 0, bytes, 0, count);
            _copies[copy] = bytes;
            if (TearAt >= 0)
            {
                for (int i = TearAt; i < count; i++)
                {
                    bytes[i] = (byte)(i * 37);
                }

                TearAt = -1;
                return OtaResult.StateWriteFailed;
            }

            return OtaResult.Ok;
        }
    }

    /// <summary>A clock that moves when someone sleeps.</summary>
    public sealed class FakeClock : IClock
    {
        private long _utc;
        private long _setAt;

        /// <summary>Whether the wall clock goes on with the ticks. Otherwise the clock shows what was set.</summary>
        public bool GoesOn { get; set; }

        /// <inheritdoc/>
        public long UtcSeconds
        {
            get
            {
                return _utc == 0 || !GoesOn ? _utc : _utc + ((TickMilliseconds - _setAt) / 1000);
            }

            set
            {
                _utc = value;
                _setAt = TickMilliseconds;
            }
        }

        /// <inheritdoc/>
        public long TickMilliseconds { get; set; }

        /// <summary>Milliseconds slept so far.</summary>
        public long Slept { get; private set; }

        /// <inheritdoc/>
        public void Sleep(int milliseconds)
        {
            if (milliseconds > 0)
            {
                Slept += milliseconds;
                TickMilliseconds += milliseconds;
            }
        }
    }
}
