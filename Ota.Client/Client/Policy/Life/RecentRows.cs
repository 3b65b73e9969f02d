using System;

namespace NanoOta
{
    /// <summary>
    /// A few rows of equal length in the bytes of a record, the most recent first. A new row pushes the oldest one out. A row of zeros is free. Not
    /// thread-safe.
    /// </summary>
    internal sealed class RecentRows
    {
        private readonly byte[] _bytes;
        private readonly int _at;
        private readonly int _rowLength;
        private readonly int _rows;
        private readonly int _keyLength;

        /// <summary>Rows at an offset of a record, each beginning with its key.</summary>
        public RecentRows(byte[] bytes, int at, int rowLength, int rows, int keyLength)
        {
            _bytes = bytes;
            _at = at;
            _rowLength = rowLength;
            _rows = rows;
            _keyLength = keyLength;
        }

        /// <summary>Offset of the row with that key; -1 if there is none.</summary>
        public int Find(byte[] key)
        {
            for (int i = 0; i < _rows; i++)
            {
                if (Bits.AreEqual(_bytes, _at + (i * _rowLength), key, 0, _keyLength))
                {
                    return _at + (i * _rowLength);
                }
            }

            return -1;
        }

        /// <summary>Makes the row with a key the first one. A new row is all zeros behind its key.</summary>
        /// <returns>The offset of the row.</returns>
        public int Touch(byte[] key)
        {
            byte[] row = new byte[_rowLength];
            int found = Find(key);
            if (found >= 0)
            {
                Array.Copy(_bytes, found, row, 0, _rowLength);
            }
            else
            {
                found = _at + ((_rows - 1) * _rowLength);
                Array.Copy(key, 0, row, 0, _keyLength);
            }

            for (int i = found - 1; i >= _at; i--)
            {
                _bytes[i + _rowLength] = _bytes[i];
            }

            Array.Copy(row, 0, _bytes, _at, _rowLength);
            return _at;
        }
    }
}
