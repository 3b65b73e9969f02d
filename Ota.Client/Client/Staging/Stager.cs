namespace NanoOta
{
    /// <summary>Fills a slot with an image, chunk by proven chunk. What differs between kinds of slots is left to its subclasses.</summary>
    internal abstract class Stager
    {
        protected readonly UpdateRun Run;
        protected readonly RemoteImage Image;
        protected readonly ChunkTable Table;
        protected readonly ChunkSource Source;

        /// <summary>The chunk in hand.</summary>
        protected readonly byte[] Buffer = new byte[ChunkDigest.BufferLength];

        /// <summary>How many chunks at its start the slot holds already, and their bytes.</summary>
        protected int Proven;
        protected int ProvenBytes;

        private readonly ISlotSink _sink;

        protected Stager(UpdateRun run, ISlotSink sink, RemoteImage image, ChunkTable table)
        {
            Run = run;
            Image = image;
            Table = table;
            Source = new ChunkSource(run, table, image);
            _sink = sink;
        }

        public OtaOutcome Stage(OtaProgressHandler progress)
        {
            OtaResult result = Examine();
            if (result != OtaResult.Ok || Proven == Table.Count)
            {
                return OtaOutcome.Of(result);
            }

            OtaOutcome outcome = Fill(progress);
            return outcome.Code == OtaResult.Ok ? OtaOutcome.Of(Verify()) : outcome;
        }

        /// <summary>Looks what the slot holds already, before anything is changed; nothing where a slot cannot be read.</summary>
        protected virtual OtaResult Examine()
        {
            return OtaResult.Ok;
        }

        /// <summary>Opens the slot. Where the writing begins: in the chunk after the proven ones, or before.</summary>
        protected abstract OtaOutcome Open(out int start);

        /// <summary>Brings a chunk, proven, to the start of the buffer.</summary>
        protected abstract OtaOutcome Get(int chunk, int offset);

        /// <summary>Looks whether the slot holds what was written; nothing where a slot cannot be read.</summary>
        protected virtual OtaResult Verify()
        {
            return OtaResult.Ok;
        }

        // Leaves the answer closed and the slot ended or given up: after an exception, too.
        private OtaOutcome Fill(OtaProgressHandler progress)
        {
            bool isOpen = true;
            try
            {
                int start;
                OtaOutcome outcome = Open(out start);
                if (outcome.Code == OtaResult.Ok)
                {
                    outcome = Write(start, progress);
                }

                if (outcome.Code == OtaResult.Ok)
                {
                    Source.Close();
                    outcome = OtaOutcome.Of(_sink.End());
                    isOpen = false;
                }

                return outcome;
            }
            finally
            {
                Source.Close();
                if (isOpen)
                {
                    _sink.Abort();
                }
            }
        }

        private OtaOutcome Write(int start, OtaProgressHandler progress)
        {
            int chunk = Proven;
            int offset = ProvenBytes;
            while (offset > start)
            {
                chunk--;
                offset -= Table.LengthOf(chunk);
            }

            // The first chunk may begin before the sector: then its head is on flash already.
            int head = start - offset;
            for (; chunk < Table.Count; chunk++)
            {
                OtaOutcome outcome = Run.IsCancelled ? OtaOutcome.Of(OtaResult.Cancelled) : Get(chunk, offset);
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }

                int length = Table.LengthOf(chunk);
                OtaResult written = _sink.Write(Buffer, head, length - head);
                if (written != OtaResult.Ok)
                {
                    return OtaOutcome.Of(written);
                }

                Run.Counters.ChunksWritten++;
                head = 0;
                offset += length;
                if (progress != null)
                {
                    progress(offset, Image.Image.Size);
                }
            }

            return OtaOutcome.Ok;
        }
    }
}
