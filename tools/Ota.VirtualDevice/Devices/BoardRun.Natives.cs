namespace NanoOta.VirtualDevice
{
    /// <content>The natives themselves.</content>
    internal sealed partial class BoardRun
    {
        private readonly BoardOta _natives;
        private readonly BoardRecord _record;
        private readonly BoardDrive _drive;

        public string DeviceId => Call(run => run._options.DeviceId);

        public long UtcSeconds => Call(run => run._options.Clock.UtcSeconds);

        public bool HasNetwork => Call(run => run._options.HasNetwork());

        public long TickMilliseconds => Call(run => run._options.Clock.TickMilliseconds);

        public int RecordCopySize => Call(run => run._record.CopySize);

        public IBoardDrive Drive => _drive;

        public void Sleep(int milliseconds)
        {
            Call(run => 0);
            if (milliseconds > 0)
            {
                // Outside the gate: other threads of the app go on meanwhile.
                Interlocked.Increment(ref _sleepers);
                long left = _hasTimer ? 1000 * _guard.SecondsLeft : milliseconds;
                _options.Clock.Sleep((int)Math.Min(milliseconds, left), time => WaitForEnd(time));
                Interlocked.Decrement(ref _sleepers);
                Call(run => 0);
            }
        }

        public void Restart()
        {
            Call(run =>
            {
                run.Finish(RunEnd.Restart, "");
                return 0;
            });
        }

        public void DeepSleep(int milliseconds)
        {
            Call(run =>
            {
                run._options.Clock.Skip(milliseconds);
                run.Finish(RunEnd.Slept, "");
                return 0;
            });
        }

        public int GuardTell(int what, int value) => Call(run => (int)run._guard.Tell((GuardEvent)what, value));

        public int GuardStatus(byte[] status) => Call(run => (int)run._guard.GetStatus(status));

        public void WriteConsole(string line)
        {
            Call(run =>
            {
                run._options.OnConsole?.Invoke(line ?? "");
                return 0;
            });
        }

        public void Report(string name, int value, long done, long total)
        {
            Call(run =>
            {
                run._options.OnReport?.Invoke(new BoardProgress(name ?? "", value, done, total));
                return 0;
            });
        }

        public int OtaGetSubtype(int partition) => Call(run => run._natives.GetSubtype(partition));

        public int OtaGetSize(int partition) => Call(run => run._natives.GetSize(partition));

        public int OtaGetState(int subtype) => Call(run => run._natives.GetState(subtype));

        public int OtaRead(int partition, int offset, byte[] buffer, int index, int count)
        {
            return Call(run => (int)run._natives.Read(partition, offset, buffer, index, count));
        }

        public int OtaBegin(int offset) => Call(run => (int)run._natives.Begin(offset));

        public int OtaWrite(byte[] buffer, int index, int count) => Call(run => (int)run._natives.Write(buffer, index, count));

        public int OtaEnd() => Call(run => (int)run._natives.End());

        public void OtaAbort()
        {
            Call(run =>
            {
                run._natives.Abort();
                return 0;
            });
        }

        public int OtaSetBoot() => Call(run => (int)run._natives.SetBoot());

        public int OtaMarkValid() => Call(run => (int)run._natives.MarkValid());

        public int OtaMarkInvalidAndRestart()
        {
            return Call(run =>
            {
                OtaResult result = run._natives.MarkInvalid();
                if (result == OtaResult.Ok)
                {
                    run.Finish(RunEnd.Restart, "rollback");
                }

                return (int)result;
            });
        }

        public int OtaReadDescription(int partition, byte[] description)
        {
            return Call(run => (int)run._natives.ReadDescription(partition, description));
        }

        public int NetworkRead(byte[] buffer) => Call(run =>
        {
            byte[] stored = run._options.StoredNetwork.Bytes;
            bool fits = stored.Length <= buffer.Length;
            stored.AsSpan(0, fits ? stored.Length : 0).CopyTo(buffer);
            return fits ? stored.Length : 0;
        });

        public int NetworkWrite(byte[] buffer, int count) => Call(run =>
        {
            run._options.StoredNetwork.Bytes = buffer[..count];
            return 0;
        });

        public int RecordRead(int copy, byte[] buffer, int count) => Call(run => run._record.Read(copy, buffer, count));

        public int RecordWrite(int copy, byte[] buffer, int count) => Call(run => (int)run._record.Write(copy, buffer, count));
    }
}
