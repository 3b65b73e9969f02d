using System.Buffers.Binary;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.Tests.Tooling
{
    /// <summary>Makes assemblies of a header, references and names: enough for whoever reads headers only.</summary>
    internal static class PeBuilder
    {
        private const int StringTable = 11;

        public static byte[] Make(string name, string[] references, uint nativeChecksum = 0, int codeLength = 8)
        {
            using MemoryStream strings = new();
            int AddString(string text)
            {
                int offset = (int)strings.Length;
                strings.Write(Encoding.UTF8.GetBytes(text + '\0'));
                return offset;
            }

            AddString(string.Empty);
            int nameOffset = AddString(name);
            byte[] table = new byte[references.Length * 12];
            for (int i = 0; i < references.Length; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(i * 12), (ushort)AddString(references[i]));
                BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan((i * 12) + 4), 1);
            }

            int stringsAt = PeFileHeader.Size + table.Length;
            int end = stringsAt + (int)strings.Length + codeLength;
            byte[] pe = new byte[end];
            PeFileHeader.Marker.CopyTo(pe);
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(20), nativeChecksum);
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(24), 0xFFFFFFFF);
            pe[28] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(pe.AsSpan(36), (ushort)nameOffset);
            pe[38] = 1;
            for (int i = 0; i < 16; i++)
            {
                int offset = i == 0 ? PeFileHeader.Size : i <= StringTable ? stringsAt : i < 15 ? stringsAt + (int)strings.Length : end;
                BinaryPrimitives.WriteInt32LittleEndian(pe.AsSpan(40 + (4 * i)), offset);
            }

            table.CopyTo(pe, PeFileHeader.Size);
            strings.ToArray().CopyTo(pe, stringsAt);
            return Seal(pe);
        }

        /// <summary>Makes both checksums right again.</summary>
        public static byte[] Seal(byte[] pe)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(12), PeCrc.Compute(pe.AsSpan(PeFileHeader.Size)));
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(8), PeFileHeader.Crc(pe));
            return pe;
        }
    }
}
