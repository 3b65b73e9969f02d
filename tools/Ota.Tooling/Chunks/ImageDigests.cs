using System.Security.Cryptography;

namespace NanoOta.Tooling.Chunks
{
    /// <summary>The digest table of an image, made with the device's own code.</summary>
    public sealed class ImageDigests
    {
        private readonly byte[] _file;
        private readonly int _headLength;

        private ImageDigests(byte[] file, int headLength, int imageLength)
        {
            _file = file;
            _headLength = headLength;
            ImageLength = imageLength;
        }

        /// <summary>Bytes of the image.</summary>
        public int ImageLength { get; }

        /// <summary>Chunks of the image.</summary>
        public int Count => ChunkTable.ChunksOf(ImageLength);

        /// <summary>Groups of the image.</summary>
        public int GroupCount => _headLength / ChunkDigest.Length;

        /// <summary>The table's file: the head, then the chunk digests.</summary>
        public ReadOnlyMemory<byte> File => _file;

        /// <summary>The head.</summary>
        public ReadOnlySpan<byte> Head => _file.AsSpan(0, _headLength);

        /// <summary>The image's identity: the SHA-256 of the head.</summary>
        public byte[] Identity => SHA256.HashData(Head);

        /// <summary>Digests an image of 1 byte or more.</summary>
        public static ImageDigests Of(byte[] image)
        {
            int headLength = ChunkTable.HeadLength(image.Length);
            byte[] head = new byte[headLength];
            byte[] file = new byte[headLength + (ChunkTable.ChunksOf(image.Length) * ChunkDigest.Length)];
            ChunkTable table = new(head, image.Length);
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            for (int group = 0; group < table.GroupCount; group++)
            {
                table.Clear();
                int first = group * ChunkTable.GroupChunks;
                for (int chunk = first; chunk < first + table.ChunksIn(group); chunk++)
                {
                    Array.Copy(image, chunk * ChunkDigest.BufferLength, buffer, 0, table.LengthOf(chunk));
                    table.Put(chunk, buffer);
                }

                table.Seal(group);
                table.Digests.AsSpan(0, table.ChunksIn(group) * ChunkDigest.Length).CopyTo(file.AsSpan(table.OffsetOf(group)));
            }

            head.CopyTo(file, 0);
            return new ImageDigests(file, headLength, image.Length);
        }

        /// <summary>The chunk digests of a group.</summary>
        public ReadOnlySpan<byte> Group(int group)
        {
            int start = _headLength + (group * ChunkTable.GroupLength);
            return _file.AsSpan(start, Math.Min(ChunkTable.GroupLength, _file.Length - start));
        }
    }
}
