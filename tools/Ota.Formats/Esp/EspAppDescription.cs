using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>The parts of esp_app_desc_t that anything here looks at.</summary>
    public sealed record EspAppDescription(uint SecureVersion, string Version, string ProjectName)
    {
        /// <summary>Bytes.</summary>
        public const int Size = 256;

        /// <summary>Where the description lies in an image: behind the header and the first segment's header.</summary>
        public const int ImageOffset = EspImage.HeaderSize + EspImage.SegmentHeaderSize;

        internal const uint Magic = 0xABCD5432;

        /// <summary>Where the size of an MMU page stands, as its logarithm to the base 2; 0 in old images.</summary>
        internal const int PageSizeOffset = 180;

        /// <summary>Reads one; null if the magic word is missing.</summary>
        public static EspAppDescription? Parse(ReadOnlySpan<byte> bytes)
        {
            return bytes.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
                ? new EspAppDescription(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), Text(bytes.Slice(16, 32)), Text(bytes.Slice(48, 32)))
                : null;
        }

        /// <summary>Writes a description as ESP-IDF v5.5's build does. The date is that of reproducible builds, and any eFuse revision will do.</summary>
        /// <param name="bytes">At least <see cref="Size"/>.</param>
        /// <param name="elfDigest">The 32 bytes that stand for the ELF file's SHA-256.</param>
        /// <exception cref="ArgumentException">Version or name has more than 31 bytes.</exception>
        public void Write(Span<byte> bytes, ReadOnlySpan<byte> elfDigest)
        {
            bytes[..Size].Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], SecureVersion);
            Put(bytes.Slice(16, 32), Version);
            Put(bytes.Slice(48, 32), ProjectName);
            Put(bytes.Slice(80, 16), "00:00:00");
            Put(bytes.Slice(96, 16), "Jan  1 1970");
            Put(bytes.Slice(112, 32), "v5.5");
            elfDigest.CopyTo(bytes.Slice(144, 32));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[178..], 0xFFFF);
            bytes[PageSizeOffset] = 16;
        }

        private static void Put(Span<byte> field, string text)
        {
            if (Encoding.UTF8.GetByteCount(text) >= field.Length)
            {
                throw new ArgumentException($"'{text}' is longer than {field.Length - 1} bytes.");
            }

            Encoding.UTF8.GetBytes(text, field);
        }

        private static string Text(ReadOnlySpan<byte> field)
        {
            int length = field.IndexOf((byte)0);
            return Encoding.UTF8.GetString(length < 0 ? field : field[..length]);
        }
    }
}
