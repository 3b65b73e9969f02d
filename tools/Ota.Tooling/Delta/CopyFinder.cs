namespace NanoOta.Tooling.Delta
{
    /// <summary>Finds where the bytes at a place of the new image may come from. Thread-safe.</summary>
    internal sealed class CopyFinder
    {
        /// <summary>The most candidates for a place.</summary>
        public const int MaxCandidates = 12;

        private const int Nearest = 6;
        private const int ScoreSpan = 64;

        // A copy with fixes is given up for good when it has lost that many bytes.
        private const int GiveUp = 8;

        private static readonly int[] _oldGrams = [4, 6, 10, 18, 34];
        private static readonly int[] _newGrams = [3, 5, 9, 20];

        private readonly byte[] _old;
        private readonly byte[] _new;
        private readonly bool _readsNew;
        private readonly GramIndex[] _inOld;
        private readonly GramIndex[] _inNew;

        /// <summary>A finder; <paramref name="readsNew"/> is false where copies of the new image must stay inside their chunk.</summary>
        public CopyFinder(byte[] oldImage, byte[] newImage, bool readsNew)
        {
            _old = oldImage;
            _new = newImage;
            _readsNew = readsNew;
            _inOld = oldImage.Length == 0 ? [] : Make(oldImage, _oldGrams);
            _inNew = Make(newImage, _newGrams);
        }

        /// <summary>
        /// The best candidates for the place <paramref name="at"/> of the chunk at <paramref name="chunkOffset"/>; the old image's likeliest
        /// place is <paramref name="expected"/>. The number of them.
        /// </summary>
        public int Find(int chunkOffset, int at, int end, int expected, Span<CopyCandidate> candidates)
        {
            ReadOnlySpan<byte> text = _new.AsSpan(at, end - at);
            Span<int> found = stackalloc int[2 * Nearest];
            int count = 0;
            foreach (GramIndex index in _inOld)
            {
                int n = index.Find(text, expected, Nearest, Nearest, found);
                foreach (int source in found[..n])
                {
                    count = Add(candidates, count, new CopyCandidate(false, source - at, Score(_old, source, text) - JumpBytes(source - expected)));
                }
            }

            int lowest = _readsNew ? 0 : chunkOffset;
            foreach (GramIndex index in _inNew)
            {
                int n = index.Find(text, at, Nearest, 0, found);
                foreach (int source in found[..n])
                {
                    if (source >= lowest)
                    {
                        count = Add(candidates, count, new CopyCandidate(true, at - source, Score(_new, source, text) - DistanceBytes(at - source)));
                    }
                }
            }

            return count;
        }

        /// <summary>Bytes of a copy's number that goes that far from where the old image was expected to go on.</summary>
        public static int JumpBytes(int jump) => NumberBytes((jump < 0 ? -jump - 1 : jump) << 2);

        /// <summary>Bytes of a copy's number for a distance back in the new image.</summary>
        public static int DistanceBytes(int distance) => NumberBytes((distance - 1) << 1);

        private static int NumberBytes(int value) => value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;

        private static GramIndex[] Make(byte[] image, int[] lengths)
        {
            GramIndex[] made = new GramIndex[lengths.Length];
            Parallel.For(0, lengths.Length, i => made[i] = new GramIndex(image, lengths[i]));
            return made;
        }

        private static int Score(byte[] image, int source, ReadOnlySpan<byte> text)
        {
            int best = 0;
            int score = 0;
            int span = Math.Min(ScoreSpan, Math.Min(text.Length, image.Length - source));
            for (int i = 0; i < span && score > best - GiveUp; i++)
            {
                score += image[source + i] == text[i] ? 1 : -1;
                best = Math.Max(best, score);
            }

            return best;
        }

        // Keeps the best, each once.
        private static int Add(Span<CopyCandidate> candidates, int count, CopyCandidate added)
        {
            int worst = -1;
            for (int i = 0; i < count; i++)
            {
                if (candidates[i].Shift == added.Shift && candidates[i].IsNew == added.IsNew)
                {
                    return count;
                }

                if (worst < 0 || candidates[i].Score < candidates[worst].Score)
                {
                    worst = i;
                }
            }

            if (count < candidates.Length)
            {
                candidates[count] = added;
                return count + 1;
            }

            if (candidates[worst].Score < added.Score)
            {
                candidates[worst] = added;
            }

            return count;
        }
    }
}
