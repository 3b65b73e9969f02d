using System.Buffers.Binary;
using System.Text;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// The device's glance at a PE header, the cutter that follows it, and the host's reader, over an image of assemblies.
    /// </summary>
    public sealed class PeTarget : FuzzTarget
    {
        private const int StringTable = 11;

        public override string Name => "pe";

        public override string Claim => "PaddedLength stays inside the image and agrees with the host's reader, which refuses in words; the cutter covers every byte";

        public override int MaxLength => 12000;

        public override IReadOnlyList<byte[]> Seeds { get; } = [Make("A", 0), Make("Thermostat.App", 3), [.. Make("B", 1), .. Make("C", 0)], Make("D", 0)[..60], new byte[5000]];

        public override IReadOnlyList<byte[]> Dictionary { get; } = [[.. PeFileHeader.Marker], "NFMRK2\0\0"u8.ToArray(), new byte[124], [0xD2, 0xFC], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]];

        public override string Describe(int outcome) => outcome switch { 0 => "no-assembly", 1 => "refused", 2 => "assembly", 3 => "image-refused", _ => "image" };

        public override int Run(byte[] input)
        {
            int padded = PeHeader.PaddedLength(input, input.Length);
            Require(padded == Expected(input), $"PaddedLength gives {padded}, not {Expected(input)}");
            Cut(input, ChunkMethod.ContentDefined);
            Cut(input, ChunkMethod.Fixed);
            PeAssembly assembly;
            try
            {
                assembly = PeAssembly.Parse(input, "input");
            }
            catch (ToolException)
            {
                return padded == 0 ? 0 : 1;
            }

            Require(padded == Math.Min((assembly.Bytes.Length + 3) & ~3, input.Length), "the device and the host differ about an assembly's size");
            Require(assembly.Name.Length > 0 && assembly.References.Count <= input.Length / 12, "the name and the references");
            try
            {
                AppImage image = AppImage.Parse(input, "input");
                Require(image.Assemblies.Sum(placed => placed.Assembly.Bytes.Length) <= input.Length, "the assemblies lie inside the image");
                return 4 + Math.Min(image.Assemblies.Count, 3);
            }
            catch (ToolException)
            {
                return 3;
            }
        }

        public override void Repair(byte[] input) => Seal(input);

        private static void Seal(byte[] input)
        {
            if (input.Length < PeFileHeader.Size)
            {
                return;
            }

            PeFileHeader.Marker.CopyTo(input);
            int size = BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(100));
            if (size >= PeFileHeader.Size && size <= input.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(12), PeCrc.Compute(input.AsSpan(PeFileHeader.Size, size - PeFileHeader.Size)));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(8), PeFileHeader.Crc(input));
        }

        private static int Expected(ReadOnlySpan<byte> input)
        {
            if (input.Length < 124 || !input.StartsWith("NFMRK1\0\0"u8))
            {
                return 0;
            }

            uint total = BinaryPrimitives.ReadUInt32LittleEndian(input[100..]);
            return total < 124 || total > input.Length ? 0 : (int)Math.Min((total + 3) / 4 * 4, (uint)input.Length);
        }

        private static void Cut(byte[] input, ChunkMethod method)
        {
            ChunkCutter cutter = new(method);
            byte[] buffer = new byte[ChunkCutter.MaxLength];
            for (int at = 0; at < input.Length;)
            {
                int remaining = input.Length - at;
                input.AsSpan(at, Math.Min(remaining, buffer.Length)).CopyTo(buffer);
                int length = cutter.Next(buffer, remaining);
                Require(length >= 1 && length <= ChunkCutter.MaxLength && length <= remaining, $"a chunk of {length} bytes");
                at += length;
            }
        }

        private static byte[] Make(string name, int references)
        {
            byte[] strings = Encoding.ASCII.GetBytes("\0" + name + "\0mscorlib\0");
            int stringsAt = PeFileHeader.Size + (12 * references);
            byte[] pe = new byte[(stringsAt + strings.Length + 40 + 3) & ~3];
            PeFileHeader.Marker.CopyTo(pe);
            pe[36] = 1;
            pe[38] = 1;
            for (int i = 0; i < 16; i++)
            {
                int offset = i == 0 ? PeFileHeader.Size : i <= StringTable ? stringsAt : i < 15 ? stringsAt + strings.Length : pe.Length;
                BinaryPrimitives.WriteInt32LittleEndian(pe.AsSpan(40 + (4 * i)), offset);
            }

            for (int i = 0; i < references; i++)
            {
                pe[PeFileHeader.Size + (12 * i)] = (byte)(name.Length + 2);
            }

            strings.CopyTo(pe, stringsAt);
            Seal(pe);
            return pe;
        }
    }
}
