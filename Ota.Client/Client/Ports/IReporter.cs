namespace NanoOta
{
    /// <summary>Carries reports to the owner.</summary>
    /// <remarks>
    /// Every carrier brings the same document (docs/FORMAT.md, "Reports"). A document may be sent twice, after a power cut. The receiver tells
    /// documents apart by device and number. The agent calls from its own thread, one call at a time.
    /// </remarks>
    public interface IReporter
    {
        /// <summary>Sends one JSON document. Ends within its timeouts. Never throws.</summary>
        /// <param name="address">Where to, from the settings; null where the settings name nothing. A carrier with an address of its own ignores null.</param>
        /// <param name="document">JSON, ASCII, at most 1 KiB.</param>
        /// <returns><see cref="OtaResult.Ok"/> when the receiver has the document; else a transport code, and the document is sent again later.</returns>
        OtaOutcome Send(string address, string document);
    }
}
