namespace NanoOta.Formats
{
    /// <summary>Why bytes are no assembly that the CLR would load.</summary>
    public enum PeFault
    {
        /// <summary>They are one.</summary>
        None = 0,

        /// <summary>Fewer bytes than a header has, or no marker that is known.</summary>
        Marker = 1,

        /// <summary>The header's CRC is another, or the string table's version is not 1.</summary>
        Header = 2,

        /// <summary>The tables do not follow one another, or the assembly ends behind the end of the bytes.</summary>
        Size = 3,

        /// <summary>The CRC of what follows the header is another.</summary>
        Content = 4,
    }
}
