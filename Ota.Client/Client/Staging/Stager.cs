namespace NanoOta
{
    /// <summary>Fills a slot with an image, chunk by proven chunk. What differs between kinds of slots is left to its subclasses.</summary>
    internal abstract class Stager
    {
        protected readonly UpdateRun Run;
        protected readonly ChunkTable Table;
        protected readonly ChunkSource Source;

        /// <summary>The chunk in hand.</summary>
        protected readonly byte[] Buffer = new byte[ChunkDigest.BufferLength];

        private readonly ISlotSink _sink;

        protected Stager(UpdateRun run, ISlotSink sink, IUpdateSlot slot, RemoteImage image, ChunkTable table)
        {
            Run = run;
            Table = table;
            Source = new ChunkSource(run, image, table, slot, Buffer);
            _sink = sink;
        }

        /// <summary>Whether the slot is open, or may be: there is something to end, or to give up.</summary>
        protected bool IsOpen;

        // Leaves the answers closed and the slot ended or given up: after an exception, too.
        public OtaOutcome Stage(OtaProgressHandler progress)
        {
            try
            {
                OtaOutcome outcome = Source.Open();
                if (outcome.Code == OtaResult.Ok)
                {
                    outcome = Prepare();
                }

                for (int group = 0; group < Table.GroupCount && outcome.Code == OtaResult.Ok; group++)
                {
                    outcome = Fill(group, progress);
                }

                Source.Close();
                if (outcome.Code == OtaResult.Ok && IsOpen)
                {
                    OtaResult result = _sink.End();
                    IsOpen = false;

                    // Flash that lies must not look like a fault of the image. So the slot is read after a refusal as well.
                    OtaResult proven = result == OtaResult.Ok || TrialRules.Judge(result, false) == Blame.Release ? Verify() : result;
                    outcome = OtaOutcome.Of(proven == OtaResult.Ok ? result : proven);
                }

                return outcome;
            }
            finally
            {
                Source.Close();
                if (IsOpen)
                {
                    _sink.Abort();
                }
            }
        }

        /// <summary>What is to be done before the first group; nothing where a slot can be read.</summary>
        protected virtual OtaOutcome Prepare()
        {
            return OtaOutcome.Ok;
        }

        /// <summary>Looks whether the slot holds a group of chunks already. A slot that cannot be read is not written.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.ChunkDigestMismatch"/> where the slot holds something else;
        /// <see cref="OtaResult.Cancelled"/>, or a code of the slot's reading.
        /// </returns>
        protected abstract OtaResult LookAt(int group);

        /// <summary>Whether the slot holds a chunk of the loaded group already.</summary>
        protected abstract bool HasChunk(int chunk);

        /// <summary>Brings a chunk of the loaded group, proven, to the start of the buffer.</summary>
        protected virtual OtaOutcome Get(int chunk)
        {
            return Source.Get(chunk);
        }

        /// <summary>Writes the chunk in the buffer.</summary>
        protected abstract OtaResult Put(int chunk, int length);

        /// <summary>Looks whether the slot holds what was written; nothing where a slot cannot be read.</summary>
        protected virtual OtaResult Verify()
        {
            return OtaResult.Ok;
        }

        private OtaOutcome Fill(int group, OtaProgressHandler progress)
        {
            OtaOutcome outcome = OtaOutcome.Of(LookAt(group));
            bool isThere = outcome.Code == OtaResult.Ok;
            if (outcome.Code == OtaResult.ChunkDigestMismatch)
            {
                outcome = Source.Load(group);
            }

            int chunk = group * ChunkTable.GroupChunks;
            int end = chunk + Table.ChunksIn(group);
            for (; chunk < end && outcome.Code == OtaResult.Ok; chunk++)
            {
                int length = Table.LengthOf(chunk);
                if (isThere || HasChunk(chunk))
                {
                    Run.Counters.BytesResumed += length;
                }
                else
                {
                    outcome = Run.IsCancelled ? OtaOutcome.Of(OtaResult.Cancelled) : Get(chunk);
                    if (outcome.Code == OtaResult.Ok)
                    {
                        outcome = OtaOutcome.Of(Put(chunk, length));
                    }

                    if (outcome.Code != OtaResult.Ok)
                    {
                        return outcome;
                    }

                    Run.Counters.ChunksWritten++;
                }

                if (progress != null)
                {
                    progress((chunk * ChunkDigest.BufferLength) + length, Table.ImageLength);
                }
            }

            return outcome;
        }
    }
}
