using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>The device's own check of an envelope, with keys as the host tool has them.</summary>
    internal static class EnvelopeReader
    {
        public static OtaResult Verify(byte[] envelope, IReadOnlyList<PublicKey> keys, out byte[]? payload)
        {
            payload = null;
            OtaResult result = TrustedKeys.Create([.. keys.Select(k => new TrustedKey(k.Kid, k.ToBytes()))], out TrustedKeys trusted);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            // The device decodes in place; the caller keeps its bytes.
            byte[] copy = (byte[])envelope.Clone();
            result = Jws.Verify(copy, copy.Length, trusted, out int length);
            if (result == OtaResult.Ok)
            {
                payload = copy[..length];
            }

            return result;
        }
    }
}
