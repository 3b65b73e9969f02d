namespace NanoOta
{
    /// <summary>
    /// The chunks of an image: their lengths and digests, in the form that they came in. docs/FORMAT.md has the layout.
    /// </summary>
    /// <remarks>
    /// The only memory that grows with an image: 34 bytes a chunk for the table as it came, 6 for the index. Not thread-safe.
    /// </remarks>
    public sealed class ChunkTable
    {
        /// <summary>Bytes before the first entry.</summary>
        public const int HeaderLength = 32;

        /// <summary>Bytes of an entry: u16 length, 32 bytes of digest.</summary>
        public const int EntryLength = 34;

        /// <summary>The largest table that the format allows, in bytes.</summary>
        public const int MaxTableLength = 1024 * 1024;

        // Chunk numbers are kept as shorts.
        private const int MaxCount = 30000;
        private const int BucketCount = 256;
        private const int NoChunk = -1;

        // "NOTACHK1", little-endian.
        private const long Magic = 0x314B484341544F4E;

        private readonly byte[] _table;
        private readonly int[] _source;
        private readonly short[] _next;
        private readonly short[] _first;

        private ChunkTable(byte[] table, int count)
        {
            _table = table;
            Count = count;
            _source = new int[count];
            _next = new short[count];
            _first = new short[BucketCount];
        }

        /// <summary>Chunks of the image, 1 or more.</summary>
        public int Count { get; }

        /// <summary>The table's bytes as they are signed for; not to be changed.</summary>
        internal byte[] Bytes => _table;

        /// <summary>How the image was cut.</summary>
        public ChunkMethod Method => (ChunkMethod)_table[10];

        /// <summary>
        /// Checks a table and takes it over. <see cref="OtaResult.TableMalformed"/>, or <see cref="OtaResult.TableImageMismatch"/>
        /// when it is whole but describes an image of another size than <paramref name="imageSize"/>.
        /// </summary>
        public static OtaResult Open(byte[] bytes, int imageSize, out ChunkTable table)
        {
            table = null;
            if (bytes.Length < HeaderLength + EntryLength || !HasHeader(bytes))
            {
                return OtaResult.TableMalformed;
            }

            int size = LittleEndian.ReadInt32(bytes, 12);
            int count = LittleEndian.ReadInt32(bytes, 16);
            if (count < 1 || count > MaxCount || bytes.Length != HeaderLength + (count * EntryLength))
            {
                return OtaResult.TableMalformed;
            }

            int longest = LittleEndian.ReadUInt16(bytes, 22);
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                int length = LittleEndian.ReadUInt16(bytes, HeaderLength + (i * EntryLength));
                if (length < 1 || length > longest)
                {
                    return OtaResult.TableMalformed;
                }

                sum += length;
            }

            if (sum != size)
            {
                return OtaResult.TableMalformed;
            }

            if (size != imageSize)
            {
                return OtaResult.TableImageMismatch;
            }

            table = new ChunkTable(bytes, count);
            table.MakeIndex();
            return OtaResult.Ok;
        }

        /// <summary>Bytes of a chunk, 1 to 4096.</summary>
        public int LengthOf(int chunk)
        {
            return LittleEndian.ReadUInt16(_table, HeaderLength + (chunk * EntryLength));
        }

        /// <summary>Whether a chunk has that digest.</summary>
        public bool Matches(int chunk, byte[] digest)
        {
            byte[] table = _table;
            int at = HeaderLength + (chunk * EntryLength) + 2;
            for (int i = 0; i < ChunkDigest.Length; i++)
            {
                if (table[at + i] != digest[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Where the running image has a chunk, as an offset; -1 when it has to be fetched.</summary>
        public int SourceOf(int chunk)
        {
            return _source[chunk];
        }

        /// <summary>
        /// Notes that the running image has these bytes at <paramref name="offset"/>. The number of chunks that this was news for.
        /// </summary>
        public int NoteSource(byte[] digest, int length, int offset)
        {
            int found = 0;
            for (int chunk = _first[digest[0]]; chunk != NoChunk; chunk = _next[chunk])
            {
                if (_source[chunk] == NoChunk && LengthOf(chunk) == length && Matches(chunk, digest))
                {
                    _source[chunk] = offset;
                    found++;
                }
            }

            return found;
        }

        /// <summary>Takes back where a chunk was said to be: it is to be fetched.</summary>
        public void ForgetSource(int chunk)
        {
            _source[chunk] = NoChunk;
        }

        private static bool HasHeader(byte[] bytes)
        {
            if (LittleEndian.ReadInt64(bytes, 0) != Magic)
            {
                return false;
            }

            for (int i = 24; i < HeaderLength; i++)
            {
                if (bytes[i] != 0)
                {
                    return false;
                }
            }

            // 1: HMAC-SHA-256 over the chunk padded to 4096 bytes, the only digest so far.
            int shortest = LittleEndian.ReadUInt16(bytes, 20);
            int longest = LittleEndian.ReadUInt16(bytes, 22);
            return LittleEndian.ReadUInt16(bytes, 8) == HeaderLength && bytes[10] <= (byte)ChunkMethod.ContentDefined && bytes[11] == 1
                && shortest >= 1 && shortest <= longest && longest <= ChunkCutter.MaxLength;
        }

        // A list of chunks for each first byte of a digest: enough to find one without comparing all.
        private void MakeIndex()
        {
            for (int i = 0; i < BucketCount; i++)
            {
                _first[i] = NoChunk;
            }

            for (int i = Count - 1; i >= 0; i--)
            {
                int bucket = _table[HeaderLength + (i * EntryLength) + 2];
                _source[i] = NoChunk;
                _next[i] = _first[bucket];
                _first[bucket] = (short)i;
            }
        }
    }
}
