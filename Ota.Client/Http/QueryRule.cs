namespace NanoOta
{
    /// <summary>What becomes of the query of a manifest's URL for the files beside the manifest.</summary>
    public enum QueryRule
    {
        /// <summary>The files beside the manifest are asked for without the query (RFC 3986, 5.2.2).</summary>
        ManifestOnly = 0,

        /// <summary>
        /// The query goes on with each file at the same origin that has none of its own. A store whose one signature covers a whole folder needs this
        /// rule.
        /// </summary>
        EveryFile = 1,
    }
}
