using System.Buffers.Binary;

namespace NanoOta.Fuzz
{
    /// <summary>Changes inputs in the ways that parsers trip over. The same random source gives the same changes. Not thread-safe.</summary>
    public sealed class Mutator
    {
        private static readonly uint[] _edges =
        [
            0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 123, 124, 127, 128, 255, 256, 4095, 4096, 4097, 32767, 32768, 65535, 65536,
            0x7FFFFFFC, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF,
        ];

        private static readonly string[] _openings = ["[", "{\"a\":", "{\"a\":[", "\"", " "];

        private readonly FuzzTarget _target;
        private readonly Random _random;

        public Mutator(FuzzTarget target, Random random)
        {
            _target = target;
            _random = random;
        }

        /// <summary>The next input: from the grammar, or one of the pool with one to six changes.</summary>
        public byte[] Next(IReadOnlyList<byte[]> pool)
        {
            byte[]? generated = _random.Next(4) == 0 ? _target.Generate(_random) : null;
            byte[] input = generated ?? pool[_random.Next(pool.Count)];
            int changes = generated != null ? _random.Next(2) : 1 + (_random.Next(3) == 0 ? _random.Next(6) : 0);
            for (int i = 0; i < changes; i++)
            {
                input = Change(input, pool);
            }

            if (input.Length > _target.MaxLength)
            {
                input = input[.._target.MaxLength];
            }

            if (_random.Next(2) == 0)
            {
                input = [.. input];
                _target.Repair(input);
            }

            return input;
        }

        private byte[] Change(byte[] input, IReadOnlyList<byte[]> pool)
        {
            if (input.Length == 0)
            {
                return [(byte)_random.Next(256)];
            }

            int at = _random.Next(input.Length);
            int count = Math.Min(input.Length - at, 1 + _random.Next(_random.Next(4) == 0 ? input.Length : 8));
            switch (_random.Next(14))
            {
                case 0:
                case 1:
                    return Set(input, at, (byte)(input[at] ^ (1 << _random.Next(8))));
                case 2:
                    return Set(input, at, (byte)_random.Next(256));
                case 3:
                    return Set(input, at, (byte)(input[at] + _random.Next(2) * 2 - 1));
                case 4:
                    return Splice(input, at, count, []);
                case 5:
                    return Splice(input, at, 0, input.AsSpan(at, count));
                case 6:
                    return input[..at];
                case 7:
                    byte[] other = pool[_random.Next(pool.Count)];
                    int from = other.Length == 0 ? 0 : _random.Next(other.Length);
                    int length = other.Length == 0 ? 0 : 1 + _random.Next(other.Length - from);
                    return Splice(input, at, _random.Next(2) * count, other.AsSpan(from, length));
                case 8:
                case 9:
                    return Splice(input, at, _random.Next(2) * count, Word());
                case 10:
                    return WriteNumber(input, at);
                case 11:
                    return Repeat(input, at, count);
                case 12:
                    return Nest(input, at, count);
                default:
                    byte[] noise = new byte[1 + _random.Next(8)];
                    _random.NextBytes(noise);
                    return Splice(input, at, _random.Next(2) * count, noise);
            }
        }

        private static byte[] Set(byte[] input, int at, byte value)
        {
            byte[] changed = [.. input];
            changed[at] = value;
            return changed;
        }

        private byte[] Splice(byte[] input, int at, int removed, ReadOnlySpan<byte> added)
        {
            added = added[..Math.Min(added.Length, _target.MaxLength)];
            byte[] changed = new byte[input.Length - removed + added.Length];
            input.AsSpan(0, at).CopyTo(changed);
            added.CopyTo(changed.AsSpan(at));
            input.AsSpan(at + removed).CopyTo(changed.AsSpan(at + added.Length));
            return changed;
        }

        private ReadOnlySpan<byte> Word()
        {
            return _target.Dictionary.Count == 0 ? "A"u8 : _target.Dictionary[_random.Next(_target.Dictionary.Count)];
        }

        // Length fields are 2 or 4 bytes, little-endian, at even offsets.
        private byte[] WriteNumber(byte[] input, int at)
        {
            byte[] changed = [.. input];
            uint value = _edges[_random.Next(_edges.Length)] + (uint)_random.Next(3) - 1;
            at &= ~1;
            if (_random.Next(2) == 0 && at + 4 <= changed.Length)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), value);
            }
            else if (at + 2 <= changed.Length)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(at), (ushort)value);
            }

            return changed;
        }

        private byte[] Repeat(byte[] input, int at, int count)
        {
            int times = Math.Min(1 + _random.Next(64), _target.MaxLength / count);
            byte[] added = new byte[times * count];
            for (int i = 0; i < times; i++)
            {
                input.AsSpan(at, count).CopyTo(added.AsSpan(i * count));
            }

            return Splice(input, at, 0, added);
        }

        private byte[] Nest(byte[] input, int at, int count)
        {
            string opening = _openings[_random.Next(_openings.Length)];
            string closing = new([.. opening.Reverse().Where(c => "[{\" ".Contains(c)).Select(c => c == '[' ? ']' : c == '{' ? '}' : c)]);
            int depth = _random.Next(8) == 0 ? 300 : 1 + _random.Next(10);
            return
            [
                .. input.AsSpan(0, at),
                .. Many(opening),
                .. input.AsSpan(at, count),
                .. Many(closing),
                .. input.AsSpan(at + count),
            ];

            byte[] Many(string text) => System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, depth)));
        }
    }
}
