using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>The device's own way in for signed bytes, with keys as the host tool has them.</summary>
    internal static class EnvelopeReader
    {
        /// <summary>See <see cref="SignedManifest.Open"/>; also <see cref="OtaResult.KeyInvalid"/>.</summary>
        public static OtaResult Open(byte[] envelope, IReadOnlyList<PublicKey> keys, out SignedManifest? opened)
        {
            opened = null;
            OtaResult result = TrustedKeys.Create([.. keys.Select(k => new TrustedKey(k.Kid, k.ToBytes()))], out TrustedKeys trusted);
            return result == OtaResult.Ok ? SignedManifest.Open(envelope, envelope.Length, trusted, out opened) : result;
        }
    }
}
