namespace NanoOta.Tests.Verification
{
    /// <summary>
    /// Envelopes signed with the private key of RFC 7515, A.3.1, by .NET's ECDsa.SignData(header.payload, SHA256); JwsHostTests has
    /// .NET verify them.
    /// </summary>
    internal static class JwsVectors
    {
        public const string Kid = "release-2026.a_b";

        public const string Payload = "{\"format\":1,\"product\":\"lamp\",\"sequence\":7}";

        /// <summary>Header of the profile, <see cref="Payload"/>.</summary>
        public const string Good = Header + ".eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjd9." + Signature;

        /// <summary>{"alg":"ES256","kid":"release-2026.a_b"}</summary>
        public const string Header = "eyJhbGciOiJFUzI1NiIsImtpZCI6InJlbGVhc2UtMjAyNi5hX2IifQ";

        /// <summary>The signature of <see cref="Good"/>.</summary>
        public const string Signature = "gXKbisVmBqkSSIBzXBepaqL7zGCX_kkOhlqCuafIUQ2pRTe0-Pw5Qim-LZ0x2VThrrDZ9K_lwxYnwKtMVu0e2Q";

        /// <summary>Signed, but its payload has padding.</summary>
        public const string SignedPadding = Header
            + ".eyJmb3JtYXQiOjF9Cg==.ao1zb3AbDHwFyMUvCgcAT7sq8GUeUOjMCuhHPIeuY6mNCk3V-rF0HXlh6yygGDK_2LUEojuNmAFmfdax2gIHxw";

        /// <summary>RFC 7515, A.3.1.</summary>
        public static byte[] Key()
        {
            return TestBytes.FromHex(
                "7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad");
        }

        /// <summary>A key that signed nothing.</summary>
        public static byte[] OtherKey()
        {
            return TestBytes.FromHex(
                "b64180354211d588e1deafdfade162215bb07de884a57262955eb83e767bfd9c96828651845023fb45ecf7267a3c60f9b1fdac20f052d3f8a4a31ee606a5e037");
        }

        /// <summary>One trusted key.</summary>
        public static TrustedKeys Keys(string kid, byte[] publicKey)
        {
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey(kid, publicKey) }, out TrustedKeys keys);
            return keys;
        }
    }
}
