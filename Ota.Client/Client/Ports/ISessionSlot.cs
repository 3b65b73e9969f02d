namespace NanoOta
{
    /// <summary>
    /// A slot that can be filled but not read. The platform keeps a session and knows how far the session came. At the end the platform itself
    /// verifies the whole image (In-Field Update's UpdateManager).
    /// </summary>
    /// <remarks>
    /// Nobody can read back what the slot claims to hold. An earlier session stored those bytes, of an image with the same first bytes and length.
    /// The client proves every byte of its own session. The rest may belong to another image. So the platform must verify a digest over the whole
    /// image in <see cref="IBootControl.Activate"/>. The expected digest lies in bytes that the client proved in this attempt. Not thread-safe.
    /// </remarks>
    public interface ISessionSlot : ISlotSink
    {
        /// <summary>
        /// Opens the session of an earlier attempt at the same image, or a fresh one.
        /// <paramref name="head"/> holds the first <paramref name="count"/> bytes of the image, proven: 1024 or more, or the whole image.
        /// </summary>
        /// <returns>The offset of the first byte to write, 0 to <paramref name="imageLength"/>, or a negated <see cref="OtaResult"/>.</returns>
        int Resume(int imageLength, byte[] head, int count);
    }
}
