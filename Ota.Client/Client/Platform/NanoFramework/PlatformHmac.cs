using System.Security.Cryptography;

namespace NanoOta
{
    /// <summary>HMAC-SHA-256 (RFC 2104) by the platform's native code. Thread-safe.</summary>
    internal static class PlatformHmac
    {
        public static byte[] Compute(byte[] key, byte[] data)
        {
            return HMACSHA256.HashData(key, data);
        }
    }
}
