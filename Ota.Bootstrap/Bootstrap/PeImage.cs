using System.Text;

namespace NanoOta
{
    /// <summary>One assembly of an image, described by its own tables. Read only after <see cref="Read"/>.</summary>
    internal sealed class PeImage
    {
        private const int MaxReferences = 64;
        private const int MaxName = 128;
        private const int ReferenceLength = 12;
        private const int TablesAt = 40;
        private const int PaddingAt = 108;
        private const int StringTable = 11;
        private const string Unknown = "#";

        // From here on a string is in the CLR's own table (nf-interpreter, StringTable.cpp). Of real libraries two have such a name.
        private const int FirstBuiltIn = 0xFFFF - 859;
        private const int CoreLibrary = 0xFCD2;
        private const int Threading = 0xFE28;

        /// <summary>Where the assembly begins in the image.</summary>
        public int Offset;

        /// <summary>Bytes of the assembly.</summary>
        public int Length;

        /// <summary>The bytes of the assembly, complete after <see cref="LoadOrder.Take"/> has been given all bytes of the image.</summary>
        public byte[] Bytes;

        /// <summary>Bytes of the assembly in the image.</summary>
        public int PaddedLength;

        /// <summary>The assembly's name.</summary>
        public string Name;

        /// <summary>Whether the assembly has its place in the order.</summary>
        public bool IsPlaced;

        /// <summary>Major * 65536 + minor.</summary>
        public int Version;

        /// <summary>Names of the referenced assemblies, see <see cref="IsNamed"/>.</summary>
        public string[] References;

        /// <summary>Their versions, as <see cref="Version"/>.</summary>
        public int[] ReferenceVersions;

        /// <summary>Reads the headers of the assembly at an offset of an image.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotImageInvalid"/> if there is no assembly, or its tables lie outside; <see cref="OtaResult.SlotReadFailed"/>.
        /// </returns>
        public OtaResult Read(IAppStorage storage, string file, int offset, int imageSize)
        {
            Offset = offset;
            byte[] header = new byte[PeHeader.Length];
            OtaResult result = imageSize - offset < header.Length ? OtaResult.SlotImageInvalid : storage.Read(file, offset, header, 0, header.Length);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            PaddedLength = PeHeader.PaddedLength(header, imageSize - offset);
            if (PaddedLength == 0)
            {
                return OtaResult.SlotImageInvalid;
            }

            // NFMRK2: two tables more, and a reference without its padding of two bytes.
            int shift = PeHeader.Shift(header);
            int tables = TablesAt - shift;
            int stringTable = tables + (StringTable * 4) + (shift * 2);
            int entry = ReferenceLength - (shift / 2);
            Length = LittleEndian.ReadInt32(header, PeHeader.SizeAt + shift);
            Version = VersionAt(header, 28 - shift);
            int references = LittleEndian.ReadInt32(header, tables);
            int count = (LittleEndian.ReadInt32(header, tables + 4) - references - header[PaddingAt]) / entry;
            int strings = LittleEndian.ReadInt32(header, stringTable);
            int stringsEnd = LittleEndian.ReadInt32(header, stringTable + 4);
            bool sound = references == PeHeader.Length + shift && count >= 0 && count <= MaxReferences
                && references + (count * entry) <= strings && strings <= stringsEnd && stringsEnd <= Length;
            if (!sound)
            {
                return OtaResult.SlotImageInvalid;
            }

            byte[] table = new byte[count * entry];
            References = new string[count];
            ReferenceVersions = new int[count];
            if (count > 0)
            {
                result = storage.Read(file, offset + references, table, 0, table.Length);
            }

            if (result == OtaResult.Ok)
            {
                result = ReadName(storage, file, LittleEndian.ReadUInt16(header, 36 - shift), offset + strings, offset + stringsEnd, out Name);
            }

            for (int i = 0; i < count && result == OtaResult.Ok; i++)
            {
                ReferenceVersions[i] = VersionAt(table, ((i + 1) * entry) - 8);
                result = ReadName(storage, file, LittleEndian.ReadUInt16(table, i * entry), offset + strings, offset + stringsEnd, out References[i]);
            }

            return result;
        }

        /// <summary>
        /// Whether a name is the assembly's own. Another string of the CLR's table is not known here, and stands under its offset. The offset is the
        /// same in every assembly of an image. Residents cannot be asked for such a name.
        /// </summary>
        public static bool IsNamed(string name)
        {
            return name[0] != Unknown[0];
        }

        private static int VersionAt(byte[] source, int index)
        {
            return (LittleEndian.ReadUInt16(source, index) << 16) | LittleEndian.ReadUInt16(source, index + 2);
        }

        private static OtaResult ReadName(IAppStorage storage, string file, int at, int start, int end, out string name)
        {
            name = null;
            if (at >= FirstBuiltIn)
            {
                name = at == CoreLibrary ? "mscorlib" : at == Threading ? "System.Threading" : Unknown + at.ToString();
                return OtaResult.Ok;
            }

            start += at;
            int count = end - start < MaxName ? end - start : MaxName;
            if (count < 2)
            {
                return OtaResult.SlotImageInvalid;
            }

            byte[] bytes = new byte[count];
            OtaResult result = storage.Read(file, start, bytes, 0, count);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            int length = 0;
            while (length < count && bytes[length] != 0)
            {
                length++;
            }

            if (length == 0 || length == count)
            {
                return OtaResult.SlotImageInvalid;
            }

            name = Encoding.UTF8.GetString(bytes, 0, length);
            return OtaResult.Ok;
        }
    }
}
