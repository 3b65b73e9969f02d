namespace NanoOta.Tooling.Delta
{
    /// <summary>Where each sequence of a few bytes stands in an image. Read only once made, so thread-safe.</summary>
    /// <remarks>Four bytes for each byte of the image, and 1 MiB. A sequence is found by its hash: the caller compares the bytes.</remarks>
    internal sealed class GramIndex
    {
        private const int HashBits = 18;

        private readonly byte[] _image;
        private readonly int _length;
        private readonly int[] _starts = new int[(1 << HashBits) + 1];
        private readonly int[] _positions;

        /// <summary>An index of all sequences of <paramref name="length"/> bytes, 3 or more.</summary>
        public GramIndex(byte[] image, int length)
        {
            _image = image;
            _length = length;
            int count = Math.Max(0, image.Length - length + 1);
            _positions = new int[count];
            for (int i = 0; i < count; i++)
            {
                _starts[Hash(image.AsSpan(i, length)) + 1]++;
            }

            for (int i = 1; i < _starts.Length; i++)
            {
                _starts[i] += _starts[i - 1];
            }

            int[] next = _starts[..^1];
            for (int i = 0; i < count; i++)
            {
                _positions[next[Hash(image.AsSpan(i, length))]++] = i;
            }
        }

        /// <summary>Bytes of a sequence.</summary>
        public int Length => _length;

        /// <summary>
        /// Puts the places of the sequence at the start of <paramref name="text"/> into <paramref name="found"/>: the nearest ones below
        /// <paramref name="near"/>, then the nearest ones from there on. The number of them.
        /// </summary>
        public int Find(ReadOnlySpan<byte> text, int near, int below, int above, Span<int> found)
        {
            if (text.Length < _length)
            {
                return 0;
            }

            ReadOnlySpan<byte> gram = text[.._length];
            int hash = Hash(gram);
            ReadOnlySpan<int> bucket = _positions.AsSpan(_starts[hash].._starts[hash + 1]);
            int at = bucket.BinarySearch(near);
            at = at < 0 ? ~at : at;
            int count = 0;
            for (int i = at - 1; i >= 0 && i >= at - below; i--)
            {
                count = Add(bucket[i], gram, found, count);
            }

            for (int i = at; i < bucket.Length && i < at + above; i++)
            {
                count = Add(bucket[i], gram, found, count);
            }

            return count;
        }

        private int Add(int position, ReadOnlySpan<byte> gram, Span<int> found, int count)
        {
            if (count < found.Length && _image.AsSpan(position, _length).SequenceEqual(gram))
            {
                found[count++] = position;
            }

            return count;
        }

        // FNV-1a (draft-eastlake-fnv), folded.
        private static int Hash(ReadOnlySpan<byte> gram)
        {
            uint hash = 2166136261;
            foreach (byte b in gram)
            {
                hash = (hash ^ b) * 16777619;
            }

            return (int)((hash ^ (hash >> HashBits)) & ((1 << HashBits) - 1));
        }
    }
}
