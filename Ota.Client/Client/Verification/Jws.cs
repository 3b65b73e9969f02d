namespace NanoOta
{
    /// <summary>
    /// The envelope of a manifest: JWS compact serialization (RFC 7515, 3.1) with ES256 (RFC 7518, 3.4). The protected header is, byte for byte,
    /// <c>{"alg":"ES256","kid":"..."}</c>. Stateless, so thread-safe.
    /// </summary>
    public static class Jws
    {
        /// <summary>Most bytes in an envelope.</summary>
        public const int MaxLength = 16384;

        // Characters of a 64-byte signature.
        private const int SignatureCharacters = 86;

        private const string HeaderStart = "{\"alg\":\"ES256\",\"kid\":\"";
        private const string HeaderEnd = "\"}";

        // Bytes of the longest header of the profile.
        private const int MaxHeader = 22 + TrustedKey.MaxKidLength + 2;
        private const int MaxHeaderCharacters = ((MaxHeader * 4) + 2) / 3;

        /// <summary>
        /// Verifies an envelope in this order: length, three parts, header, trust in the key, signature over the received bytes. Only then is the
        /// payload decoded, in place, into <c>envelope[0 .. payloadLength)</c>.
        /// </summary>
        /// <param name="envelope">
        /// The buffer. Unchanged unless the signature was right. A right signature ends the envelope, since the payload takes its place.
        /// </param>
        /// <param name="length">Bytes of the envelope, which begins at 0.</param>
        /// <param name="keys">The trusted keys.</param>
        /// <param name="payloadLength">Bytes of the payload, at least 1; 0 with any other result than <see cref="OtaResult.Ok"/>.</param>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.JwsTooLarge"/>, <see cref="OtaResult.JwsMalformed"/>,
        /// <see cref="OtaResult.JwsHeaderUnsupported"/>, <see cref="OtaResult.KeyUnknown"/> or <see cref="OtaResult.SignatureInvalid"/>. JwsMalformed
        /// also stands for a signed payload that is not base64url. <see cref="OtaResult.ArgumentInvalid"/> stands for a null, or a length outside the
        /// buffer.
        /// </returns>
        public static OtaResult Verify(byte[] envelope, int length, TrustedKeys keys, out int payloadLength)
        {
            payloadLength = 0;
            if (envelope == null || keys == null || length < 0 || length > envelope.Length)
            {
                return OtaResult.ArgumentInvalid;
            }

            if (length > MaxLength)
            {
                return OtaResult.JwsTooLarge;
            }

            int first = IndexOfDot(envelope, 0, length);
            int second = IndexOfDot(envelope, first + 1, length);
            int signatureAt = second + 1;
            byte[] signature = new byte[EcdsaP256.SignatureLength];
            if (first == 0
                || second <= first + 1
                || length - signatureAt != SignatureCharacters
                || Base64Url.Decode(envelope, signatureAt, SignatureCharacters, signature) != EcdsaP256.SignatureLength)
            {
                return OtaResult.JwsMalformed;
            }

            byte[] header = new byte[MaxHeader];
            int headerLength = Base64Url.Decode(envelope, 0, first, header);
            if (headerLength < 0 && first <= MaxHeaderCharacters)
            {
                return OtaResult.JwsMalformed;
            }

            int kidLength = headerLength - HeaderStart.Length - HeaderEnd.Length;
            if (!IsProfile(header, kidLength))
            {
                return OtaResult.JwsHeaderUnsupported;
            }

            byte[] key = keys.Find(header, HeaderStart.Length, kidLength);
            if (key == null)
            {
                return OtaResult.KeyUnknown;
            }

            byte[] digest = new byte[Sha256.DigestLength];
            Sha256 sha = new Sha256();
            sha.Update(envelope, 0, second);
            sha.Finish(digest, 0);
            if (!EcdsaP256.Verify(key, digest, signature))
            {
                return OtaResult.SignatureInvalid;
            }

            int decoded = Base64Url.Decode(envelope, first + 1, second - first - 1, envelope);
            if (decoded < 1)
            {
                return OtaResult.JwsMalformed;
            }

            payloadLength = decoded;
            return OtaResult.Ok;
        }

        // Index of the first dot from index on; length if there is none.
        private static int IndexOfDot(byte[] envelope, int index, int length)
        {
            while (index < length && envelope[index] != '.')
            {
                index++;
            }

            return index;
        }

        private static bool IsProfile(byte[] header, int kidLength)
        {
            if (kidLength < 1 || kidLength > TrustedKey.MaxKidLength)
            {
                return false;
            }

            int kidEnd = HeaderStart.Length + kidLength;
            for (int i = HeaderStart.Length; i < kidEnd; i++)
            {
                if (!TrustedKey.IsKidCharacter(header[i]))
                {
                    return false;
                }
            }

            return Matches(header, 0, HeaderStart) && Matches(header, kidEnd, HeaderEnd);
        }

        private static bool Matches(byte[] header, int index, string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (header[index + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
