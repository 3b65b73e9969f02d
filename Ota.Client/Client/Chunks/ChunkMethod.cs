namespace NanoOta
{
    /// <summary>How an image was cut into chunks. The numbers stand in the chunk table.</summary>
    public enum ChunkMethod
    {
        /// <summary>Every <see cref="ChunkCutter.MaxLength"/> bytes.</summary>
        Fixed = 0,

        /// <summary>Where the content says so, and after every assembly.</summary>
        ContentDefined = 1,
    }
}
