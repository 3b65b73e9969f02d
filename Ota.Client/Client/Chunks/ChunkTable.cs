namespace NanoOta
{
    /// <summary>
    /// The digests of an image, in two levels. A head has a digest for each group of 32 chunks. The chunk digests of one group are there at a time.
    /// docs/FORMAT.md has the layout.
    /// </summary>
    /// <remarks>
    /// Chunks have 4096 bytes, one flash sector; the last one has what is left. The head is bound to the manifest by its SHA-256, and a group to the
    /// head by its digest. So a device holds 32 bytes for each 128 KiB of an image, and 1 KiB. The class does no I/O. The caller reads a group's
    /// digests, or computes them. Not thread-safe.
    /// </remarks>
    public sealed class ChunkTable
    {
        /// <summary>Chunks of a group, a power of two; the last group has what is left.</summary>
        public const int GroupChunks = 32;

        /// <summary>Bytes of a whole group's digests, and of the buffer for any group.</summary>
        public const int GroupLength = GroupChunks * ChunkDigest.Length;

        private static readonly byte[] _key = ChunkDigest.KeyOf("nanoOta group digest v2");

        /// <summary>A table over a head of <see cref="HeadLength"/> bytes, which is not copied.</summary>
        public ChunkTable(byte[] head, int imageLength)
        {
            Head = head;
            ImageLength = imageLength;
            Count = ChunksOf(imageLength);
            GroupCount = head.Length / ChunkDigest.Length;
            FileLength = head.Length + (Count * ChunkDigest.Length);
        }

        /// <summary>The head: the digest of each group.</summary>
        internal readonly byte[] Head;

        /// <summary>Bytes of the image, 1 or more.</summary>
        public readonly int ImageLength;

        /// <summary>Chunks of the image, 1 or more.</summary>
        public readonly int Count;

        /// <summary>Groups of the image, 1 or more.</summary>
        public readonly int GroupCount;

        /// <summary>Bytes of the table's file: the head, then the chunk digests.</summary>
        public readonly int FileLength;

        /// <summary>The chunk digests of one group, zeros after the last one: 1024 bytes to be filled, then to be proven.</summary>
        public readonly byte[] Digests = new byte[GroupLength];

        /// <summary>The number of chunks of an image.</summary>
        public static int ChunksOf(int imageLength)
        {
            return (imageLength - 1) / ChunkDigest.BufferLength + 1;
        }

        /// <summary>The bytes of the head of an image's table.</summary>
        public static int HeadLength(int imageLength)
        {
            return ((ChunksOf(imageLength) - 1) / GroupChunks + 1) * ChunkDigest.Length;
        }

        /// <summary>Chunks of a group, 1 to 32.</summary>
        public int ChunksIn(int group)
        {
            int left = Count - (group * GroupChunks);
            return left < GroupChunks ? left : GroupChunks;
        }

        /// <summary>Bytes of a chunk, 1 to 4096.</summary>
        public int LengthOf(int chunk)
        {
            int left = ImageLength - (chunk * ChunkDigest.BufferLength);
            return left < ChunkDigest.BufferLength ? left : ChunkDigest.BufferLength;
        }

        /// <summary>Where the chunk digests of a group begin in the table's file, which has the head first.</summary>
        public int OffsetOf(int group)
        {
            return Head.Length + (group * GroupLength);
        }

        /// <summary>Sets <see cref="Digests"/> to zeros.</summary>
        public void Clear()
        {
            System.Array.Clear(Digests, 0, GroupLength);
        }

        /// <summary>Puts the digest of a chunk among <see cref="Digests"/>. The buffer has 4096 bytes, of which those after the chunk are set to zero.</summary>
        public void Put(int chunk, byte[] buffer)
        {
            byte[] digest = ChunkDigest.Compute(buffer, LengthOf(chunk));
            System.Array.Copy(digest, 0, Digests, Place(chunk), ChunkDigest.Length);
        }

        /// <summary>Whether <see cref="Digests"/> are the group's, by the head.</summary>
        public bool Prove(int group)
        {
            return IsSame(PlatformHmac.Compute(_key, Digests), Head, group * ChunkDigest.Length);
        }

        /// <summary>Puts the digest of <see cref="Digests"/> into the head: for whoever makes a table.</summary>
        public void Seal(int group)
        {
            System.Array.Copy(PlatformHmac.Compute(_key, Digests), 0, Head, group * ChunkDigest.Length, ChunkDigest.Length);
        }

        /// <summary>
        /// Whether a buffer of 4096 bytes holds a chunk, by <see cref="Digests"/>. The caller has proven these digests for the chunk's group. The
        /// bytes after the chunk are set to zero.
        /// </summary>
        public bool Holds(int chunk, byte[] buffer)
        {
            return IsSame(ChunkDigest.Compute(buffer, LengthOf(chunk)), Digests, Place(chunk));
        }

        /// <summary>A byte of a chunk's digest among <see cref="Digests"/>. Chunks with another mark differ; an equal mark says nothing.</summary>
        internal byte MarkOf(int chunk)
        {
            return Digests[Place(chunk)];
        }

        private static int Place(int chunk)
        {
            return (chunk & (GroupChunks - 1)) * ChunkDigest.Length;
        }

        private static bool IsSame(byte[] digest, byte[] digests, int index)
        {
            for (int i = 0; i < ChunkDigest.Length; i++)
            {
                if (digest[i] != digests[index + i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
