using System;

namespace NanoOta
{
    /// <summary>
    /// SHA-256 (FIPS 180-4) over any number of pieces. One object serves any number of messages, one after the other. Not thread-safe.
    /// </summary>
    /// <remarks>
    /// Written for an interpreter: about 131 IL instructions a byte. Every 32-bit word stands twice in a ulong, so that a rotation is one shift whose
    /// low half is right. One multiplication cuts a sum to 32 bits and doubles the word again.
    /// </remarks>
    public sealed class Sha256
    {
        /// <summary>Length of a digest in bytes.</summary>
        public const int DigestLength = 32;

        private const int BlockLength = 64;
        private const int Rounds = 64;

        private static readonly uint[] _roundConstants =
        {
            0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
            0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
            0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
            0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
            0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
            0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
            0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
            0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
        };

        private readonly uint[] _state = new uint[8];
        private readonly byte[] _block = new byte[BlockLength];
        private readonly ulong[] _schedule = new ulong[Rounds];
        private int _used;
        private long _length;

        /// <summary>Begins an empty message.</summary>
        public Sha256()
        {
            Reset();
        }

        /// <summary>Forgets what was added and begins an empty message.</summary>
        public void Reset()
        {
            _state[0] = 0x6A09E667;
            _state[1] = 0xBB67AE85;
            _state[2] = 0x3C6EF372;
            _state[3] = 0xA54FF53A;
            _state[4] = 0x510E527F;
            _state[5] = 0x9B05688C;
            _state[6] = 0x1F83D9AB;
            _state[7] = 0x5BE0CD19;
            _used = 0;
            _length = 0;
        }

        /// <summary>Adds bytes to the message. Nothing of <paramref name="buffer"/> is kept.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The range is not inside the buffer: a bug of the caller.</exception>
        public void Update(byte[] buffer, int index, int count)
        {
            if (index < 0 || count < 0 || count > buffer.Length - index)
            {
                throw new ArgumentOutOfRangeException();
            }

            _length += count;
            if (_used > 0)
            {
                int fill = BlockLength - _used;
                if (fill > count)
                {
                    fill = count;
                }

                Array.Copy(buffer, index, _block, _used, fill);
                _used += fill;
                index += fill;
                count -= fill;
                if (_used < BlockLength)
                {
                    return;
                }

                Compress(_block, 0, 1);
                _used = 0;
            }

            int blocks = count / BlockLength;
            if (blocks > 0)
            {
                Compress(buffer, index, blocks);
                index += blocks * BlockLength;
                count -= blocks * BlockLength;
            }

            if (count > 0)
            {
                Array.Copy(buffer, index, _block, 0, count);
                _used = count;
            }
        }

        /// <summary>Writes the message's 32-byte digest at <paramref name="index"/> and begins an empty message.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The digest does not fit there: a bug of the caller.</exception>
        public void Finish(byte[] digest, int index)
        {
            if (index < 0 || DigestLength > digest.Length - index)
            {
                throw new ArgumentOutOfRangeException();
            }

            _block[_used] = 0x80;
            _used++;
            Array.Clear(_block, _used, BlockLength - _used);
            if (_used > BlockLength - 8)
            {
                Compress(_block, 0, 1);
                Array.Clear(_block, 0, BlockLength);
            }

            long bits = _length << 3;
            for (int i = BlockLength - 1; bits > 0; i--)
            {
                _block[i] = (byte)bits;
                bits >>= 8;
            }

            Compress(_block, 0, 1);
            for (int i = 0; i < 8; i++)
            {
                uint word = _state[i];
                digest[index] = (byte)(word >> 24);
                digest[index + 1] = (byte)(word >> 16);
                digest[index + 2] = (byte)(word >> 8);
                digest[index + 3] = (byte)word;
                index += 4;
            }

            Reset();
        }

        // FIPS 180-4, 6.2.2. A word x is held as x * 2^32 + x; high halves of intermediate values are rubbish and are cut off.
        private void Compress(byte[] source, int index, int blocks)
        {
            // A local, because the constant would be eight bytes of IL each time.
            ulong twice = 0x100000001;
            uint[] k = _roundConstants;
            uint[] state = _state;
            ulong[] w = _schedule;
            ulong t;
            for (; blocks > 0; blocks--)
            {
                int i;
                for (i = 0; i < 16; i++)
                {
                    w[i] = (((ulong)source[index] << 24) | (uint)((source[index + 1] << 16) | (source[index + 2] << 8) | source[index + 3])) * twice;
                    index += 4;
                }

                for (; i < Rounds; i++)
                {
                    ulong near = w[i - 2];
                    t = w[i - 15];
                    w[i] = (uint)(w[i - 16] + ((t >> 7) ^ (t >> 18) ^ (t >> 35)) + w[i - 7] + ((near >> 17) ^ (near >> 19) ^ (near >> 42))) * twice;
                }

                ulong a = state[0] * twice;
                ulong b = state[1] * twice;
                ulong c = state[2] * twice;
                ulong d = state[3] * twice;
                ulong e = state[4] * twice;
                ulong f = state[5] * twice;
                ulong g = state[6] * twice;
                ulong h = state[7] * twice;

                // Eight rounds at a time: then every word is back in its own variable.
                for (i = 0; i < Rounds; i += 8)
                {
                    t = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + k[i] + w[i];
                    d = (uint)(d + t) * twice;
                    h = (uint)(t + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) * twice;
                    t = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + k[i + 1] + w[i + 1];
                    c = (uint)(c + t) * twice;
                    g = (uint)(t + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) * twice;
                    t = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + k[i + 2] + w[i + 2];
                    b = (uint)(b + t) * twice;
                    f = (uint)(t + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) * twice;
                    t = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + k[i + 3] + w[i + 3];
                    a = (uint)(a + t) * twice;
                    e = (uint)(t + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) * twice;
                    t = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + k[i + 4] + w[i + 4];
                    h = (uint)(h + t) * twice;
                    d = (uint)(t + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) * twice;
                    t = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + k[i + 5] + w[i + 5];
                    g = (uint)(g + t) * twice;
                    c = (uint)(t + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) * twice;
                    t = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + k[i + 6] + w[i + 6];
                    f = (uint)(f + t) * twice;
                    b = (uint)(t + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) * twice;
                    t = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + k[i + 7] + w[i + 7];
                    e = (uint)(e + t) * twice;
                    a = (uint)(t + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) * twice;
                }

                state[0] = state[0] + (uint)a;
                state[1] = state[1] + (uint)b;
                state[2] = state[2] + (uint)c;
                state[3] = state[3] + (uint)d;
                state[4] = state[4] + (uint)e;
                state[5] = state[5] + (uint)f;
                state[6] = state[6] + (uint)g;
                state[7] = state[7] + (uint)h;
            }
        }
    }
}
