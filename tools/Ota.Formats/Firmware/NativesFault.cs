namespace NanoOta.Formats
{
    /// <summary>Why the native assemblies of a firmware are not known for sure.</summary>
    public enum NativesFault
    {
        /// <summary>They are known.</summary>
        None = 0,

        /// <summary>No table of records was found: no nanoCLR, or one that is built in another way.</summary>
        NoTable = 1,

        /// <summary>Several tables were found, and they differ.</summary>
        ManyTables = 2,
    }
}
