using System;

namespace NanoOta
{
    /// <summary>A manifest whose signature holds: the one way in for signed bytes. Read only, so thread-safe.</summary>
    public sealed class SignedManifest
    {
        internal SignedManifest(Manifest manifest, byte[] digest)
        {
            Manifest = manifest;
            Digest = digest;
        }

        /// <summary>What was signed.</summary>
        public readonly Manifest Manifest;

        /// <summary>SHA-256 of the payload, 32 bytes: the release's identity, whatever the bytes of its signature. Not to be changed.</summary>
        public readonly byte[] Digest;

        /// <summary>
        /// Verifies an envelope, then reads its payload. The order is length, three parts, header, key, signature over the received bytes. The
        /// payload's JSON and fields come last. docs/FORMAT.md has both forms.
        /// </summary>
        /// <param name="bytes">The buffer. Unchanged.</param>
        /// <param name="length">Bytes of the envelope, which begins at 0.</param>
        /// <param name="keys">The trusted keys.</param>
        /// <param name="opened">The manifest; null with any other result than <see cref="OtaResult.Ok"/>.</param>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>.
        /// - The codes of <see cref="Jws.Verify"/>: 200 to 204, <see cref="OtaResult.ArgumentInvalid"/>.
        /// - The codes of <see cref="ManifestReader.Read"/>: 250 to 258, <see cref="OtaResult.OutOfMemory"/>. With these codes the signature holds.
        /// </returns>
        public static OtaResult Open(byte[] bytes, int length, TrustedKeys keys, out SignedManifest opened)
        {
            opened = null;
            if (bytes == null || length < 0 || length > bytes.Length)
            {
                return OtaResult.ArgumentInvalid;
            }

            if (length > Jws.MaxLength)
            {
                return OtaResult.JwsTooLarge;
            }

            // Verifying decodes in place, and the boot side keeps the envelope unchanged.
            byte[] buffer = new byte[length];
            Array.Copy(bytes, 0, buffer, 0, length);
            int payload;
            OtaResult result = Jws.Verify(buffer, length, keys, out payload);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            Manifest manifest;
            result = ManifestReader.Read(buffer, 0, payload, out manifest);
            if (result == OtaResult.Ok)
            {
                opened = new SignedManifest(manifest, Digests.Hash(buffer, 0, payload));
            }

            return result;
        }
    }
}
