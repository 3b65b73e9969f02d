namespace NanoOta
{
    /// <summary>
    /// A slot that can be filled but not read: the platform keeps a session, knows how far it got, and proves the whole image
    /// itself at the end (In-Field Update's UpdateManager).
    /// </summary>
    /// <remarks>
    /// How resuming stays honest without reading back: what the slot claims to hold was stored by an earlier session of an image with
    /// the same first bytes and length. The client proves every byte that it writes; that the rest belongs to the same image, the
    /// platform must prove in <see cref="IBootControl.Activate"/> by a digest over all of it, the expected value of which lies in
    /// bytes that the client proved in this attempt. Not thread-safe.
    /// </remarks>
    public interface ISessionSlot : ISlotSink
    {
        /// <summary>
        /// Opens the session of an earlier attempt at the same image, or a fresh one.
        /// <paramref name="head"/> holds the first <paramref name="count"/> bytes of the image, proven: 1024 or more, or all of it. The
        /// offset of the first byte to write, 0 to <paramref name="imageLength"/>, or a negated result.
        /// </summary>
        int Resume(int imageLength, byte[] head, int count);
    }
}
