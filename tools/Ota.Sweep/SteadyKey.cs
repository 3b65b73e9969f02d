using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Sweep
{
    /// <summary>
    /// A private key of P-256 that a word makes, and whose signatures are the same each time. So a case of a sweep has the same bytes in every process, and
    /// replays. Nothing here is secret.
    /// </summary>
    internal sealed class SteadyKey : ECDsa
    {
        private const int Size = 32;

        private static readonly BigInteger _order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, null);

        private readonly byte[] _secret;
        private readonly ECDsa _inner;

        public SteadyKey(string word)
        {
            _secret = Scalar(SHA256.HashData(Encoding.UTF8.GetBytes(word)));
            _inner = Create(Of(_secret));
            LegalKeySizesValue = [new KeySizes(8 * Size, 8 * Size, 0)];
            KeySizeValue = 8 * Size;
        }

        /// <inheritdoc/>
        public override byte[] SignHash(byte[] hash)
        {
            // FIPS 186-5, 6.4.1, with a nonce of key and hash alone.
            byte[] nonce = Scalar(HMACSHA256.HashData(_secret, hash));
            using ECDsa point = Create(Of(nonce));
            BigInteger r = Number(point.ExportParameters(false).Q.X!) % _order;
            BigInteger inverse = BigInteger.ModPow(Number(nonce), _order - 2, _order);
            BigInteger s = inverse * (Number(hash) + (r * Number(_secret))) % _order;
            return [.. Bytes(r), .. Bytes(s)];
        }

        /// <inheritdoc/>
        public override bool VerifyHash(byte[] hash, byte[] signature) => _inner.VerifyHash(hash, signature);

        /// <inheritdoc/>
        public override ECParameters ExportParameters(bool includePrivateParameters) => _inner.ExportParameters(includePrivateParameters);

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }

        private static ECParameters Of(byte[] secret) => new() { Curve = ECCurve.NamedCurves.nistP256, D = secret };

        private static byte[] Scalar(byte[] bytes) => Bytes((Number(bytes) % (_order - 1)) + 1);

        private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

        private static byte[] Bytes(BigInteger number)
        {
            byte[] bytes = new byte[Size];
            byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            digits.CopyTo(bytes, Size - digits.Length);
            return bytes;
        }
    }
}
