namespace NanoOta
{
    /// <summary>
    /// The beginning of a delta file: the head of the new table, and the old images that have a section. docs/FORMAT.md has the layout.
    /// </summary>
    /// <remarks>
    /// The file is not signed. The manifest proves the head. The directory leads to bytes that are proven, or to a section that is dropped. Not
    /// thread-safe.
    /// </remarks>
    public sealed class DeltaDirectory
    {
        /// <summary>The version of the format.</summary>
        public const int Version = 2;

        /// <summary>Bytes of the header.</summary>
        public const int HeaderLength = 32;

        /// <summary>Bytes of a section's entry.</summary>
        public const int EntryLength = 32;

        /// <summary>The most sections of a file.</summary>
        public const int MaxSections = 32;

        /// <summary>Bytes of an image's identity that an entry has.</summary>
        public const int IdentityLength = 8;

        /// <summary>The flag of an entry whose payloads read the new image below their chunk.</summary>
        public const int ReadsNewFlag = 1;

        // "NOTADLT1", little-endian.
        private const long Magic = 0x31544C4441544F4E;
        private int _sections;

        /// <summary>The first byte of the chosen section, as an offset in the file.</summary>
        public int Offset;

        /// <summary>The offset of the first byte behind the chosen section.</summary>
        public int End;

        /// <summary>Bytes of the old image that the chosen section needs; 0 for none.</summary>
        public int OldLength;

        /// <summary>Whether payloads of the chosen section read the new image below their chunk.</summary>
        public bool ReadsNew;

        /// <summary>Where the entries begin, behind the header and the head of the table.</summary>
        /// <param name="imageLength">Bytes of the new image.</param>
        public static int EntriesAt(int imageLength)
        {
            return HeaderLength + ChunkTable.HeadLength(imageLength);
        }

        /// <summary>Reads the head of the new image's table into the table. Nothing proves the head here.</summary>
        /// <param name="stream">The delta file.</param>
        /// <param name="table">The new image's table.</param>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.DeltaMalformed"/>, or an error of transport.</returns>
        public OtaResult ReadHead(DeltaStream stream, ChunkTable table)
        {
            stream.MoveTo(0, EntriesAt(table.ImageLength) + (EntryLength * MaxSections));
            byte[] header = new byte[HeaderLength];
            if (!stream.Take(header, 0, HeaderLength))
            {
                return stream.Failure;
            }

            _sections = header[10];
            return LittleEndian.ReadInt64(header, 0) != Magic || LittleEndian.ReadUInt16(header, 8) != EntryLength || _sections < 1 || _sections > MaxSections
                || header[11] != Version || LittleEndian.ReadInt32(header, 12) != table.ImageLength || LittleEndian.ReadInt32(header, 16) != table.Count
                || LittleEndian.ReadInt32(header, 20) != 0 || LittleEndian.ReadInt64(header, 24) != 0
                ? OtaResult.DeltaMalformed
                : stream.Take(table.Head, 0, table.Head.Length) ? OtaResult.Ok : stream.Failure;
        }

        /// <summary>
        /// Goes on behind the head, and chooses the section of the image that runs, else one without an old image. <see cref="ReadHead"/> has
        /// been called with the same stream.
        /// </summary>
        /// <param name="stream">The delta file.</param>
        /// <param name="table">The new image's table.</param>
        /// <param name="identity">The identity of the image that runs, 8 bytes or more; null if unknown.</param>
        /// <param name="runningLength">Bytes of the running slot that can be read; 0 for none.</param>
        /// <param name="canReadNew">Whether the slot that is filled can be read.</param>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.DeltaMalformed"/>, where no section fits, too; or an error of transport.
        /// </returns>
        public OtaResult Choose(DeltaStream stream, ChunkTable table, byte[] identity, int runningLength, bool canReadNew)
        {
            int entries = EntriesAt(table.ImageLength);
            int sectionsAt = entries + (EntryLength * _sections);

            // The window may hold the section's first bytes: with a nearer end the window would drop these bytes.
            stream.MoveTo(entries, entries + (EntryLength * MaxSections));
            byte[] entry = new byte[EntryLength];
            OtaResult found = OtaResult.DeltaMalformed;
            bool isOwn = false;
            for (int i = 0; i < _sections && !isOwn; i++)
            {
                if (!stream.Take(entry, 0, EntryLength))
                {
                    return stream.Failure;
                }

                int old = LittleEndian.ReadInt32(entry, 8);
                int offset = LittleEndian.ReadInt32(entry, 12);
                int size = LittleEndian.ReadInt32(entry, 16);
                bool fits = offset >= sectionsAt && size > 0 && size <= int.MaxValue - offset
                    && LittleEndian.ReadUInt16(entry, 20) <= PayloadDecoder.MaxPayload
                    && (entry[22] == 0 || (entry[22] == ReadsNewFlag && canReadNew)) && entry[23] == 0 && LittleEndian.ReadInt64(entry, 24) == 0;
                isOwn = fits && old > 0 && old <= runningLength && identity != null && LittleEndian.ReadInt64(entry, 0) == LittleEndian.ReadInt64(identity, 0);
                if (isOwn || (fits && old == 0 && found != OtaResult.Ok))
                {
                    Offset = offset;
                    End = offset + size;
                    OldLength = old;
                    ReadsNew = entry[22] != 0;
                    found = OtaResult.Ok;
                }
            }

            return found;
        }
    }
}
