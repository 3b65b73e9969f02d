using System.Buffers.Binary;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// DeltaDirectory and DeltaSection over files about two fixed images. Input: the file. The table's head is known, and another head is refused. So what the reader gives is
    /// right, whatever stands in the file.
    /// </summary>
    public sealed class DeltaFileTarget : FuzzTarget, IDeltaFile, ISlotImages
    {
        private const int Length = 9500;

        private static readonly byte[] _old = Old();
        private static readonly byte[] _new = New();
        private static readonly ImageDigests _digests = ImageDigests.Of(_new);
        private static readonly byte[] _identity = ImageDigests.Of(_old).Identity;

        private readonly byte[] _chunk = new byte[ChunkDigest.BufferLength];
        private byte[] _input = [];

        public override string Name => "delta";

        public override string Claim => "DeltaSection gives chunks of the signed table or none, and reads the file and the images inside their bounds";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            File(Section(_old)),
            File(([], SectionEncoder.Encode([], _new, _digests, readsNew: true))),
            File(([1, 2, 3, 4, 5, 6, 7, 8], Section(_old).Item2), Section(_old), ([], SectionEncoder.Encode([], _new, _digests, readsNew: false))),
            [],
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } = [[.. DeltaFileWriter.Magic], new byte[32], [0, 0], [0xFF, 0xFF]];

        public override int Run(byte[] input)
        {
            _input = input;
            byte[] head = new byte[_digests.Head.Length];
            ChunkTable table = new(head, Length);
            DeltaSection section = new(this, this, _chunk);
            DeltaDirectory directory = new();
            OtaResult result = directory.ReadHead(section, table);

            // The manifest's digest would refuse another head.
            bool isProven = head.AsSpan().SequenceEqual(_digests.Head);
            result = result == OtaResult.Ok && !isProven ? OtaResult.TableDigestMismatch : result;
            result = result == OtaResult.Ok ? directory.Choose(section, table, _identity, Length, canReadNew: true) : result;
            result = result == OtaResult.Ok ? section.Open(directory, table) : result;
            if (result == OtaResult.Ok && section.Changes(0))
            {
                result = section.BeginGroup(0);
                for (int i = 0; i < table.Count && result == OtaResult.Ok; i++)
                {
                    result = section.Has(i) ? section.Decode(i) : OtaResult.Ok;
                    bool isChunk = _chunk.AsSpan(0, table.LengthOf(i)).SequenceEqual(_new.AsSpan(i * ChunkDigest.BufferLength, table.LengthOf(i)));
                    Require(result != OtaResult.Ok || !section.Has(i) || isChunk, $"chunk {i} is another");
                }
            }

            Require(result is OtaResult.Ok or OtaResult.DeltaMalformed or OtaResult.TableDigestMismatch or OtaResult.ChunkDigestMismatch, $"the reader gives {result}");
            return (int)result;
        }

        public override void Repair(byte[] input)
        {
            if (input.Length >= DeltaDirectory.EntriesAt(Length))
            {
                Seeds[0].AsSpan(0, 10).CopyTo(input);
                Seeds[0].AsSpan(11, 21 + _digests.Head.Length).CopyTo(input.AsSpan(11));
            }
        }

        public int Read(int offset, int end, byte[] buffer, int index, int count)
        {
            Require(offset >= 0 && offset < end && count > 0 && index >= 0 && index + count <= buffer.Length, "a read of the file out of bounds");
            int read = Math.Min(count, Math.Min(end, _input.Length) - offset);
            if (read < 1)
            {
                return -(int)OtaResult.DeltaMalformed;
            }

            Array.Copy(_input, offset, buffer, index, read);
            return read;
        }

        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count) => Copy(_old, offset, buffer, index, count);

        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count) => Copy(_new, offset, buffer, index, count);

        private static OtaResult Copy(byte[] image, int offset, byte[] buffer, int index, int count)
        {
            Require(offset >= 0 && count > 0 && offset + count <= Length && index >= 0 && index + count <= buffer.Length, "a read of an image out of bounds");
            Array.Copy(image, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        private static (byte[] Identity, DeltaSectionContent) Section(byte[] old) => (_identity, SectionEncoder.Encode(old, _new, _digests, readsNew: true));

        private static byte[] File(params (byte[] Identity, DeltaSectionContent Section)[] sections) => DeltaFileWriter.Write(_digests, sections);

        private static byte[] Old()
        {
            byte[] image = new byte[Length];
            for (int i = 0; i < Length; i += 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(i), (ushort)((i * i) >> 5));
            }

            return image;
        }

        private static byte[] New()
        {
            byte[] image = Old();
            image.AsSpan(2000, 6000).CopyTo(image.AsSpan(2100));
            image[5000] += 3;
            return image;
        }
    }
}
