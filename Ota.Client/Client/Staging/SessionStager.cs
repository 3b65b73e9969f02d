namespace NanoOta
{
    /// <summary>
    /// Fills a slot that cannot be read, and whose session says how far the slot got. <see cref="ISessionSlot"/> says how the rest is proven.
    /// </summary>
    internal sealed class SessionStager : Stager
    {
        private readonly ISessionSlot _slot;
        private int _start;
        private bool _isLoaded;

        public SessionStager(UpdateRun run, ISessionSlot slot, RemoteImage image, ChunkTable table)
            : base(run, slot, null, image, table)
        {
            _slot = slot;
        }

        protected override OtaOutcome Prepare()
        {
            OtaOutcome outcome = Source.Load(0);
            if (outcome.Code == OtaResult.Ok)
            {
                outcome = Source.Get(0);
            }

            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            _isLoaded = true;
            IsOpen = true;
            _start = _slot.Resume(Table.ImageLength, Buffer, Table.LengthOf(0));
            return OtaOutcome.Of(_start < 0 ? (OtaResult)(-_start) : OtaResult.Ok);
        }

        protected override OtaResult LookAt(int group)
        {
            return HasChunk((group * ChunkTable.GroupChunks) + Table.ChunksIn(group) - 1) ? OtaResult.Ok : OtaResult.ChunkDigestMismatch;
        }

        protected override bool HasChunk(int chunk)
        {
            return (chunk * ChunkDigest.BufferLength) + Table.LengthOf(chunk) <= _start;
        }

        protected override OtaOutcome Get(int chunk)
        {
            bool isLoaded = _isLoaded && chunk == 0;
            _isLoaded = false;
            return isLoaded ? OtaOutcome.Ok : Source.Get(chunk);
        }

        protected override OtaResult Put(int chunk, int length)
        {
            // The first chunk to write may be in the slot in part.
            int head = _start - (chunk * ChunkDigest.BufferLength);
            head = head < 0 ? 0 : head;
            return _slot.Write(Buffer, head, length - head);
        }
    }
}
