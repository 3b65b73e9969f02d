using System;

namespace NanoOta
{
    /// <summary>
    /// The keys that this device trusts: 1 to <see cref="MaxCount"/>, all valid, no two of the same name. Never changes, so many threads may use one
    /// list.
    /// </summary>
    public sealed class TrustedKeys
    {
        /// <summary>Most keys in a list.</summary>
        public const int MaxCount = 8;

        private readonly TrustedKey[] _keys;

        private TrustedKeys(TrustedKey[] keys)
        {
            _keys = keys;
        }

        /// <summary>Number of keys.</summary>
        public int Count => _keys.Length;

        /// <summary>Checks a list and copies the keys. So later changes of the array or of a key's bytes do not reach the copy.</summary>
        /// <param name="list">The keys.</param>
        /// <param name="keys">The checked list, or null with any other result than <see cref="OtaResult.Ok"/>.</param>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, or <see cref="OtaResult.KeyInvalid"/>. KeyInvalid stands for no key, too many keys, or a null. The code also
        /// stands for a name outside its profile or used twice. So do bytes that are not a point of P-256.
        /// </returns>
        public static OtaResult Create(TrustedKey[] list, out TrustedKeys keys)
        {
            keys = null;
            if (list == null || list.Length == 0 || list.Length > MaxCount)
            {
                return OtaResult.KeyInvalid;
            }

            TrustedKey[] copies = new TrustedKey[list.Length];
            for (int i = 0; i < list.Length; i++)
            {
                TrustedKey key = list[i];
                if (key == null || !key.IsValid())
                {
                    return OtaResult.KeyInvalid;
                }

                for (int k = 0; k < i; k++)
                {
                    if (copies[k].Kid == key.Kid)
                    {
                        return OtaResult.KeyInvalid;
                    }
                }

                byte[] copy = new byte[EcdsaP256.KeyLength];
                Array.Copy(key.PublicKey, copy, copy.Length);
                copies[i] = new TrustedKey(key.Kid, copy);
            }

            keys = new TrustedKeys(copies);
            return OtaResult.Ok;
        }

        /// <summary>The public key whose name is the ASCII text of that range; null if there is none.</summary>
        internal byte[] Find(byte[] buffer, int index, int count)
        {
            foreach (TrustedKey key in _keys)
            {
                string kid = key.Kid;
                int same = 0;
                if (kid.Length == count)
                {
                    while (same < count && kid[same] == buffer[index + same])
                    {
                        same++;
                    }

                    if (same == count)
                    {
                        return key.PublicKey;
                    }
                }
            }

            return null;
        }
    }
}
