using System.Buffers.Binary;
using NanoOta.Formats;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// Firmware images as builds could give them, and applications for them: chips, segments, sizes, digests and padding at random. The same
    /// random source gives the same images.
    /// </summary>
    public sealed class ImageGenerator
    {
        private static readonly int[] _chips = [0, 2, 5, 9, 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x17];
        private static readonly byte[] _digests = [0, 1, 1, 1, 2, 0x81, 0xFF];

        private readonly Random _random;

        public ImageGenerator(Random random)
        {
            _random = random;
        }

        /// <summary>An image without an application. One in 64 has a real one's size, the others up to 100 KiB.</summary>
        public byte[] Firmware()
        {
            int chip = _chips[_random.Next(_chips.Length)];
            bool isPadded = _random.Next(4) == 0;
            if (_random.Next(64) == 0)
            {
                return new StandInFirmware { ChipId = chip, Seed = _random.Next(8), Size = _random.Next(0x10000, 1_400_000), IsPadded = isPadded, AppendDigest = _random.Next(4) != 0 }.Build();
            }

            EspMemory memory = EspMemory.For(chip)!;
            List<EspSegmentData> segments = [];
            int wanted = 1 + _random.Next(isPadded ? EspImage.MaxSegments - 2 : EspImage.MaxSegments - 1);
            int at = EspImage.HeaderSize;
            while (segments.Count < wanted)
            {
                EspSegmentData segment = Segment(memory, at + EspImage.SegmentHeaderSize, isFirst: segments.Count == 0);
                segments.Add(segment);
                at += EspImage.SegmentHeaderSize + segment.Data.Length;
            }

            if (segments[^1].LoadAddress == 0)
            {
                segments[^1] = segments[^1] with { LoadAddress = memory.Dram.Low };
            }

            if (isPadded)
            {
                segments.Add(EspImageWriter.SecurePadding(segments, EspMemory.DefaultPageSize));
            }

            byte[] header = EspImageWriter.Header(chip, memory.Iram.Low, hasDigest: true);
            header[23] = isPadded ? (byte)1 : _digests[_random.Next(_digests.Length)];
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(15), (ushort)_random.Next(400));
            return EspImageWriter.Write(header, segments);
        }

        /// <summary>An application: a boot part of one to five assemblies, and an application part of none to six.</summary>
        public AppSegment App()
        {
            int names = _random.Next(1000);
            byte[] boot = Part(1 + _random.Next(5), $"Boot{names}");
            byte[] app = Part(_random.Next(7), $"App{names}");
            AppSegmentFault fault = AppSegment.Create(boot, app, out AppSegment? segment);
            return segment ?? throw new FuzzFailureException($"a sound application was refused: {fault}");
        }

        // What is mapped lies at its place in a page, wherever that is in the image; what is loaded lies in RAM that is free.
        private EspSegmentData Segment(EspMemory memory, int offset, bool isFirst)
        {
            int length = _random.Next(8) switch
            {
                0 when !isFirst => 0,
                1 => 4 * _random.Next(4096),
                _ => 4 * _random.Next(256),
            };
            byte[] data = new byte[isFirst ? Math.Max(length, EspAppDescription.Size) : length];
            _random.NextBytes(data);
            if (isFirst)
            {
                new EspAppDescription(0, $"1.{_random.Next(100)}", "generated").Write(data, new byte[32]);
            }

            int kind = isFirst ? 0 : _random.Next(5);
            return new EspSegmentData(
                kind switch
                {
                    0 => Mapped(memory.MappedData, offset),
                    1 => Mapped(memory.MappedCode, offset),
                    2 => memory.Dram.Low + (uint)(4 * _random.Next(1024)),
                    3 => memory.Iram.Low + (uint)(4 * _random.Next(1024)),
                    _ => 0,
                },
                data);
        }

        private uint Mapped(EspAddresses range, int offset) =>
            range.Low + (uint)(EspMemory.DefaultPageSize * _random.Next(16)) + (((uint)offset - range.Low) % EspMemory.DefaultPageSize);

        private byte[] Part(int count, string name)
        {
            using MemoryStream part = new();
            for (int i = 0; i < count; i++)
            {
                byte[] payload = new byte[_random.Next(16) == 0 ? _random.Next(20_000) : _random.Next(200)];
                _random.NextBytes(payload);
                part.Write(new PeWriter
                {
                    Name = $"{name}.{i}",
                    Version = new Version(_random.Next(10), _random.Next(100), 0, 0),
                    References = i == 0 ? [] : [($"{name}.{i - 1}", new Version(1, 0, 0, 0))],
                    NativeChecksum = _random.Next(4) == 0 ? (uint)_random.Next() : 0,
                    HasEntryPoint = i == count - 1,
                    Generation = 1 + _random.Next(2),
                    Payload = payload,
                }.Write());
                part.Write(new byte[-part.Length & 3]);
            }

            return part.ToArray();
        }
    }
}
