namespace NanoOta.Formats
{
    /// <summary>The header of a nanoFramework assembly, marker NFMRK1. Source: nf-interpreter, nanoCLR_Types.h (CLR_RECORD_ASSEMBLY).</summary>
    public static class PeFileHeader
    {
        /// <summary>Bytes of the header.</summary>
        public const int Size = 124;

        /// <summary>The marker that every assembly begins with.</summary>
        public static ReadOnlySpan<byte> Marker => "NFMRK1\0\0"u8;

        /// <summary>The header's CRC: over its 124 bytes with the CRC's own field as zero.</summary>
        public static uint Crc(ReadOnlySpan<byte> header)
        {
            byte[] copy = header[..Size].ToArray();
            copy.AsSpan(8, 4).Clear();
            return PeCrc.Compute(copy);
        }
    }
}
