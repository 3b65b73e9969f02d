namespace NanoOta
{
    /// <summary>What kind of answer came.</summary>
    public enum TransportStatus
    {
        /// <summary>The whole file from byte 0 (200), even if a range was asked for.</summary>
        Whole = 0,

        /// <summary>Exactly the range that was asked for (206).</summary>
        Part = 1,

        /// <summary>If-None-Match holds (304); no body.</summary>
        NotModified = 2,
    }
}
