using System;

namespace NanoOta
{
    /// <summary>
    /// SHA-256 (FIPS 180-4) over any number of pieces. One object serves any number of messages, one after the other. Not thread-safe.
    /// </summary>
    /// <remarks>
    /// Written for an interpreter: about 102 IL instructions a byte. Every 32-bit word stands twice in a ulong, so that a rotation is one shift whose
    /// low half is right. One multiplication cuts a sum to 32 bits and doubles the word again.
    /// </remarks>
    public sealed class Sha256
    {
        /// <summary>Length of a digest in bytes.</summary>
        public const int DigestLength = 32;

        private const int BlockLength = 64;

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
            ulong t;
            for (; blocks > 0; blocks--)
            {
                ulong w0 = (((ulong)source[index] << 24) | (uint)((source[index + 1] << 16) | (source[index + 2] << 8) | source[index + 3])) * twice;
                ulong w1 = (((ulong)source[index + 4] << 24) | (uint)((source[index + 5] << 16) | (source[index + 6] << 8) | source[index + 7])) * twice;
                ulong w2 = (((ulong)source[index + 8] << 24) | (uint)((source[index + 9] << 16) | (source[index + 10] << 8) | source[index + 11])) * twice;
                ulong w3 = (((ulong)source[index + 12] << 24) | (uint)((source[index + 13] << 16) | (source[index + 14] << 8) | source[index + 15])) * twice;
                ulong w4 = (((ulong)source[index + 16] << 24) | (uint)((source[index + 17] << 16) | (source[index + 18] << 8) | source[index + 19])) * twice;
                ulong w5 = (((ulong)source[index + 20] << 24) | (uint)((source[index + 21] << 16) | (source[index + 22] << 8) | source[index + 23])) * twice;
                ulong w6 = (((ulong)source[index + 24] << 24) | (uint)((source[index + 25] << 16) | (source[index + 26] << 8) | source[index + 27])) * twice;
                ulong w7 = (((ulong)source[index + 28] << 24) | (uint)((source[index + 29] << 16) | (source[index + 30] << 8) | source[index + 31])) * twice;
                ulong w8 = (((ulong)source[index + 32] << 24) | (uint)((source[index + 33] << 16) | (source[index + 34] << 8) | source[index + 35])) * twice;
                ulong w9 = (((ulong)source[index + 36] << 24) | (uint)((source[index + 37] << 16) | (source[index + 38] << 8) | source[index + 39])) * twice;
                ulong w10 = (((ulong)source[index + 40] << 24) | (uint)((source[index + 41] << 16) | (source[index + 42] << 8) | source[index + 43])) * twice;
                ulong w11 = (((ulong)source[index + 44] << 24) | (uint)((source[index + 45] << 16) | (source[index + 46] << 8) | source[index + 47])) * twice;
                ulong w12 = (((ulong)source[index + 48] << 24) | (uint)((source[index + 49] << 16) | (source[index + 50] << 8) | source[index + 51])) * twice;
                ulong w13 = (((ulong)source[index + 52] << 24) | (uint)((source[index + 53] << 16) | (source[index + 54] << 8) | source[index + 55])) * twice;
                ulong w14 = (((ulong)source[index + 56] << 24) | (uint)((source[index + 57] << 16) | (source[index + 58] << 8) | source[index + 59])) * twice;
                ulong w15 = (((ulong)source[index + 60] << 24) | (uint)((source[index + 61] << 16) | (source[index + 62] << 8) | source[index + 63])) * twice;
                index += BlockLength;

                ulong a = state[0] * twice;
                ulong b = state[1] * twice;
                ulong c = state[2] * twice;
                ulong d = state[3] * twice;
                ulong e = state[4] * twice;
                ulong f = state[5] * twice;
                ulong g = state[6] * twice;
                ulong h = state[7] * twice;
                int i = 0;
                while (true)
                {
                    t = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + k[i] + w0;
                    d = (uint)(d + t) * twice;
                    h = (uint)(t + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) * twice;
                    t = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + k[i + 1] + w1;
                    c = (uint)(c + t) * twice;
                    g = (uint)(t + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) * twice;
                    t = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + k[i + 2] + w2;
                    b = (uint)(b + t) * twice;
                    f = (uint)(t + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) * twice;
                    t = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + k[i + 3] + w3;
                    a = (uint)(a + t) * twice;
                    e = (uint)(t + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) * twice;
                    t = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + k[i + 4] + w4;
                    h = (uint)(h + t) * twice;
                    d = (uint)(t + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) * twice;
                    t = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + k[i + 5] + w5;
                    g = (uint)(g + t) * twice;
                    c = (uint)(t + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) * twice;
                    t = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + k[i + 6] + w6;
                    f = (uint)(f + t) * twice;
                    b = (uint)(t + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) * twice;
                    t = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + k[i + 7] + w7;
                    e = (uint)(e + t) * twice;
                    a = (uint)(t + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) * twice;
                    t = h + ((e >> 6) ^ (e >> 11) ^ (e >> 25)) + (g ^ (e & (f ^ g))) + k[i + 8] + w8;
                    d = (uint)(d + t) * twice;
                    h = (uint)(t + ((a >> 2) ^ (a >> 13) ^ (a >> 22)) + ((a & b) | (c & (a | b)))) * twice;
                    t = g + ((d >> 6) ^ (d >> 11) ^ (d >> 25)) + (f ^ (d & (e ^ f))) + k[i + 9] + w9;
                    c = (uint)(c + t) * twice;
                    g = (uint)(t + ((h >> 2) ^ (h >> 13) ^ (h >> 22)) + ((h & a) | (b & (h | a)))) * twice;
                    t = f + ((c >> 6) ^ (c >> 11) ^ (c >> 25)) + (e ^ (c & (d ^ e))) + k[i + 10] + w10;
                    b = (uint)(b + t) * twice;
                    f = (uint)(t + ((g >> 2) ^ (g >> 13) ^ (g >> 22)) + ((g & h) | (a & (g | h)))) * twice;
                    t = e + ((b >> 6) ^ (b >> 11) ^ (b >> 25)) + (d ^ (b & (c ^ d))) + k[i + 11] + w11;
                    a = (uint)(a + t) * twice;
                    e = (uint)(t + ((f >> 2) ^ (f >> 13) ^ (f >> 22)) + ((f & g) | (h & (f | g)))) * twice;
                    t = d + ((a >> 6) ^ (a >> 11) ^ (a >> 25)) + (c ^ (a & (b ^ c))) + k[i + 12] + w12;
                    h = (uint)(h + t) * twice;
                    d = (uint)(t + ((e >> 2) ^ (e >> 13) ^ (e >> 22)) + ((e & f) | (g & (e | f)))) * twice;
                    t = c + ((h >> 6) ^ (h >> 11) ^ (h >> 25)) + (b ^ (h & (a ^ b))) + k[i + 13] + w13;
                    g = (uint)(g + t) * twice;
                    c = (uint)(t + ((d >> 2) ^ (d >> 13) ^ (d >> 22)) + ((d & e) | (f & (d | e)))) * twice;
                    t = b + ((g >> 6) ^ (g >> 11) ^ (g >> 25)) + (a ^ (g & (h ^ a))) + k[i + 14] + w14;
                    f = (uint)(f + t) * twice;
                    b = (uint)(t + ((c >> 2) ^ (c >> 13) ^ (c >> 22)) + ((c & d) | (e & (c | d)))) * twice;
                    t = a + ((f >> 6) ^ (f >> 11) ^ (f >> 25)) + (h ^ (f & (g ^ h))) + k[i + 15] + w15;
                    e = (uint)(e + t) * twice;
                    a = (uint)(t + ((b >> 2) ^ (b >> 13) ^ (b >> 22)) + ((b & c) | (d & (b | c)))) * twice;
                    if (i == 48)
                    {
                        break;
                    }

                    i += 16;
                    w0 = (uint)(w0 + ((w1 >> 7) ^ (w1 >> 18) ^ (w1 >> 35)) + w9 + ((w14 >> 17) ^ (w14 >> 19) ^ (w14 >> 42))) * twice;
                    w1 = (uint)(w1 + ((w2 >> 7) ^ (w2 >> 18) ^ (w2 >> 35)) + w10 + ((w15 >> 17) ^ (w15 >> 19) ^ (w15 >> 42))) * twice;
                    w2 = (uint)(w2 + ((w3 >> 7) ^ (w3 >> 18) ^ (w3 >> 35)) + w11 + ((w0 >> 17) ^ (w0 >> 19) ^ (w0 >> 42))) * twice;
                    w3 = (uint)(w3 + ((w4 >> 7) ^ (w4 >> 18) ^ (w4 >> 35)) + w12 + ((w1 >> 17) ^ (w1 >> 19) ^ (w1 >> 42))) * twice;
                    w4 = (uint)(w4 + ((w5 >> 7) ^ (w5 >> 18) ^ (w5 >> 35)) + w13 + ((w2 >> 17) ^ (w2 >> 19) ^ (w2 >> 42))) * twice;
                    w5 = (uint)(w5 + ((w6 >> 7) ^ (w6 >> 18) ^ (w6 >> 35)) + w14 + ((w3 >> 17) ^ (w3 >> 19) ^ (w3 >> 42))) * twice;
                    w6 = (uint)(w6 + ((w7 >> 7) ^ (w7 >> 18) ^ (w7 >> 35)) + w15 + ((w4 >> 17) ^ (w4 >> 19) ^ (w4 >> 42))) * twice;
                    w7 = (uint)(w7 + ((w8 >> 7) ^ (w8 >> 18) ^ (w8 >> 35)) + w0 + ((w5 >> 17) ^ (w5 >> 19) ^ (w5 >> 42))) * twice;
                    w8 = (uint)(w8 + ((w9 >> 7) ^ (w9 >> 18) ^ (w9 >> 35)) + w1 + ((w6 >> 17) ^ (w6 >> 19) ^ (w6 >> 42))) * twice;
                    w9 = (uint)(w9 + ((w10 >> 7) ^ (w10 >> 18) ^ (w10 >> 35)) + w2 + ((w7 >> 17) ^ (w7 >> 19) ^ (w7 >> 42))) * twice;
                    w10 = (uint)(w10 + ((w11 >> 7) ^ (w11 >> 18) ^ (w11 >> 35)) + w3 + ((w8 >> 17) ^ (w8 >> 19) ^ (w8 >> 42))) * twice;
                    w11 = (uint)(w11 + ((w12 >> 7) ^ (w12 >> 18) ^ (w12 >> 35)) + w4 + ((w9 >> 17) ^ (w9 >> 19) ^ (w9 >> 42))) * twice;
                    w12 = (uint)(w12 + ((w13 >> 7) ^ (w13 >> 18) ^ (w13 >> 35)) + w5 + ((w10 >> 17) ^ (w10 >> 19) ^ (w10 >> 42))) * twice;
                    w13 = (uint)(w13 + ((w14 >> 7) ^ (w14 >> 18) ^ (w14 >> 35)) + w6 + ((w11 >> 17) ^ (w11 >> 19) ^ (w11 >> 42))) * twice;
                    w14 = (uint)(w14 + ((w15 >> 7) ^ (w15 >> 18) ^ (w15 >> 35)) + w7 + ((w12 >> 17) ^ (w12 >> 19) ^ (w12 >> 42))) * twice;
                    w15 = (uint)(w15 + ((w0 >> 7) ^ (w0 >> 18) ^ (w0 >> 35)) + w8 + ((w13 >> 17) ^ (w13 >> 19) ^ (w13 >> 42))) * twice;
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
