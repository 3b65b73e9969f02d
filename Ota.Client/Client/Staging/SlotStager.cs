namespace NanoOta
{
    /// <summary>Fills a slot that can be read.</summary>
    /// <remarks>
    /// What is on flash, step by step. No step touches the running slot or the boot choice:
    /// <list type="number">
    /// <item>Before: the inactive slot holds anything. Each group of chunks is read in its place, and the table's head proves the group. A group that
    /// is right stays.</item>
    /// <item>Begin at the first wrong chunk. From here on the platform does not boot the slot.</item>
    /// <item>In place: each wrong chunk is proven in memory, its sector is erased, then written. Right chunks stay. A power cut leaves one sector
    /// with any contents, and the others unchanged. Step 1 finds the right chunks without a record.</item>
    /// <item>Appending: the file is cut at the first wrong chunk, and grows. A power cut leaves proven chunks, then a part of a chunk. Step 1 finds
    /// the border again.</item>
    /// <item>End: the platform checks the image. A cut before the check leaves a slot that step 1 finds complete.</item>
    /// <item>The whole slot is read once more against the head. So flash that lied is found before anything is activated.</item>
    /// </list>
    /// </remarks>
    internal sealed class SlotStager : Stager
    {
        private readonly IUpdateSlot _slot;
        private int _position;

        public SlotStager(UpdateRun run, IUpdateSlot slot, RemoteImage image, ChunkTable table)
            : base(run, slot, slot, image, table)
        {
            _slot = slot;
        }

        // A file that is being appended to has nothing behind the writing.
        private bool IsCut => IsOpen && _slot.Writing == SlotWriting.Appending;

        protected override OtaResult LookAt(int group)
        {
            return IsCut ? OtaResult.ChunkDigestMismatch : ProveGroup(group);
        }

        // What is wanted from the server was looked at before.
        protected override bool HasChunk(int chunk)
        {
            return !IsCut && chunk >= Source.WantedEnd && Source.Holds(chunk, false);
        }

        protected override OtaResult Put(int chunk, int length)
        {
            int offset = chunk * ChunkDigest.BufferLength;
            if (!IsOpen || _position != offset)
            {
                IsOpen = true;
                OtaResult result = _slot.Begin(Table.ImageLength, offset);
                if (result != OtaResult.Ok)
                {
                    return result;
                }
            }

            _position = offset + length;
            return _slot.Write(Buffer, 0, length);
        }

        protected override OtaResult Verify()
        {
            OtaResult result = OtaResult.Ok;
            for (int group = 0; group < Table.GroupCount && result == OtaResult.Ok; group++)
            {
                result = ProveGroup(group);
            }

            return result == OtaResult.ChunkDigestMismatch ? OtaResult.SlotWriteFailed : result;
        }

        // ChunkDigestMismatch: the slot holds something else.
        private OtaResult ProveGroup(int group)
        {
            OtaResult result = Source.ReadGroup(Table, group, false);
            return result != OtaResult.Ok || Table.Prove(group) ? result : OtaResult.ChunkDigestMismatch;
        }
    }
}
