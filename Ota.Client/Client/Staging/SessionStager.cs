namespace NanoOta
{
    /// <summary>Fills a slot that cannot be read and says itself how far it got; see <see cref="ISessionSlot"/> for what proves the rest.</summary>
    internal sealed class SessionStager : Stager
    {
        private readonly ISessionSlot _slot;
        private int _loaded = -1;

        public SessionStager(UpdateRun run, ISessionSlot slot, RemoteImage image, ChunkTable table)
            : base(run, slot, image, table)
        {
            _slot = slot;
        }

        protected override OtaOutcome Open(out int start)
        {
            start = 0;
            OtaOutcome outcome = Source.Get(0, 0, Buffer);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            _loaded = 0;
            start = _slot.Resume(Image.Image.Size, Buffer, Table.LengthOf(0));
            if (start < 0)
            {
                return OtaOutcome.Of((OtaResult)(-start));
            }

            Run.Counters.BytesResumed += start;
            while (Proven < Table.Count && ProvenBytes < start)
            {
                ProvenBytes += Table.LengthOf(Proven);
                Proven++;
            }

            return outcome;
        }

        protected override OtaOutcome Get(int chunk, int offset)
        {
            bool isLoaded = chunk == _loaded;
            _loaded = -1;
            return isLoaded ? OtaOutcome.Ok : Source.Get(chunk, offset, Buffer);
        }
    }
}
