using System.Text;

namespace NanoOta
{
    /// <summary>One assembly of an image as its own tables describe it. Read only after <see cref="Read"/>.</summary>
    internal sealed class PeImage
    {
        private const int MaxReferences = 64;
        private const int MaxName = 128;
        private const int ReferenceLength = 12;
        private const int TablesAt = 40;
        private const int PaddingAt = 108;
        private const int StringTable = 11;

        // From here on a string is in the CLR's own table: the core libraries, which every firmware has.
        private const int FirstBuiltIn = 0x8000;

        /// <summary>Where the assembly begins in the image.</summary>
        public int Offset;

        /// <summary>Bytes of the assembly.</summary>
        public int Length;

        /// <summary>The assembly itself, once <see cref="LoadOrder.Take"/> has been given all of it.</summary>
        public byte[] Bytes;

        /// <summary>Bytes that it takes in the image.</summary>
        public int PaddedLength;

        /// <summary>The assembly's name.</summary>
        public string Name;

        /// <summary>Whether it has its place in the order.</summary>
        public bool IsPlaced;

        /// <summary>Major * 65536 + minor.</summary>
        public int Version;

        /// <summary>Names of the assemblies that it references; null for one whose name is in the CLR's own table.</summary>
        public string[] References;

        /// <summary>Their versions, as <see cref="Version"/>.</summary>
        public int[] ReferenceVersions;

        /// <summary>
        /// Reads the headers of the assembly at an offset of an image. <see cref="OtaResult.SlotImageInvalid"/> if there is none or its
        /// tables do not lie in it, <see cref="OtaResult.SlotReadFailed"/>.
        /// </summary>
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
            Length = LittleEndian.ReadInt32(header, TablesAt + 60);
            Version = VersionAt(header, 28);
            int references = LittleEndian.ReadInt32(header, TablesAt);
            int count = (LittleEndian.ReadInt32(header, TablesAt + 4) - references - header[PaddingAt]) / ReferenceLength;
            int strings = LittleEndian.ReadInt32(header, TablesAt + (StringTable * 4));
            int stringsEnd = LittleEndian.ReadInt32(header, TablesAt + (StringTable * 4) + 4);
            bool sound = PaddedLength > 0 && references == PeHeader.Length && count >= 0 && count <= MaxReferences
                && references + (count * ReferenceLength) <= strings && strings <= stringsEnd && stringsEnd <= Length;
            if (!sound)
            {
                return OtaResult.SlotImageInvalid;
            }

            byte[] table = new byte[count * ReferenceLength];
            References = new string[count];
            ReferenceVersions = new int[count];
            if (count > 0)
            {
                result = storage.Read(file, offset + references, table, 0, table.Length);
            }

            if (result == OtaResult.Ok)
            {
                result = ReadName(storage, file, LittleEndian.ReadUInt16(header, 36), offset + strings, offset + stringsEnd, out Name);
            }

            for (int i = 0; i < count && result == OtaResult.Ok; i++)
            {
                ReferenceVersions[i] = VersionAt(table, (i * ReferenceLength) + 4);
                int at = LittleEndian.ReadUInt16(table, i * ReferenceLength);
                if (at < FirstBuiltIn)
                {
                    result = ReadName(storage, file, at, offset + strings, offset + stringsEnd, out References[i]);
                }
            }

            return result;
        }

        private static int VersionAt(byte[] source, int index)
        {
            return (LittleEndian.ReadUInt16(source, index) << 16) | LittleEndian.ReadUInt16(source, index + 2);
        }

        private static OtaResult ReadName(IAppStorage storage, string file, int at, int start, int end, out string name)
        {
            name = null;
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
