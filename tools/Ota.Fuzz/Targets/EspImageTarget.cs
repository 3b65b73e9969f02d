using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Fuzz
{
    /// <summary>ESP-IDF images: the virtual bootloader's check (which the host's tool shares) and the length that the slot finds on the device.</summary>
    public sealed class EspImageTarget : FuzzTarget
    {
        public override string Name => "espimage";

        public override string Claim => "the bootloader's check, from bytes and from flash, and a second reader agree; the slot's length is theirs, and found without a read outside the partition";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            Make(40, true), Make(100, false), Make(0, true), new EspImageBuilder().AddSegment(new byte[16]).AddSegment(new byte[8]).AddSegment(new byte[300]).Build(),
            [.. Make(64, true), .. new byte[200]], Make(8, true)[..100],
        ];

        public override string Describe(int outcome) => ((EspImageFault)outcome).ToString();

        public override int Run(byte[] input)
        {
            EspImageFault fault = EspImage.Verify(input, 0, out EspImageInfo? info);
            Require((fault == EspImageFault.None) == (info != null), "an image without a verdict, or a verdict without an image");
            int expected = EspOracle.ImageLength(input, out int chip);
            Require((expected > 0 && chip == 0) == (info != null), $"the bootloader's check gives {fault}, a second reader the opposite");
            byte[] sector = new byte[(input.Length + NorFlash.SectorSize - 1) / NorFlash.SectorSize * NorFlash.SectorSize];
            int running = new EspOtaSlot(new BytesOta(input)).RunningLength;
            Require(running >= 0 && running <= input.Length, $"the slot's length is {running}");
            if (info != null)
            {
                Require(info.Length == expected && info.Length == running, $"lengths differ: {info.Length}, {expected}, {running}");
                Require(info.Segments.All(segment => segment.Offset >= 32 && segment.Length >= 0 && segment.Offset + segment.Length < info.Length), "a segment outside the image");
            }

            if (sector.Length != 0)
            {
                input.CopyTo(sector, 0);
                Require(InFlash(sector) == EspImage.Verify(sector, 0, out _), "flash and bytes differ");
            }

            return (int)fault;
        }

        public override void Repair(byte[] input) => EspSeal.Seal(input);

        private static byte[] Make(int length, bool hasDigest) => new EspImageBuilder { AppendDigest = hasDigest }.AddSegment(new byte[length]).Build();

        private static EspImageFault InFlash(byte[] sector)
        {
            using NorFlash flash = new(sector.Length);
            flash.Program(0, sector);
            return SlotImage.Verify(flash, new Partition("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0, sector.Length), default, out _);
        }
    }

    /// <summary>A partition with those bytes. A read outside of it is a failure of whoever reads.</summary>
    internal sealed class BytesOta(byte[] bytes) : IEspOta
    {
        public int GetSubtype(EspPartition partition) => 0x10;

        public int GetSize(EspPartition partition) => bytes.Length;

        public int GetState(int subtype) => -2;

        public OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count)
        {
            if (offset < 0 || count < 0 || offset > bytes.Length - count || index < 0 || index > buffer.Length - count)
            {
                throw new FuzzFailureException($"a read of {count} bytes at {offset} of a partition of {bytes.Length}");
            }

            Array.Copy(bytes, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        public OtaResult Begin(int offset) => OtaResult.SlotUnavailable;

        public OtaResult Write(byte[] buffer, int index, int count) => OtaResult.SlotUnavailable;

        public OtaResult End() => OtaResult.SlotUnavailable;

        public void Abort()
        {
        }

        public OtaResult SetBoot() => OtaResult.SlotUnavailable;

        public OtaResult MarkValid() => OtaResult.SlotUnavailable;

        public OtaResult MarkInvalidAndRestart() => OtaResult.SlotUnavailable;

        public OtaResult ReadDescription(EspPartition partition, byte[] description) => OtaResult.SlotUnavailable;
    }
}
