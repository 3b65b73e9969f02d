using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.Tests.Tooling
{
    /// <summary>Makes assemblies of a header, references and names: enough for whoever reads headers only.</summary>
    internal static class PeBuilder
    {
        private const string BuiltIn = "clr:0x";

        /// <summary>An assembly of version 1.0 that needs others of version 1.0. "clr:0xFE28" is a string of the CLR's own table.</summary>
        public static byte[] Make(string name, string[] references, uint nativeChecksum = 0, int codeLength = 8) =>
            Make(PeFormat.V1, name, references, nativeChecksum, codeLength);

        /// <summary>The same, of either generation.</summary>
        public static byte[] Make(PeFormat format, string name, string[] references, uint nativeChecksum = 0, int codeLength = 8)
        {
            using MemoryStream strings = new();
            ushort AddString(string text)
            {
                if (text.StartsWith(BuiltIn, StringComparison.Ordinal))
                {
                    return ushort.Parse(text[BuiltIn.Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                }

                ushort offset = (ushort)strings.Length;
                strings.Write(Encoding.UTF8.GetBytes(text + '\0'));
                return offset;
            }

            AddString(string.Empty);
            ushort nameOffset = AddString(name);
            int used = references.Length * format.ReferenceSize;
            byte[] table = new byte[(used + 3) & ~3];
            for (int i = 0; i < references.Length; i++)
            {
                Span<byte> entry = table.AsSpan(i * format.ReferenceSize);
                BinaryPrimitives.WriteUInt16LittleEndian(entry, AddString(references[i]));
                BinaryPrimitives.WriteUInt16LittleEndian(entry[format.ReferenceVersionAt..], 1);
            }

            int stringsAt = format.HeaderSize + table.Length;
            int end = stringsAt + (int)strings.Length + codeLength;
            byte[] pe = new byte[end];
            format.Marker.CopyTo(pe);
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(PeFormat.NativeChecksumAt), nativeChecksum);
            pe[format.VersionAt] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(pe.AsSpan(format.NameAt), nameOffset);
            pe[format.StringVersionAt] = 1;
            pe[PeFormat.PaddingAt] = (byte)(table.Length - used);
            for (int i = 0; i < format.TableCount; i++)
            {
                int offset = i == 0 ? format.HeaderSize : i <= format.StringTable ? stringsAt : i < format.TableCount - 1 ? stringsAt + (int)strings.Length : end;
                BinaryPrimitives.WriteInt32LittleEndian(pe.AsSpan(format.TablesAt + (4 * i)), offset);
            }

            table.CopyTo(pe, format.HeaderSize);
            strings.ToArray().CopyTo(pe, stringsAt);
            return Seal(pe);
        }

        /// <summary>Makes both checksums right again.</summary>
        public static byte[] Seal(byte[] pe)
        {
            PeFormat format = PeFormat.Of(pe) ?? PeFormat.V1;
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(PeFormat.AssemblyCrcAt), PeCrc.Compute(pe.AsSpan(format.HeaderSize)));
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(PeFormat.HeaderCrcAt), format.HeaderCrc(pe));
            return pe;
        }
    }
}
