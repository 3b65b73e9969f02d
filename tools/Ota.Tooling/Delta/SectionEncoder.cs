using System.Buffers.Binary;
using NanoOta.Tooling.Chunks;

namespace NanoOta.Tooling.Delta
{
    /// <summary>Makes one section of a delta file: from one old image, or from none. docs/FORMAT.md has the layout.</summary>
    /// <remarks>
    /// The chunks are made side by side, on all processors, and their result does not depend on that. Memory: about 24 bytes for each byte of
    /// the two images, and 1 MiB for each processor.
    /// </remarks>
    public sealed class SectionEncoder
    {
        // The first pass finds out which differences there are. The later ones know what each of them costs.
        private const int Passes = 3;

        private readonly byte[] _old;
        private readonly byte[] _new;
        private readonly ImageDigests _digests;
        private readonly CopyFinder _finder;
        private readonly int[] _chunks;

        private SectionEncoder(byte[] oldImage, byte[] newImage, ImageDigests digests, bool readsNew)
        {
            _old = oldImage;
            _new = newImage;
            _digests = digests;
            _finder = new CopyFinder(oldImage, newImage, readsNew);
            _chunks = [.. Enumerable.Range(0, digests.Count).Where(chunk => !IsUnchanged(chunk))];
        }

        /// <summary>
        /// The section's bytes. <paramref name="oldImage"/> is empty for none; <paramref name="readsNew"/> allows copies of the new image
        /// below their chunk. <paramref name="progress"/> hears of 0 to 1.
        /// </summary>
        /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
        public static DeltaSectionContent Encode(
            byte[] oldImage, byte[] newImage, ImageDigests digests, bool readsNew, IProgress<double>? progress = null, CancellationToken cancellation = default)
        {
            SectionEncoder encoder = new(oldImage, newImage, digests, readsNew);
            byte[] differences = new byte[PayloadDecoder.DeltaCount];
            byte[][] payloads = [];
            for (int pass = 0; pass < Passes; pass++)
            {
                payloads = encoder.Run(differences, (pass, progress), cancellation, out int[] uses);
                if (pass < Passes - 1)
                {
                    differences = MostUsed(uses);
                }
            }

            return new DeltaSectionContent(encoder.Write(differences, payloads), oldImage.Length, payloads.Max(payload => payload.Length), readsNew);
        }

        private bool IsUnchanged(int chunk)
        {
            int offset = chunk * ChunkDigest.BufferLength;
            int length = Math.Min(ChunkDigest.BufferLength, _new.Length - offset);
            return offset + length <= _old.Length && _old.AsSpan(offset, length).SequenceEqual(_new.AsSpan(offset, length));
        }

        // The payload of each chunk, empty for the unchanged ones, and how often each difference was fixed.
        private byte[][] Run(byte[] differences, (int Pass, IProgress<double>? Report) progress, CancellationToken cancellation, out int[] uses)
        {
            byte[][] payloads = new byte[_digests.Count][];
            Array.Fill(payloads, []);
            byte[] codes = CodesOf(differences);
            byte[] costs = Array.ConvertAll(codes, code => (byte)(code == PayloadDecoder.DeltaCount && progress.Pass > 0 ? 1 : 0));
            int[] all = new int[256];
            int done = 0;
            ParallelOptions options = new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.ForEach(
                _chunks,
                options,
                () => new ChunkParser(_finder, _old, _new),
                (chunk, _, parser) =>
                {
                    int offset = chunk * ChunkDigest.BufferLength;
                    int length = Math.Min(ChunkDigest.BufferLength, _new.Length - offset);
                    int[] own = new int[256];
                    List<PayloadToken> tokens = parser.Parse(offset, length, costs);
                    byte[] payload = PayloadWriter.Write(_old, _new, offset, length, tokens, codes, own);
                    payloads[chunk] = payload.Length < PayloadDecoder.MaxPayload ? payload : PayloadWriter.Write(_old, _new, offset, length, [new(length, 0, false, 0)], codes, new int[256]);
                    lock (all)
                    {
                        for (int i = 0; i < all.Length; i++)
                        {
                            all[i] += own[i];
                        }
                    }

                    progress.Report?.Report((progress.Pass + ((double)Interlocked.Increment(ref done) / _chunks.Length)) / Passes);
                    return parser;
                },
                _ => { });
            uses = all;
            return payloads;
        }

        private static byte[] MostUsed(int[] uses)
        {
            byte[] most = new byte[PayloadDecoder.DeltaCount];
            Enumerable.Range(1, 255).Where(difference => uses[difference] > 0).OrderByDescending(difference => uses[difference]).ThenBy(difference => difference)
                .Take(most.Length).Select(difference => (byte)difference).ToArray().CopyTo(most, 0);
            return most;
        }

        private static byte[] CodesOf(byte[] differences)
        {
            byte[] codes = new byte[256];
            Array.Fill(codes, (byte)PayloadDecoder.DeltaCount);
            for (int i = differences.Length - 1; i >= 0; i--)
            {
                codes[differences[i]] = (byte)i;
            }

            return codes;
        }

        private byte[] Write(byte[] differences, byte[][] payloads)
        {
            int groups = _digests.GroupCount;
            int[] changed = [.. Enumerable.Range(0, groups).Where(group => ChunksOf(group).Any(chunk => payloads[chunk].Length != 0))];
            int offsetsAt = DeltaSection.FixedLength + DeltaSection.BitsLength(groups);
            byte[] head = new byte[offsetsAt + (changed.Length * DeltaSection.OffsetLength)];
            head[0] = 1;
            differences.CopyTo(head, 1);
            MemoryStream section = new();
            section.Write(head);
            for (int i = 0; i < changed.Length; i++)
            {
                int group = changed[i];
                head[DeltaSection.FixedLength + (group >> 3)] |= (byte)(1 << (group & 7));
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(offsetsAt + (i * DeltaSection.OffsetLength)), (int)section.Length);
                section.Write(_digests.Group(group));
                byte[] length = new byte[DeltaSection.LengthLength];
                foreach (int chunk in ChunksOf(group))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)payloads[chunk].Length);
                    section.Write(length);
                }

                foreach (int chunk in ChunksOf(group))
                {
                    section.Write(payloads[chunk]);
                }
            }

            byte[] bytes = section.ToArray();
            head.CopyTo(bytes, 0);
            return bytes;
        }

        private IEnumerable<int> ChunksOf(int group)
        {
            int first = group * ChunkTable.GroupChunks;
            return Enumerable.Range(first, Math.Min(ChunkTable.GroupChunks, _digests.Count - first));
        }
    }
}
