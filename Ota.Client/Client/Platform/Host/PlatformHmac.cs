using System;
using System.Security.Cryptography;

namespace NanoOta
{
    /// <summary>HMAC-SHA-256 (RFC 2104) by the platform's native code. Thread-safe.</summary>
    internal static class PlatformHmac
    {
        // OpenSSL looks the algorithm up for each key, which takes a third of a chunk's digest. So a thread keeps the hash of its last key.
        [ThreadStatic]
        private static IncrementalHash _hash;

        [ThreadStatic]
        private static byte[] _key;

        public static byte[] Compute(byte[] key, byte[] data)
        {
            if (key != _key)
            {
                _hash?.Dispose();
                _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
                _key = key;
            }

            _hash.AppendData(data);
            return _hash.GetHashAndReset();
        }
    }
}
