namespace NanoOta.Tooling
{
    /// <summary>base64url without padding (RFC 4648, section 5), as JWS and the manifest use it.</summary>
    public static class Base64
    {
        /// <summary>Encodes.</summary>
        public static string Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

        /// <summary>Decodes; null when it is not base64url.</summary>
        public static byte[]? FromUrl(ReadOnlySpan<char> text)
        {
            try
            {
                return System.Buffers.Text.Base64Url.DecodeFromChars(text);
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }
}
