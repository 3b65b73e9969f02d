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
        public override string Name => "pe";

        public override string Claim => "PaddedLength stays inside the image and agrees with the host's reader, which refuses in words; the cutter covers every byte";

        public override int MaxLength => 12000;

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            Make(PeFormat.V1, "A", 0),
            Make(PeFormat.V1, "Thermostat.App", 3),
            Make(PeFormat.V2, "Thermostat.App", 3),
            [.. Make(PeFormat.V1, "B", 1), .. Make(PeFormat.V1, "C", 0)],
            [.. Make(PeFormat.V1, "B", 1), .. Make(PeFormat.V2, "C", 0)],
            Make(PeFormat.V1, "D", 0)[..60],
            new byte[5000],
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } = [[.. PeFormat.V1.Marker], [.. PeFormat.V2.Marker], new byte[124], [0xD2, 0xFC], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]];

        public override string Describe(int outcome) => outcome switch { 0 => "no-assembly", 1 => "refused", 2 => "assembly", 3 => "image-refused", _ => "image" };

        public override int Run(byte[] input)
        {
            int padded = PeHeader.PaddedLength(input, input.Length);
            Require(padded == Expected(input), $"PaddedLength gives {padded}, not {Expected(input)}");
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
            Require(assembly.Name.Length > 0 && assembly.References.Count <= input.Length / 10, "the name and the references");
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
            // Bytes that begin with neither marker become one of the two by their first bit.
            PeFormat format = PeFormat.Of(input) ?? (input.Length > 0 && (input[0] & 1) != 0 ? PeFormat.V2 : PeFormat.V1);
            if (input.Length < format.HeaderSize)
            {
                return;
            }

            format.Marker.CopyTo(input);
            uint size = format.TableAt(input, format.TableCount - 1);
            if (size >= format.HeaderSize && size <= input.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(PeFormat.AssemblyCrcAt), PeCrc.Compute(input.AsSpan(format.HeaderSize, (int)size - format.HeaderSize)));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(PeFormat.HeaderCrcAt), format.HeaderCrc(input));
        }

        private static int Expected(ReadOnlySpan<byte> input)
        {
            int header = input.StartsWith("NFMRK1\0\0"u8) ? 124 : input.StartsWith("NFMRK2\0\0"u8) ? 128 : int.MaxValue;
            if (input.Length < header)
            {
                return 0;
            }

            uint total = BinaryPrimitives.ReadUInt32LittleEndian(input[(header - 24)..]);
            return total < header || total > input.Length ? 0 : (int)Math.Min((total + 3) / 4 * 4, (uint)input.Length);
        }

        private static byte[] Make(PeFormat format, string name, int references)
        {
            byte[] strings = Encoding.ASCII.GetBytes("\0" + name + "\0mscorlib\0");
            int stringsAt = format.HeaderSize + (((format.ReferenceSize * references) + 3) & ~3);
            byte[] pe = new byte[(stringsAt + strings.Length + 40 + 3) & ~3];
            format.Marker.CopyTo(pe);
            pe[format.NameAt] = 1;
            pe[format.StringVersionAt] = 1;
            pe[PeFormat.PaddingAt] = (byte)(stringsAt - format.HeaderSize - (format.ReferenceSize * references));
            for (int i = 0; i < format.TableCount; i++)
            {
                int offset = i == 0 ? format.HeaderSize : i <= format.StringTable ? stringsAt : i < format.TableCount - 1 ? stringsAt + strings.Length : pe.Length;
                BinaryPrimitives.WriteInt32LittleEndian(pe.AsSpan(format.TablesAt + (4 * i)), offset);
            }

            for (int i = 0; i < references; i++)
            {
                pe[format.HeaderSize + (format.ReferenceSize * i)] = (byte)(name.Length + 2);
            }

            strings.CopyTo(pe, stringsAt);
            Seal(pe);
            return pe;
        }
    }
}
