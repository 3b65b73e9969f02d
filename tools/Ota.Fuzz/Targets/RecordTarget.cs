using System.Buffers.Binary;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// The state record and its two copies. Input: length of copy 0 (2 bytes; 0xFFFF: it cannot be read), copy 0, copy 1.
    /// </summary>
    public sealed class RecordTarget : FuzzTarget
    {
        private const int CopyLength = 16 + DeviceRecord.Length;

        public override string Name => "record";

        public override string Claim => "Read gives the newest copy that a second reader finds whole; what Decode takes, Encode writes again; a write costs the older copy only";

        public override int MaxLength => 2 + (2 * CopyLength) + 20;

        public override IReadOnlyList<byte[]> Seeds { get; } = [Make(5, 6), Make(6, 5), Make(int.MaxValue, int.MinValue), Make(-1, 0), Make(1, 1), [], new byte[600]];

        public override IReadOnlyList<byte[]> Dictionary { get; } = ["ONC2"u8.ToArray(), "NTO2"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF], new byte[16]];

        public override string Describe(int outcome) => outcome switch { 0 => "blank", 1 => "record", 2 => "foreign-record", _ => ((OtaResult)outcome).ToString() };

        public override int Run(byte[] input)
        {
            Medium medium = new(input);
            byte[] buffer = new byte[DeviceRecord.Length];
            TwoCopyStateStore store = new(medium, DeviceRecord.Length);
            int length = store.Read(buffer);
            byte[]? expected = Newest(medium, out int newest);
            Require(expected == null ? length <= 0 : length == expected.Length && buffer.AsSpan(0, length).SequenceEqual(expected), $"Read gives {length}");
            Require(length >= 0 || -length is (int)OtaResult.StateReadFailed or (int)OtaResult.StateCorrupt, $"Read gives {length}");
            DeviceRecord record = new();
            OtaResult decoded = record.Decode(buffer, Math.Max(length, 0));
            Require(decoded is OtaResult.Ok or OtaResult.StateCorrupt, $"Decode gives {decoded}");
            if (decoded == OtaResult.Ok)
            {
                RoundTrip(record);
            }

            WriteOver(medium, store, newest);
            return length < 0 ? -length : length == 0 ? 0 : decoded == OtaResult.Ok ? 1 : 2;
        }

        public override void Repair(byte[] input)
        {
            if (input.Length < 2)
            {
                return;
            }

            int first = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(input), input.Length - 2);
            Seal(input.AsSpan(2, first));
            Seal(input.AsSpan(2 + first));
        }

        private static void RoundTrip(DeviceRecord record)
        {
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            DeviceRecord again = new();
            Require(again.Decode(bytes, bytes.Length) == OtaResult.Ok, "Decode refuses what Encode wrote");
            byte[] twice = new byte[DeviceRecord.Length];
            again.Encode(twice);
            Require(bytes.AsSpan().SequenceEqual(twice), "Encode and Decode lose something");
        }

        private static void WriteOver(Medium medium, TwoCopyStateStore store, int newest)
        {
            byte[] kept = newest < 0 ? [] : medium.Copies[newest]!;
            byte[] next = new byte[DeviceRecord.Length];
            next[0] = 0xA5;
            if (store.Write(next, next.Length) != OtaResult.Ok)
            {
                return;
            }

            byte[] buffer = new byte[DeviceRecord.Length];
            Require(new TwoCopyStateStore(medium, DeviceRecord.Length).Read(buffer) == next.Length && buffer.AsSpan().SequenceEqual(next), "what was written is not read");
            Require(newest < 0 || medium.Copies[newest] == kept, "the newest copy was written over");
        }

        // Of two whole copies the one whose sequence is ahead, counting round the end of 32 bits.
        private static byte[]? Newest(Medium medium, out int newest)
        {
            newest = -1;
            uint sequence = 0;
            byte[]? record = null;
            for (int i = 0; i < 2; i++)
            {
                byte[]? copy = medium.Copies[i];
                if (copy == null || copy.Length < 16 || !copy.AsSpan().StartsWith("ONC2"u8))
                {
                    continue;
                }

                uint number = BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(4));
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(8));
                bool isWhole = length is > 0 and <= DeviceRecord.Length && length <= copy.Length - 16
                    && BinaryPrimitives.ReadUInt32LittleEndian(copy.AsSpan(12)) == Crc([.. copy[4..12], .. copy.AsSpan(16, (int)length)]);
                if (isWhole && (newest < 0 || number - sequence - 1 < 0x7FFFFFFF))
                {
                    newest = i;
                    sequence = number;
                    record = copy[16..(16 + (int)length)];
                }
            }

            return record;
        }

        private static void Seal(Span<byte> copy)
        {
            if (copy.Length <= 16)
            {
                return;
            }

            "ONC2"u8.CopyTo(copy);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(copy[8..]);
            if (length > copy.Length - 16)
            {
                length = (uint)Math.Min(copy.Length - 16, DeviceRecord.Length);
                BinaryPrimitives.WriteUInt32LittleEndian(copy[8..], length);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(copy[12..], Crc([.. copy[4..12], .. copy.Slice(16, (int)length)]));
        }

        private static uint Crc(ReadOnlySpan<byte> bytes)
        {
            uint crc = uint.MaxValue;
            foreach (byte value in bytes)
            {
                crc ^= value;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ (0xEDB88320u & (0 - (crc & 1)));
                }
            }

            return ~crc;
        }

        private static byte[] Make(int first, int second)
        {
            byte[] input = new byte[2 + (2 * CopyLength)];
            BinaryPrimitives.WriteUInt16LittleEndian(input, CopyLength);
            int[] sequences = [first, second];
            for (int i = 0; i < 2; i++)
            {
                byte[] record = new byte[DeviceRecord.Length];
                new DeviceRecord { State = OtaState.Confirmed, LastAnswered = 1800000000, RollBacks = 1 }.Encode(record);
                Span<byte> copy = input.AsSpan(2 + (i * CopyLength), CopyLength);
                BinaryPrimitives.WriteInt32LittleEndian(copy[4..], sequences[i]);
                BinaryPrimitives.WriteInt32LittleEndian(copy[8..], record.Length);
                record.CopyTo(copy[16..]);
                Seal(copy);
            }

            return input;
        }

        private sealed class Medium : IRecordMedium
        {
            public Medium(byte[] input)
            {
                int first = input.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(input);
                byte[] rest = input.Length < 2 ? [] : input[2..];
                Copies = first == ushort.MaxValue ? [null, rest] : [rest[..Math.Min(first, rest.Length)], rest[Math.Min(first, rest.Length)..]];
            }

            public byte[]?[] Copies { get; }

            public int CopySize => 4096;

            public int Read(int copy, byte[] buffer, int count)
            {
                byte[]? bytes = Copies[copy];
                if (bytes == null)
                {
                    return -(int)OtaResult.StateReadFailed;
                }

                int length = Math.Min(count, bytes.Length);
                Array.Copy(bytes, buffer, length);
                return length;
            }

            public OtaResult Write(int copy, byte[] buffer, int count)
            {
                Copies[copy] = buffer[..count];
                return OtaResult.Ok;
            }
        }
    }
}
