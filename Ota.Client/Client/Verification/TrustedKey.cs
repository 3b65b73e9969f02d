namespace NanoOta
{
    /// <summary>A public key that releases may be signed with, and the name by which an envelope calls the key.</summary>
    /// <remarks>Only carries what the caller gave; <see cref="TrustedKeys.Create"/> is what checks the key.</remarks>
    public sealed class TrustedKey
    {
        /// <summary>Most characters in a name.</summary>
        public const int MaxKidLength = 64;

        private readonly string _kid;
        private readonly byte[] _publicKey;

        /// <summary>A key of P-256 under a name.</summary>
        /// <param name="kid">1 to <see cref="MaxKidLength"/> of the characters A-Z a-z 0-9 . _ -</param>
        /// <param name="publicKey">x, then y, 32 bytes each, most significant first.</param>
        public TrustedKey(string kid, byte[] publicKey)
        {
            _kid = kid;
            _publicKey = publicKey;
        }

        /// <summary>The name.</summary>
        public string Kid => _kid;

        /// <summary>The key: x, then y.</summary>
        public byte[] PublicKey => _publicKey;

        /// <summary>Whether a character may stand in a name.</summary>
        internal static bool IsKidCharacter(int c)
        {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        }

        /// <summary>Whether the name is of the profile and the key a point of the curve.</summary>
        internal bool IsValid()
        {
            if (_kid == null || _kid.Length == 0 || _kid.Length > MaxKidLength)
            {
                return false;
            }

            for (int i = 0; i < _kid.Length; i++)
            {
                if (!IsKidCharacter(_kid[i]))
                {
                    return false;
                }
            }

            return EcdsaP256.IsValidKey(_publicKey);
        }
    }
}
