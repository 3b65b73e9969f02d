namespace NanoOta
{
    /// <summary>What kind of answer came.</summary>
    public enum TransportStatus
    {
        /// <summary>The whole file from byte 0, even if a range was asked for.</summary>
        Whole = 0,

        /// <summary>The range that was asked for, or its beginning, as <see cref="ITransportResponse.Length"/> says.</summary>
        Part = 1,

        /// <summary>The file has the tag <see cref="TransportRequest.KnownTag"/>. No body.</summary>
        Unchanged = 2,
    }
}
