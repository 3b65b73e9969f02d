using System;

namespace NanoOta
{
    /// <summary>Keeps a record in two copies, of which only the older one is ever written. Not thread-safe.</summary>
    /// <remarks>
    /// A copy is: magic, sequence, length, CRC-32 over sequence, length and record (each 4 bytes, little-endian), record.
    /// <list type="number">
    /// <item>Before a write: copy A whole with sequence n, copy B with n - 1, or torn, or blank. Read gives A.</item>
    /// <item>During the write of B: B is anything. Its CRC is wrong, or the CRC is right and B is the new record.
    /// Read gives A, or B when every byte arrived. A is not touched, so a power cut at any point costs the new record at most.</item>
    /// <item>After the write: B whole with n + 1. Read gives B.</item>
    /// </list>
    /// The idea is that of ESP-IDF's otadata and of littlefs' metadata pairs.
    /// </remarks>
    public sealed class TwoCopyStateStore : IStateStore
    {
        /// <summary>Bytes of a copy before its record.</summary>
        public const int HeaderLength = 16;
        private const int Magic = 0x32434E4F;
        private const int NoCopy = -1;

        private readonly IRecordMedium _medium;
        private readonly byte[] _copy;
        private int _sequence;
        private int _newest = NoCopy;

        /// <summary>A store for records of at most <paramref name="maxRecordLength"/> bytes.</summary>
        public TwoCopyStateStore(IRecordMedium medium, int maxRecordLength)
        {
            _medium = medium;
            _copy = new byte[HeaderLength + maxRecordLength];
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            int written = 0;
            int lost = 0;
            int best = 0;
            _newest = NoCopy;
            for (int i = 0; i < 2; i++)
            {
                int count = _medium.Read(i, _copy, _copy.Length);
                if (count < 0)
                {
                    lost++;
                    continue;
                }

                if (!IsBlank(count))
                {
                    written++;
                }

                int length = CheckCopy(count, buffer.Length);
                int sequence = LittleEndian.ReadInt32(_copy, 4);
                if (length > 0 && (_newest == NoCopy || sequence - _sequence > 0))
                {
                    _newest = i;
                    _sequence = sequence;
                    best = length;
                    Array.Copy(_copy, HeaderLength, buffer, 0, length);
                }
            }

            if (_newest != NoCopy)
            {
                return best;
            }

            // Two unreadable copies are no proof that nothing was written. One torn copy beside a blank one is a first write that was cut.
            return lost > 0 ? -(int)OtaResult.StateReadFailed : written == 2 ? -(int)OtaResult.StateCorrupt : 0;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] record, int count)
        {
            // The copy that was newest may have rotted since. So each write looks at both copies and then chooses the one to replace.
            int newest = _newest;
            Read(new byte[_copy.Length - HeaderLength]);
            if (_newest == NoCopy)
            {
                _newest = newest;
            }

            int target = _newest == 0 ? 1 : 0;
            LittleEndian.WriteInt32(_copy, 0, Magic);
            LittleEndian.WriteInt32(_copy, 4, _sequence + 1);
            LittleEndian.WriteInt32(_copy, 8, count);
            Array.Copy(record, 0, _copy, HeaderLength, count);
            LittleEndian.WriteInt32(_copy, 12, Crc(count));
            OtaResult result = _medium.Write(target, _copy, HeaderLength + count);
            if (result == OtaResult.Ok)
            {
                _newest = target;
                _sequence++;
            }

            return result;
        }

        private int CheckCopy(int count, int capacity)
        {
            if (count < HeaderLength || LittleEndian.ReadInt32(_copy, 0) != Magic)
            {
                return 0;
            }

            int length = LittleEndian.ReadInt32(_copy, 8);
            bool fits = length > 0 && length <= capacity && length <= count - HeaderLength;
            return fits && LittleEndian.ReadInt32(_copy, 12) == Crc(length) ? length : 0;
        }

        private bool IsBlank(int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (_copy[i] != 0xFF)
                {
                    return false;
                }
            }

            return true;
        }

        // CRC-32 (IEEE 802.3, reflected), bit by bit: the record is short, a table would cost 1 KiB.
        private int Crc(int length)
        {
            uint crc = 0xFFFFFFFFu;
            for (int i = 4; i < HeaderLength + length; i++)
            {
                if (i == 12)
                {
                    i = HeaderLength;
                }

                crc ^= _copy[i];
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1u) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
                }
            }

            return (int)~crc;
        }
    }
}
