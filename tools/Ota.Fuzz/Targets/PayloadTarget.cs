using System.Buffers.Binary;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// PayloadDecoder against a second decoder. Input: a byte of flags (1: the new image is read; 2: the file comes byte by byte; 4: no old
    /// image), the chunk's length (2 bytes), the bytes of the new image below the chunk (2 bytes), 15 differences, then the payload.
    /// </summary>
    public sealed class PayloadTarget : FuzzTarget, IDeltaFile, ISlotImages
    {
        private const int HeadLength = 5 + PayloadDecoder.DeltaCount;
        private const int OldLength = 5000;
        private const int MaxBelow = 9000;

        private readonly byte[] _old = Noise(1, OldLength);
        private readonly byte[] _new = Noise(2, MaxBelow);
        private readonly byte[] _chunk = new byte[ChunkDigest.BufferLength];
        private byte[] _input = [];
        private int _oldLength;
        private int _below;
        private bool _isSlow;

        public override string Name => "payload";

        public override string Claim => "PayloadDecoder gives what a second decoder gives, and reads the images inside their bounds";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            Make(1, 3, 0, [0x30, 0x41, 0x42, 0x43]),
            Make(1, 12, 0, [0x27, 0xAA, 0xBB, 0x08]),
            Make(3, 10, 40, [0x07, 0x22]),
            Make(1, 21, 0, [0x1F, 0x5A, 0x02, 0x01]),
            Make(1, 6, 8, [0x03, 0x07]),
            Make(0, 6, 8, [0x03, 0x07]),
            Make(1, 32, 0, [0x0F, 0x0E, 0x00, 0x00, 0x31, 0xE2, 0x9F, 0x42]),
            Make(1, 48, 0, [0x0F, 0x1E, 0x00, 0xF0, 0x00, 0xF1, 0x06]),
            Make(4, 4096, 0, [0x1F, 0x5A, 0xED, 0x1F, 0x01]),
            [],
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } = [[0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0x80, 0x80, 0x80, 0x00], [0x0F, 0x00, 0x00], [0xF0, 0x00], [0xE1, 0xE1], [0x00, 0x01]];

        public override string Describe(int outcome) => ((PayloadOracle.Outcome)outcome).ToString();

        public override bool? IsPastFirstCheck(int outcome) => outcome != (int)PayloadOracle.Outcome.FirstToken;

        public override int Run(byte[] input)
        {
            input = input.Length < HeadLength ? [.. input, .. new byte[HeadLength - input.Length]] : input;
            _input = input;
            _isSlow = (input[0] & 2) != 0;
            _oldLength = (input[0] & 4) != 0 ? 0 : OldLength;
            _below = BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(3)) % MaxBelow;
            bool readsNew = (input[0] & 1) != 0;
            int length = 1 + (BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(1)) % ChunkDigest.BufferLength);

            PayloadOracle.Outcome expected = PayloadOracle.Decode(
                input.AsSpan(HeadLength), input.AsSpan(5, PayloadDecoder.DeltaCount), _old.AsSpan(0, _oldLength), _new.AsSpan(0, _below), readsNew, length, out byte[]? chunk);
            PayloadDecoder decoder = new(this, this, _chunk) { Deltas = input, DeltasAt = 5, OldLength = _oldLength, ReadsNew = readsNew };
            decoder.MoveTo(HeadLength, input.Length);
            OtaResult result = decoder.Decode(input.Length - HeadLength, _below, length);
            Require(result == (chunk == null ? OtaResult.DeltaMalformed : OtaResult.Ok), $"the decoder gives {result}, the second one {expected}");
            Require(chunk == null || _chunk.AsSpan(0, length).SequenceEqual(chunk), "the two decoders give different chunks");
            return (int)expected;
        }

        /// <summary>A payload of good tokens and fixes, in which one number may be another.</summary>
        public override byte[]? Generate(Random random)
        {
            int length = random.Next(4) == 0 ? ChunkDigest.BufferLength : 1 + random.Next(200);
            int below = random.Next(3) == 0 ? 0 : random.Next(MaxBelow);
            int flags = random.Next(8);
            List<byte> payload = [];
            int done = 0;
            int expected = below;
            while (done < length)
            {
                int literals = Math.Min(random.Next(3) == 0 ? random.Next(40) : random.Next(3), length - done);
                int left = length - done - literals;
                int copied = left < 3 ? 0 : Math.Min(left, 3 + (random.Next(3) == 0 ? random.Next(300) : random.Next(12)));
                literals += left < 3 ? left : 0;
                payload.Add((byte)((Math.Min(literals, 15) << 4) | (copied == 0 ? 0 : Math.Min(copied - 3, 15))));
                AddRest(payload, literals);
                byte[] bytes = new byte[literals];
                random.NextBytes(bytes);
                payload.AddRange(bytes);
                done += literals;
                expected += literals;
                if (copied == 0)
                {
                    continue;
                }

                AddRest(payload, copied - 3);
                int lowest = (flags & 1) != 0 ? 0 : below;
                bool fromNew = below + done > lowest && ((flags & 4) != 0 || copied > OldLength || random.Next(3) == 0);
                if (fromNew)
                {
                    AddNumber(payload, ((random.Next(Math.Min(below + done - lowest, random.Next(2) == 0 ? 8 : MaxBelow))) << 1) | 1);
                    expected += copied;
                }
                else
                {
                    int from = random.Next(OldLength - copied + 1);
                    AddNumber(payload, from < expected ? ((expected - from - 1) << 2) | 2 : (from - expected) << 2);
                    expected = from + copied;
                }

                done += copied;
            }

            for (int place = random.Next(30); place < length && random.Next(12) != 0; place++)
            {
                int gap = random.Next(20);
                place += gap;
                if (place < length)
                {
                    int code = random.Next(16);
                    payload.Add((byte)((gap < 14 ? gap : gap == 15 ? 14 : 15) << 4 | code));
                    if (gap == 14 || gap > 15)
                    {
                        AddNumber(payload, gap - 14);
                    }

                    if (code == 15)
                    {
                        payload.Add((byte)random.Next(256));
                    }
                }
            }

            return Make(flags, length, below, [.. payload]);
        }

        public int Read(int offset, int end, byte[] buffer, int index, int count)
        {
            Require(offset >= HeadLength && offset < end && end == _input.Length && count > 0 && index >= 0 && index + count <= buffer.Length, "a read of the file out of bounds");
            int read = _isSlow ? 1 : Math.Min(count, end - offset);
            Array.Copy(_input, offset, buffer, index, read);
            return read;
        }

        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count) => Copy(_old, _oldLength, offset, buffer, index, count);

        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count) => Copy(_new, _below, offset, buffer, index, count);

        private static OtaResult Copy(byte[] image, int length, int offset, byte[] buffer, int index, int count)
        {
            Require(offset >= 0 && count > 0 && offset + count <= length && index >= 0 && index + count <= buffer.Length, "a read of an image out of bounds");
            Array.Copy(image, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        private static byte[] Make(int flags, int length, int below, byte[] payload)
        {
            byte[] input = new byte[HeadLength + payload.Length];
            input[0] = (byte)flags;
            BinaryPrimitives.WriteUInt16LittleEndian(input.AsSpan(1), (ushort)(length - 1));
            BinaryPrimitives.WriteUInt16LittleEndian(input.AsSpan(3), (ushort)below);
            byte[] differences = [1, 2, 0xFF, 0x10];
            differences.CopyTo(input, 5);
            payload.CopyTo(input, HeadLength);
            return input;
        }

        private static byte[] Noise(int seed, int length)
        {
            byte[] noise = new byte[length];
            new Random(seed).NextBytes(noise);
            return noise;
        }

        private static void AddRest(List<byte> payload, int count)
        {
            if (count >= 15)
            {
                AddNumber(payload, count - 15);
            }
        }

        private static void AddNumber(List<byte> payload, int value)
        {
            for (; value > 127; value >>= 7)
            {
                payload.Add((byte)(value | 128));
            }

            payload.Add((byte)value);
        }
    }
}
