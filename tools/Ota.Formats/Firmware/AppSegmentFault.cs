namespace NanoOta.Formats
{
    /// <summary>Why the segment of an attached application is refused.</summary>
    public enum AppSegmentFault
    {
        /// <summary>The segment is not refused.</summary>
        None = 0,

        /// <summary>The data does not begin with NOTASEG1.</summary>
        Magic = 1,

        /// <summary>The header's CRC is another.</summary>
        Crc = 2,

        /// <summary>The header has another version or length, or bytes that are not zero where they must be.</summary>
        Version = 3,

        /// <summary>A part's place or length is no multiple of 4, or the boot part is empty. Or header, zeros and parts are not the whole segment.</summary>
        Length = 4,

        /// <summary>Bytes of a part are no assembly that the CLR would load, or padding that is not zero.</summary>
        Assembly = 5,

        /// <summary>An assembly is there twice.</summary>
        Twice = 6,

        /// <summary>Both parts together have more assemblies than the CLR has room for.</summary>
        Count = 7,
    }
}
