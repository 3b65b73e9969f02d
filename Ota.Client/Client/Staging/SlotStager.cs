namespace NanoOta
{
    /// <summary>Fills a slot that can be read.</summary>
    /// <remarks>
    /// What is on flash, step by step; the running slot and the boot choice are not touched by any of them:
    /// <list type="number">
    /// <item>Before: the inactive slot holds anything. It is read, chunk by chunk, until the first that does not match the signed table.</item>
    /// <item>Begin at the start of the sector of that first mismatch: everything before it is proven and stays. From here on the platform
    /// does not boot the slot.</item>
    /// <item>Each chunk is proven in memory, then written; its sector is erased just before. A power cut leaves proven chunks,
    /// then one sector with anything in it, then what was there before: step 1 finds the border again, without a record of it.</item>
    /// <item>End: the platform checks the image. A cut before it leaves a slot that step 1 finds complete.</item>
    /// <item>The whole slot is read once more against the table: flash that lied is found before anything is activated.</item>
    /// </list>
    /// </remarks>
    internal sealed class SlotStager : Stager
    {
        private readonly IUpdateSlot _slot;

        public SlotStager(UpdateRun run, IUpdateSlot slot, RemoteImage image, ChunkTable table)
            : base(run, slot, image, table)
        {
            _slot = slot;
        }

        protected override OtaResult Examine()
        {
            OtaResult result = Prove();
            if (result != OtaResult.Ok || Proven == Table.Count)
            {
                Run.Counters.BytesResumed += ProvenBytes;
                return result;
            }

            return FindReusable();
        }

        protected override OtaOutcome Open(out int start)
        {
            start = ProvenBytes & ~(_slot.EraseSize - 1);
            Run.Counters.BytesResumed += start;
            return OtaOutcome.Of(_slot.Begin(Image.Image.Size, start));
        }

        protected override OtaOutcome Get(int chunk, int offset)
        {
            int from = Table.SourceOf(chunk);
            if (from >= 0)
            {
                // It was there when it was looked for; read again, it is proven again.
                int length = Table.LengthOf(chunk);
                if (_slot.ReadRunning(from, Buffer, 0, length) == OtaResult.Ok && IsProven(chunk, length))
                {
                    Run.Counters.BytesReused += length;
                    return OtaOutcome.Ok;
                }

                Table.ForgetSource(chunk);
            }

            return Source.Get(chunk, offset, Buffer);
        }

        protected override OtaResult Verify()
        {
            OtaResult result = Prove();
            return result == OtaResult.Ok && Proven < Table.Count ? OtaResult.SlotWriteFailed : result;
        }

        // Counts the chunks at the start of the slot that are the signed ones.
        private OtaResult Prove()
        {
            Proven = 0;
            ProvenBytes = 0;
            while (Proven < Table.Count)
            {
                if (Run.IsCancelled)
                {
                    return OtaResult.Cancelled;
                }

                int length = Table.LengthOf(Proven);
                OtaResult result = _slot.ReadStaged(ProvenBytes, Buffer, 0, length);
                if (result != OtaResult.Ok || !IsProven(Proven, length))
                {
                    return result;
                }

                Proven++;
                ProvenBytes += length;
            }

            return OtaResult.Ok;
        }

        // Looks in the running slot for chunks of the image, so that they need not be fetched.
        private OtaResult FindReusable()
        {
            int length = _slot.RunningLength;
            int wanted = Table.Count;
            ChunkCutter cutter = new ChunkCutter(Table.Method);
            for (int offset = 0; offset < length && wanted > 0;)
            {
                if (Run.IsCancelled)
                {
                    return OtaResult.Cancelled;
                }

                int remaining = length - offset;
                int count = remaining < ChunkCutter.MaxLength ? remaining : ChunkCutter.MaxLength;
                if (_slot.ReadRunning(offset, Buffer, 0, count) != OtaResult.Ok)
                {
                    // What cannot be read can be fetched.
                    return OtaResult.Ok;
                }

                count = cutter.Next(Buffer, remaining);
                wanted -= Table.NoteSource(ChunkDigest.Compute(Buffer, count), count, offset);
                offset += count;
            }

            return OtaResult.Ok;
        }

        private bool IsProven(int chunk, int length)
        {
            return Table.Matches(chunk, ChunkDigest.Compute(Buffer, length));
        }
    }
}
