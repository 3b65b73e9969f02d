namespace NanoOta.Tests
{
    /// <summary>A delta file of one section, whose payloads are chunks as they are.</summary>
    internal sealed class LiteralDelta
    {
        private const int FileVersion = 2;
        private const int SectionVersion = 1;

        private readonly byte[] _file;
        private readonly int[] _payloads;
        private int _at;

        /// <summary>
        /// The section has payloads for some chunks, in ascending order, and is for the running image, or for any where that is null. Without
        /// payloads a group is unchanged.
        /// </summary>
        public LiteralDelta(byte[] image, int[] payloads, byte[] running)
        {
            _payloads = payloads;
            ChunkTable table = new ChunkTable(TestImages.Head(image), image.Length);
            int groups = 0;
            for (int group = 0; group < table.GroupCount; group++)
            {
                groups += IsChanged(group) ? 1 : 0;
            }

            int size = DeltaSection.FixedLength + DeltaSection.BitsLength(table.GroupCount)
                + (groups * (DeltaSection.OffsetLength + (ChunkTable.GroupChunks * (ChunkDigest.Length + DeltaSection.LengthLength))))
                + (payloads.Length * PayloadDecoder.MaxPayload);
            SectionAt = DeltaDirectory.EntriesAt(table.ImageLength) + DeltaDirectory.EntryLength;
            _file = new byte[SectionAt + size];
            WriteDirectory(image, running, size);
            WriteSection(image, table);
        }

        /// <summary>The offset of the section.</summary>
        public int SectionAt { get; }

        /// <summary>The file.</summary>
        public byte[] File => _file;

        /// <summary>Where the payload of a chunk begins in the file; 0 for none.</summary>
        public int[] PayloadAt { get; } = new int[64];

        /// <summary>Where the digests of a group begin in the file; 0 for an unchanged one.</summary>
        public int[] DigestsAt { get; } = new int[2];

        private bool IsChanged(int group)
        {
            for (int i = 0; i < _payloads.Length; i++)
            {
                if (_payloads[i] / ChunkTable.GroupChunks == group)
                {
                    return true;
                }
            }

            return false;
        }

        private void WriteDirectory(byte[] image, byte[] running, int size)
        {
            LittleEndian.WriteInt64(_file, 0, 0x31544C4441544F4E);
            LittleEndian.WriteInt16(_file, 8, DeltaDirectory.EntryLength);
            _file[10] = 1;
            _file[11] = FileVersion;
            LittleEndian.WriteInt32(_file, 12, image.Length);
            LittleEndian.WriteInt32(_file, 16, ChunkTable.ChunksOf(image.Length));
            byte[] newHead = TestImages.Head(image);
            System.Array.Copy(newHead, 0, _file, DeltaDirectory.HeaderLength, newHead.Length);
            int entry = DeltaDirectory.HeaderLength + newHead.Length;
            if (running != null)
            {
                byte[] head = TestImages.Head(running);
                System.Array.Copy(Digests.Hash(head, 0, head.Length), 0, _file, entry, DeltaDirectory.IdentityLength);
                LittleEndian.WriteInt32(_file, entry + 8, running.Length);
            }

            LittleEndian.WriteInt32(_file, entry + 12, SectionAt);
            LittleEndian.WriteInt32(_file, entry + 16, size);
            LittleEndian.WriteInt16(_file, entry + 20, PayloadDecoder.MaxPayload);
        }

        private void WriteSection(byte[] image, ChunkTable table)
        {
            _file[SectionAt] = SectionVersion;
            int bits = SectionAt + DeltaSection.FixedLength;
            int offsets = bits + DeltaSection.BitsLength(table.GroupCount);
            _at = offsets;
            for (int group = 0; group < table.GroupCount; group++)
            {
                _at += IsChanged(group) ? DeltaSection.OffsetLength : 0;
            }

            byte[] file = TestImages.Table(image);
            for (int group = 0; group < table.GroupCount; group++)
            {
                if (IsChanged(group))
                {
                    _file[bits] |= (byte)(1 << group);
                    LittleEndian.WriteInt32(_file, offsets, _at - SectionAt);
                    offsets += DeltaSection.OffsetLength;
                    WriteGroup(image, table, file, group);
                }
            }
        }

        private void WriteGroup(byte[] image, ChunkTable table, byte[] tableFile, int group)
        {
            int chunks = table.ChunksIn(group);
            DigestsAt[group] = _at;
            System.Array.Copy(tableFile, table.OffsetOf(group), _file, _at, chunks * ChunkDigest.Length);
            int lengths = _at + (chunks * ChunkDigest.Length);
            _at = lengths + (chunks * DeltaSection.LengthLength);
            for (int i = 0; i < _payloads.Length; i++)
            {
                int chunk = _payloads[i];
                if (chunk / ChunkTable.GroupChunks == group)
                {
                    int length = table.LengthOf(chunk);
                    LittleEndian.WriteInt16(_file, lengths + ((chunk % ChunkTable.GroupChunks) * DeltaSection.LengthLength), Header(length) + length);
                    PayloadAt[chunk] = _at;
                    WritePayload(image, chunk * ChunkDigest.BufferLength, length);
                }
            }
        }

        // 15 literals and a number of more, in groups of 7 bits.
        private void WritePayload(byte[] image, int from, int length)
        {
            int more = length - 15;
            _file[_at] = 0xF0;
            _file[_at + 1] = (byte)(more > 127 ? (more & 127) | 128 : more);
            _file[_at + 2] = (byte)(more >> 7);
            _at += Header(length);
            System.Array.Copy(image, from, _file, _at, length);
            _at += length;
        }

        private static int Header(int length)
        {
            return length - 15 > 127 ? 3 : 2;
        }
    }
}
