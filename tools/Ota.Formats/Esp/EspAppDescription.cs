using System.Buffers.Binary;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>The parts of esp_app_desc_t that anything here looks at.</summary>
    public sealed record EspAppDescription(uint SecureVersion, string Version, string ProjectName)
    {
        /// <summary>Bytes.</summary>
        public const int Size = 256;

        /// <summary>Where it lies in an image: behind the header and the first segment's header.</summary>
        public const int ImageOffset = EspImage.HeaderSize + EspImage.SegmentHeaderSize;

        internal const uint Magic = 0xABCD5432;

        /// <summary>Reads one; null if the magic word is missing.</summary>
        public static EspAppDescription? Parse(ReadOnlySpan<byte> bytes)
        {
            return bytes.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic
                ? new EspAppDescription(BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]), Text(bytes.Slice(16, 32)), Text(bytes.Slice(48, 32)))
                : null;
        }

        private static string Text(ReadOnlySpan<byte> field)
        {
            int length = field.IndexOf((byte)0);
            return Encoding.UTF8.GetString(length < 0 ? field : field[..length]);
        }
    }
}
