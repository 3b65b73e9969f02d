namespace NanoOta
{
    /// <summary>One request for a file, or for a part of a file. A plain holder, reused by its caller.</summary>
    public sealed class TransportRequest
    {
        /// <summary>A full address, made by <see cref="ITransport.Resolve"/>.</summary>
        public string Url;

        /// <summary>
        /// The tag of the file that the device has, or null. A file with that tag is <see cref="TransportStatus.Unchanged"/>, and does not come
        /// again.
        /// </summary>
        public string KnownTag;

        /// <summary>First byte wanted. 0 with <see cref="To"/> -1 asks for the whole file.</summary>
        public int From;

        /// <summary>Last byte wanted, inclusive; -1 for the whole file.</summary>
        public int To = -1;

        /// <summary>
        /// The tag of the file that a range is wanted of, or null. Of a file with another tag the whole comes, or nothing. Used with a range only.
        /// </summary>
        public string RangeTag;

        /// <summary>How old the file may be that comes from a cache on the way.</summary>
        public Freshness Freshness;
    }
}
