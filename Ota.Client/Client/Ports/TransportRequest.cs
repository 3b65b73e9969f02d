namespace NanoOta
{
    /// <summary>One request for a file, or for a part of a file. A plain holder, reused by its caller.</summary>
    public sealed class TransportRequest
    {
        /// <summary>A full address, made by <see cref="ITransport.Resolve"/>.</summary>
        public string Url;

        /// <summary>Entity tag for If-None-Match, or null.</summary>
        public string IfNoneMatch;

        /// <summary>First byte wanted; 0 with <see cref="To"/> -1 asks for the whole file without a Range header.</summary>
        public int From;

        /// <summary>Last byte wanted, inclusive; -1 for the whole file.</summary>
        public int To = -1;

        /// <summary>
        /// The entity tag of the file that a range is wanted of, or null. Of a file with another tag the whole comes, or nothing. Used with a range
        /// only.
        /// </summary>
        public string IfRange;
    }
}
