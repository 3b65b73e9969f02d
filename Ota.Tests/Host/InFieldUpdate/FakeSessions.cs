namespace NanoOta.Tests.InFieldUpdate
{
    /// <summary>Sessions that answer what a test tells them to, over a slot in memory.</summary>
    internal sealed class FakeSessions : IUpdateSessions
    {
        private byte[]? _stored;
        private int _total;

        public UpdateImage Image { get; set; } = UpdateImage.Deployment;

        public int Status { get; set; }

        public int NextOffset { get; private set; } = -1;

        public int StartCode { get; set; }

        public int? ResumeCode { get; set; }

        public int StoreCode { get; set; }

        public int CompleteCode { get; set; }

        public bool Answers { get; set; } = true;

        public byte[]? PrimaryHash { get; set; }

        public byte[]? SecondaryHash { get; set; }

        public int ResumeAt { get; set; }

        public List<string> Calls { get; } = [];

        public byte[] Stored => _stored![..NextOffset];

        public byte[]? GetPrimaryHash() => PrimaryHash;

        public byte[]? GetSecondaryHash() => SecondaryHash;

        public int Start(int totalLength) => Open("start", StartCode, totalLength, 0);

        public int Resume(int totalLength, byte[] expectedHeader)
        {
            return Open("resume", ResumeCode ?? SessionCodes.NoImage, totalLength, ResumeAt);
        }

        public int Store(byte[] buffer, int index, int count)
        {
            if (StoreCode == SessionCodes.Success)
            {
                buffer.AsSpan(index, count).CopyTo(_stored.AsSpan(NextOffset));
                NextOffset += count;
            }

            return StoreCode;
        }

        public int Complete()
        {
            Calls.Add("complete");
            int code = NextOffset < _total ? SessionCodes.Incomplete : CompleteCode;
            if (code != SessionCodes.Incomplete)
            {
                NextOffset = -1;
            }

            return code;
        }

        public int Abort(bool eraseSlot)
        {
            Calls.Add(eraseSlot ? "discard" : "pause");
            NextOffset = -1;
            return SessionCodes.Success;
        }

        public int Erase()
        {
            Calls.Add("erase");
            return SessionCodes.Success;
        }

        public bool ConfirmDeployment()
        {
            Calls.Add("confirm");
            return Answers;
        }

        public bool RequestRevert()
        {
            Calls.Add("revert");
            return Answers;
        }

        public void Restart() => Calls.Add("restart");

        private int Open(string call, int code, int totalLength, int at)
        {
            Calls.Add(call);
            if (code == SessionCodes.Success)
            {
                _stored = new byte[totalLength];
                _total = totalLength;
                NextOffset = at;
            }

            return code;
        }
    }
}
