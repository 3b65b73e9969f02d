namespace NanoOta
{
    /// <summary>An answer whose body is read as a stream. Always closed by its receiver.</summary>
    public interface ITransportResponse
    {
        /// <summary>The kind of answer.</summary>
        TransportStatus Status { get; }

        /// <summary>Bytes that the body is going to have; -1 if the server does not say.</summary>
        int Length { get; }

        /// <summary>Bytes of the whole file; -1 if the server does not say.</summary>
        int TotalLength { get; }

        /// <summary>
        /// A text that changes with the file, as the server sent the text, at most 128 characters. Null without a tag, or for a longer one.
        /// </summary>
        string Tag { get; }

        /// <summary>
        /// Reads up to <paramref name="count"/> bytes, at least one, waiting no longer than the read timeout.
        /// 0 is the end, reached only after all promised bytes; an error is the negated <see cref="OtaResult"/>:
        /// <see cref="OtaResult.BodyTooShort"/>, <see cref="OtaResult.BodyTooLong"/>, <see cref="OtaResult.TimedOut"/>, <see cref="OtaResult.ConnectFailed"/>.
        /// </summary>
        int Read(byte[] buffer, int index, int count);

        /// <summary>Ends the exchange; the connection is dropped unless the body was read to its end. Never throws.</summary>
        void Close();
    }
}
