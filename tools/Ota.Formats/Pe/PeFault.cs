namespace NanoOta.Formats
{
    /// <summary>Why bytes are no assembly that the CLR would load.</summary>
    public enum PeFault
    {
        /// <summary>They are one.</summary>
        None = 0,

        /// <summary>No marker that is known.</summary>
        Marker = 1,

        /// <summary>Fewer bytes than a header has.</summary>
        NoHeader = 2,

        /// <summary>The header's CRC is another.</summary>
        Header = 3,

        /// <summary>The string table's version is not 1.</summary>
        StringVersion = 4,

        /// <summary>A table begins before the table in front has ended.</summary>
        Tables = 5,

        /// <summary>The assembly ends behind the end of the bytes.</summary>
        Truncated = 6,

        /// <summary>The CRC of what follows the header is another.</summary>
        Content = 7,
    }
}
