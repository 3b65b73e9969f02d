namespace NanoOta
{
    /// <summary>How old a file may be that comes from a cache on the way.</summary>
    public enum Freshness
    {
        /// <summary>Any cached file will do. Its bytes are proven by digests.</summary>
        Any = 0,

        /// <summary>A cache on the way asks the server first. A manifest is wanted so.</summary>
        Newest = 1,
    }
}
