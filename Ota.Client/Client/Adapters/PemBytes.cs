using System;

namespace NanoOta
{
    /// <summary>Certificates as the device's TLS wants them. Thread-safe.</summary>
    internal static class PemBytes
    {
        // The byte that every PEM file begins with.
        private const byte Dash = 0x2D;

        /// <summary>PEM with a zero behind, since Mbed TLS takes no other PEM; DER unchanged. The given bytes do not change.</summary>
        public static byte[] Terminate(byte[] certificate)
        {
            int length = certificate.Length;
            if (length == 0 || certificate[0] != Dash || certificate[length - 1] == 0)
            {
                return certificate;
            }

            byte[] terminated = new byte[length + 1];
            Array.Copy(certificate, terminated, length);
            return terminated;
        }
    }
}
