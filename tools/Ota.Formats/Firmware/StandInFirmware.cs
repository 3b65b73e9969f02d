namespace NanoOta.Formats
{
    /// <summary>
    /// A stand-in for nanoCLR: an image of the size and the make-up of a real one. The bootloader of every supported chip takes the image. Tools
    /// find the application description and the records of native assemblies. Its code is noise. The same settings give the same bytes.
    /// </summary>
    public sealed class StandInFirmware
    {
        // Firmware's share of RAM does not grow with its abilities.
        private const int MaxIram = 96 * 1024;
        private const int MaxData = 24 * 1024;
        private const int PageOffset = EspImage.HeaderSize + EspImage.SegmentHeaderSize;
        private const int VectorsSize = 0x400;
        private const int MinFiller = 2 * EspImage.SegmentHeaderSize;

        /// <summary>esp_chip_id_t; ESP32 is 0. One that <see cref="EspMemory"/> knows.</summary>
        public int ChipId { get; init; }

        /// <summary>At most 31 bytes of UTF-8.</summary>
        public string Version { get; init; } = "1.17.0.0";

        /// <summary>At most 31 bytes of UTF-8.</summary>
        public string ProjectName { get; init; } = "nanoCLR";

        /// <summary>For ESP-IDF's anti-rollback.</summary>
        public uint SecureVersion { get; init; }

        /// <summary>What the noise is made of: another seed is another firmware.</summary>
        public int Seed { get; init; } = 1;

        /// <summary>About how many bytes the image has, without padding: 64 KiB to 3 MiB. A real one has 1.2 to 1.4 MB.</summary>
        public int Size { get; init; } = 1_200_000;

        /// <summary>Ends the image with its SHA-256.</summary>
        public bool AppendDigest { get; init; } = true;

        /// <summary>Ends the image with the padding of secure boot v2, which needs the digest.</summary>
        public bool IsPadded { get; init; }

        /// <summary>The native assemblies.</summary>
        public IReadOnlyList<FirmwareNative> Natives { get; init; } = DefaultNatives;

        /// <summary>What a small nanoCLR of 2026 registers.</summary>
        public static IReadOnlyList<FirmwareNative> DefaultNatives { get; } =
        [
            new FirmwareNative("mscorlib", 0x1549C856, new Version(100, 5, 0, 24)),
            new FirmwareNative("nanoFramework.Runtime.Native", 0x0EAE898B, new Version(100, 0, 10, 0)),
            new FirmwareNative("nanoFramework.System.Collections", 0x32D29A6D, new Version(100, 0, 2, 0)),
            new FirmwareNative("System.Math", 0x46092CB1, new Version(100, 0, 5, 5)),
            new FirmwareNative("nanoFramework.System.Text", 0x8E6EB73D, new Version(100, 0, 0, 1)),
        ];

        /// <summary>The image.</summary>
        public byte[] Build()
        {
            EspMemory memory = EspMemory.For(ChipId) ?? throw new ArgumentException($"The memory of chip {ChipId} is not known.");
            if (Size is < 0x10000 or > 0x300000)
            {
                throw new ArgumentException("A firmware has 64 KiB to 3 MiB.");
            }

            byte[] iram = StandInCode.Noise(Math.Min(Size / 16, MaxIram), Seed, 1);
            byte[] data = StandInCode.Noise(Math.Min(Size / 64, MaxData), Seed, 2);
            byte[] constants = StandInCode.Noise(Size / 4, Seed, 3);
            byte[] code = StandInCode.Noise(Size - iram.Length - data.Length - constants.Length, Seed, 4);
            uint iramAt = memory.Iram.Low + VectorsSize;
            uint dataAt = memory.Dram.Low + Pages(VectorsSize + iram.Length, 0x1000);
            uint constantsAt = memory.MappedData.Low + PageOffset;
            uint codeAt = memory.MappedCode == memory.MappedData
                ? memory.MappedData.Low + Pages(PageOffset + constants.Length, EspMemory.DefaultPageSize) + PageOffset
                : memory.MappedCode.Low + PageOffset;
            StandInCode.Register(Natives, (constantsAt, constants), (codeAt, code), data);
            new EspAppDescription(SecureVersion, Version, ProjectName).Write(constants, StandInCode.Hash(constants, code, data, iram));

            List<EspSegmentData> segments = Arrange(new(constantsAt, constants), new(codeAt, code), [new(dataAt, data), new(iramAt, iram)]);
            if (IsPadded)
            {
                segments.Add(EspImageWriter.SecurePadding(segments, EspMemory.DefaultPageSize));
            }

            return EspImageWriter.Write(EspImageWriter.Header(ChipId, iramAt, AppendDigest || IsPadded), segments);
        }

        // As esptool lays an image out: what is mapped lies at its place in a page. What goes to RAM is cut to fill the gap before.
        private static List<EspSegmentData> Arrange(EspSegmentData constants, EspSegmentData code, List<EspSegmentData> ram)
        {
            List<EspSegmentData> segments = [constants];
            int gap = EspMemory.DefaultPageSize - EspImage.SegmentHeaderSize - (constants.Data.Length % EspMemory.DefaultPageSize);
            gap += gap < MinFiller ? EspMemory.DefaultPageSize : 0;
            while (gap > 0)
            {
                // A gap with room for little more than two headers cannot be shared. Zeros fill the gap, as in esptool's images.
                bool isPadding = ram.Count == 0 || gap < EspImage.SegmentHeaderSize + MinFiller;
                EspSegmentData filler = isPadding ? new EspSegmentData(0, new byte[gap]) : ram[0];
                int left = gap - EspImage.SegmentHeaderSize - filler.Data.Length;
                if (left is > 0 and < MinFiller)
                {
                    left = MinFiller;
                }

                int taken = Math.Min(filler.Data.Length, gap - EspImage.SegmentHeaderSize - Math.Max(left, 0));
                segments.Add(filler with { Data = filler.Data[..taken] });
                gap -= EspImage.SegmentHeaderSize + taken;
                if (!isPadding)
                {
                    ram.RemoveAt(0);
                    if (taken < filler.Data.Length)
                    {
                        ram.Insert(0, new EspSegmentData(filler.LoadAddress + (uint)taken, filler.Data[taken..]));
                    }
                }
            }

            return [.. segments, code, .. ram];
        }

        private static uint Pages(int length, int size) => (uint)((length + size - 1) / size * size);
    }
}
