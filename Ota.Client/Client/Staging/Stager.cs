namespace NanoOta
{
    /// <summary>Fills the inactive slot with an image, chunk by proven chunk.</summary>
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
    internal sealed class Stager
    {
        private readonly UpdateRun _run;
        private readonly ManifestImage _image;
        private readonly ChunkTable _table;
        private readonly string _url;
        private readonly byte[] _buffer = new byte[ChunkDigest.BufferLength];
        private int _proven;
        private int _provenBytes;
        private int _loaded = -1;

        public Stager(UpdateRun run, ManifestImage image, string url, ChunkTable table)
        {
            _run = run;
            _image = image;
            _url = url;
            _table = table;
        }

        public OtaResult Run(OtaProgressHandler progress)
        {
            ISessionSlot session = _run.Slot as ISessionSlot;
            if (session == null)
            {
                OtaResult there = Prove();
                if (there != OtaResult.Ok || _proven == _table.Count)
                {
                    _run.Counters.BytesResumed += _provenBytes;
                    return there;
                }
            }

            ChunkSource source = new ChunkSource(_run, _table, _url, _image.Size, _buffer);
            OtaResult result = source.FindReusable();
            if (result == OtaResult.Ok)
            {
                result = Fill(session, source, progress);
            }

            if (result != OtaResult.Ok || session != null)
            {
                return result;
            }

            result = Prove();
            return result == OtaResult.Ok && _proven < _table.Count ? OtaResult.SlotWriteFailed : result;
        }

        // Leaves the answer closed and the slot ended or given up: after an exception, too.
        private OtaResult Fill(ISessionSlot session, ChunkSource source, OtaProgressHandler progress)
        {
            IUpdateSlot slot = _run.Slot;
            bool isOpen = true;
            try
            {
                int start = session == null ? Begin(slot) : Resume(session, source);
                OtaResult result = start < 0 ? (OtaResult)(-start) : Write(slot, source, start, progress);
                if (result == OtaResult.Ok)
                {
                    source.Close();
                    result = slot.End();
                    isOpen = false;
                }

                return result;
            }
            finally
            {
                source.Close();
                if (isOpen)
                {
                    slot.Abort();
                }
            }
        }

        // Where the writing begins, or a negated result.
        private int Begin(IUpdateSlot slot)
        {
            int start = _provenBytes & ~(slot.EraseSize - 1);
            _run.Counters.BytesResumed += start;
            OtaResult result = slot.Begin(_image.Size, start);
            return result == OtaResult.Ok ? start : -(int)result;
        }

        // The same of a slot that cannot be read back and says itself how far it got; see ISessionSlot for what proves that.
        private int Resume(ISessionSlot slot, ChunkSource source)
        {
            OtaResult result = source.Get(0, 0);
            if (result != OtaResult.Ok)
            {
                return -(int)result;
            }

            _loaded = 0;
            int start = slot.Resume(_image.Size, _buffer, _table.LengthOf(0));
            if (start < 0)
            {
                return start;
            }

            _run.Counters.BytesResumed += start;
            while (_proven < _table.Count && _provenBytes < start)
            {
                _provenBytes += _table.LengthOf(_proven);
                _proven++;
            }

            return start;
        }

        private OtaResult Write(IUpdateSlot slot, ChunkSource source, int start, OtaProgressHandler progress)
        {
            int chunk = _proven;
            int offset = _provenBytes;
            while (offset > start)
            {
                chunk--;
                offset -= _table.LengthOf(chunk);
            }

            // The first chunk may begin before the sector: then its head is on flash already.
            int head = start - offset;
            for (; chunk < _table.Count; chunk++)
            {
                if (_run.IsCancelled)
                {
                    return OtaResult.Cancelled;
                }

                OtaResult result = chunk == _loaded ? OtaResult.Ok : source.Get(chunk, offset);
                _loaded = -1;
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                int length = _table.LengthOf(chunk);
                result = slot.Write(_buffer, head, length - head);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                head = 0;
                offset += length;
                if (progress != null)
                {
                    progress(offset, _image.Size);
                }
            }

            return OtaResult.Ok;
        }

        // Counts the chunks at the start of the slot that are the signed ones.
        private OtaResult Prove()
        {
            _proven = 0;
            _provenBytes = 0;
            while (_proven < _table.Count)
            {
                if (_run.IsCancelled)
                {
                    return OtaResult.Cancelled;
                }

                int length = _table.LengthOf(_proven);
                OtaResult result = _run.Slot.ReadStaged(_provenBytes, _buffer, 0, length);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                if (!_table.Matches(_proven, ChunkDigest.Compute(_buffer, length)))
                {
                    return OtaResult.Ok;
                }

                _proven++;
                _provenBytes += length;
            }

            return OtaResult.Ok;
        }
    }
}
