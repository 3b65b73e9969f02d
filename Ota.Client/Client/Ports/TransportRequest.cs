namespace NanoOta
{
    /// <summary>One request for a file or a part of it. A plain holder, reused by its caller.</summary>
    public sealed class TransportRequest
    {
        /// <summary>Absolute http or https URL, at most ReleaseUrl.MaxLength characters.</summary>
        public string Url;

        /// <summary>Entity tag for If-None-Match, or null.</summary>
        public string IfNoneMatch;

        /// <summary>First byte wanted; 0 with <see cref="To"/> -1 asks for the whole file without a Range header.</summary>
        public int From;

        /// <summary>Last byte wanted, inclusive; -1 for the whole file.</summary>
        public int To = -1;

        /// <summary>Strong entity tag for If-Range, or null. Used with a range only.</summary>
        public string IfRange;
    }
}
