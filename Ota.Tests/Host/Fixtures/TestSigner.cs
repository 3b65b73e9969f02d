using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tests
{
    /// <summary>Signs manifests for tests, with .NET's ECDSA.</summary>
    public sealed class TestSigner : IDisposable
    {
        private readonly ECDsa _key;

        public TestSigner(string kid = "test-1")
            : this(kid, ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
        }

        private TestSigner(string kid, ECDsa key)
        {
            Kid = kid;
            _key = key;
        }

        public string Kid { get; }

        public byte[] PublicKey
        {
            get
            {
                ECPoint q = _key.ExportParameters(false).Q;
                return [.. q.X!, .. q.Y!];
            }
        }

        public TrustedKeys Keys
        {
            get
            {
                Expect.Result(OtaResult.Ok, TrustedKeys.Create([new TrustedKey(Kid, PublicKey)], out TrustedKeys keys));
                return keys;
            }
        }

        public static TestSigner FromPem(string kid, string pem)
        {
            ECDsa key = ECDsa.Create();
            key.ImportFromPem(pem);
            return new TestSigner(kid, key);
        }

        public string Sign(string payload) => Sign(Encoding.UTF8.GetBytes(payload));

        public string Sign(byte[] payload) => Sign($"{{\"alg\":\"ES256\",\"kid\":\"{Kid}\"}}", payload);

        /// <summary>An envelope with any header.</summary>
        public string Sign(string header, byte[] payload)
        {
            string signed = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(payload);
            return signed + "." + Encode(_key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256));
        }

        public static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

        public void Dispose() => _key.Dispose();
    }
}
