using System;
using System.Collections.Concurrent;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// Remembers the verdicts of <see cref="EcdsaP256.Verify"/> by key, digest and signature, byte for byte. For simulations alone: off unless one
    /// switches it on for its thread. Each verdict is the device's own verifier's, asked once a process. Thread-safe.
    /// </summary>
    internal static class SignatureMemo
    {
        private const int InputLength = EcdsaP256.KeyLength + Sha256.DigestLength + EcdsaP256.SignatureLength;

        private static readonly ConcurrentDictionary<string, bool> _verdicts = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        private static long _asked;

        [ThreadStatic]
        private static bool _isOn;

        /// <summary>Whether verdicts are remembered on this thread.</summary>
        internal static bool IsOn
        {
            get { return _isOn; }
            set { _isOn = value; }
        }

        /// <summary>How often the verifier itself was asked while the memo was on.</summary>
        internal static long Asked => Interlocked.Read(ref _asked);

        internal static bool Verify(byte[] publicKey, byte[] digest, byte[] signature)
        {
            if (!_isOn || publicKey == null || digest == null || signature == null || publicKey.Length + digest.Length + signature.Length != InputLength)
            {
                return EcdsaP256.Verify(publicKey, digest, signature);
            }

            string inputs = Convert.ToHexString(publicKey) + Convert.ToHexString(digest) + Convert.ToHexString(signature);
            if (_verdicts.TryGetValue(inputs, out bool isRight))
            {
                return isRight;
            }

            Interlocked.Increment(ref _asked);
            isRight = EcdsaP256.Verify(publicKey, digest, signature);
            _verdicts[inputs] = isRight;
            return isRight;
        }
    }
}
