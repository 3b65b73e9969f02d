namespace NanoOta
{
    /// <summary>
    /// A section of a delta file. For each changed group of chunks the section has the digests of the group and the payloads of its chunks.
    /// docs/FORMAT.md has the layout.
    /// </summary>
    /// <remarks>
    /// In memory are the differences, the lengths of one group's payloads, and the window. Each group of 32 chunks costs one bit, and four bytes if
    /// the section changes the group. Not thread-safe.
    /// </remarks>
    public sealed class DeltaSection : PayloadDecoder
    {
        /// <summary>Bytes before the groups' bits: the version and the differences.</summary>
        public const int FixedLength = 1 + DeltaCount;

        /// <summary>Bytes of a group's offset.</summary>
        public const int OffsetLength = 4;

        /// <summary>Bytes of a payload's length.</summary>
        public const int LengthLength = 2;

        private const int Version = 1;

        private readonly byte[] _lengths = new byte[ChunkTable.GroupChunks * LengthLength];
        private ChunkTable _table;
        private byte[] _head;
        private int _start;
        private int _end;
        private int _firstPayload;

        /// <summary>A reader of sections of <paramref name="file"/> that decodes into <paramref name="chunk"/>, a buffer of 4096 bytes.</summary>
        public DeltaSection(IDeltaFile file, ISlotImages images, byte[] chunk)
            : base(file, images, chunk)
        {
        }

        /// <summary>Bytes of the groups' bits in a section: one bit a group, rounded up to 4 bytes.</summary>
        public static int BitsLength(int groups)
        {
            return (groups + 31) / 32 * 4;
        }

        /// <summary>Opens the section that the directory has chosen.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.DeltaMalformed"/>, or an error of transport.</returns>
        public OtaResult Open(DeltaDirectory directory, ChunkTable table)
        {
            _table = table;
            _start = directory.Offset;
            _end = directory.End;
            OldLength = directory.OldLength;
            ReadsNew = directory.ReadsNew;

            int bits = BitsLength(table.GroupCount);
            byte[] head = new byte[FixedLength + bits];
            MoveTo(_start, _end);
            if (!Take(head, 0, head.Length))
            {
                return Failure;
            }

            int changed = 0;
            for (int i = 0; i < bits * 8; i++)
            {
                if (IsChanged(head, i))
                {
                    changed++;

                    // A bit without a group stands for nothing.
                    if (i >= table.GroupCount)
                    {
                        return OtaResult.DeltaMalformed;
                    }
                }
            }

            _head = new byte[head.Length + (changed * OffsetLength)];
            System.Array.Copy(head, 0, _head, 0, head.Length);
            Deltas = _head;
            DeltasAt = 1;
            return head[0] != Version ? OtaResult.DeltaMalformed : Take(_head, head.Length, _head.Length - head.Length) ? OtaResult.Ok : Failure;
        }

        /// <summary>Whether the section changes a group. An unchanged group is the old image's.</summary>
        public bool Changes(int group)
        {
            return IsChanged(_head, group);
        }

        /// <summary>
        /// Begins a group that the section changes. The group's digests go into the table, which proves them. The lengths of its payloads are read
        /// too.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.DeltaMalformed"/>, <see cref="OtaResult.TableDigestMismatch"/> when the digests are not
        /// the signed ones, or an error of transport.
        /// </returns>
        public OtaResult BeginGroup(int group)
        {
            int index = 0;
            for (int i = 0; i < group; i++)
            {
                if (IsChanged(_head, i))
                {
                    index++;
                }
            }

            int at = FixedLength + BitsLength(_table.GroupCount);
            int offset = LittleEndian.ReadInt32(_head, at + (index * OffsetLength));
            if (offset < _head.Length || offset >= _end - _start)
            {
                return OtaResult.DeltaMalformed;
            }

            MoveTo(_start + offset, _end);
            int chunks = _table.ChunksIn(group);
            _table.Clear();
            if (!Take(_table.Digests, 0, chunks * ChunkDigest.Length) || !Take(_lengths, 0, chunks * LengthLength))
            {
                return Failure;
            }

            _firstPayload = _start + offset + (chunks * (ChunkDigest.Length + LengthLength));
            return _table.Prove(group) ? OtaResult.Ok : OtaResult.TableDigestMismatch;
        }

        /// <summary>Whether there is a payload for a chunk of the group that was begun last.</summary>
        public bool Has(int chunk)
        {
            return LittleEndian.ReadUInt16(_lengths, (chunk & (ChunkTable.GroupChunks - 1)) * LengthLength) != 0;
        }

        /// <summary>Decodes and proves a chunk of the group that was begun last.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.DeltaMalformed"/>, where there is no payload, too,
        /// <see cref="OtaResult.ChunkDigestMismatch"/>, or an error of transport or of a slot.
        /// </returns>
        public OtaResult Decode(int chunk)
        {
            int index = chunk & (ChunkTable.GroupChunks - 1);
            int at = _firstPayload;
            for (int i = 0; i < index; i++)
            {
                at += LittleEndian.ReadUInt16(_lengths, i * LengthLength);
            }

            int payload = LittleEndian.ReadUInt16(_lengths, index * LengthLength);
            if (payload == 0 || payload > MaxPayload || payload > _end - at)
            {
                return OtaResult.DeltaMalformed;
            }

            MoveTo(at, _end);
            int length = _table.LengthOf(chunk);
            OtaResult result = Decode(payload, chunk * ChunkDigest.BufferLength, length);
            return result == OtaResult.Ok && !_table.Holds(chunk, Chunk) ? OtaResult.ChunkDigestMismatch : result;
        }

        private static bool IsChanged(byte[] head, int group)
        {
            return (head[FixedLength + (group >> 3)] & (1 << (group & 7))) != 0;
        }
    }
}
