using System;

namespace NanoOta
{
    /// <summary>The highest revision in each of the last four channels that the device has seen, with its payload. Not thread-safe.</summary>
    /// <remarks>
    /// The caller judges signature, product and channel first. A seen revision counts, not an installed one. Otherwise a mirror could go on offering
    /// a release that the publisher has taken back.
    /// </remarks>
    internal sealed class SeenRevisions
    {
        /// <summary>Channels that are remembered.</summary>
        public const int Channels = 4;

        /// <summary>Bytes in the record.</summary>
        public const int Length = Channels * RowLength;

        private const int KeyLength = 8;
        private const int PayloadAt = 16;
        private const int PayloadLength = 8;
        private const int RowLength = 24;

        private readonly byte[] _bytes;
        private readonly RecentRows _rows;

        /// <summary>The counters at an offset of a record.</summary>
        public SeenRevisions(byte[] bytes, int at)
        {
            _bytes = bytes;
            _rows = new RecentRows(bytes, at, RowLength, Channels, KeyLength);
        }

        /// <summary>The highest revision seen in a channel; 0 for none.</summary>
        /// <param name="channel">SHA-256 of the channel's name.</param>
        public long HighestOf(byte[] channel)
        {
            int row = _rows.Find(channel);
            return row < 0 ? 0 : LittleEndian.ReadInt64(_bytes, row + KeyLength);
        }

        /// <summary>Judges a revision by what was seen in its channel.</summary>
        /// <param name="channel">SHA-256 of the channel's name.</param>
        /// <param name="revision">The manifest's revision.</param>
        /// <param name="payload">SHA-256 of the manifest's payload.</param>
        /// <returns>
        /// <see cref="OtaResult.Ok"/> for a higher revision or the same bytes again. <see cref="OtaResult.RevisionStale"/> for a lower revision.
        /// <see cref="OtaResult.RevisionConflict"/> for other bytes under the same number.
        /// </returns>
        public OtaResult Judge(byte[] channel, long revision, byte[] payload)
        {
            int row = _rows.Find(channel);
            long highest = HighestOf(channel);
            if (row < 0 || revision > highest)
            {
                return OtaResult.Ok;
            }

            // A baseline has a number and no bytes.
            return revision < highest ? OtaResult.RevisionStale
                : IsBlank(row + PayloadAt) || Bits.AreEqual(_bytes, row + PayloadAt, payload, 0, PayloadLength) ? OtaResult.Ok
                : OtaResult.RevisionConflict;
        }

        /// <summary>Keeps a revision that <see cref="Judge"/> took. A revision without a payload is a baseline.</summary>
        /// <returns>Whether a row has changed.</returns>
        public bool Keep(byte[] channel, long revision, byte[] payload)
        {
            int row = _rows.Find(channel);
            if (row >= 0 && (revision < HighestOf(channel) || (revision == HighestOf(channel) && (payload == null || !IsBlank(row + PayloadAt)))))
            {
                return false;
            }

            row = _rows.Touch(channel);
            LittleEndian.WriteInt64(_bytes, row + KeyLength, revision);
            Array.Clear(_bytes, row + PayloadAt, PayloadLength);
            if (payload != null)
            {
                Array.Copy(payload, 0, _bytes, row + PayloadAt, PayloadLength);
            }

            return true;
        }

        private bool IsBlank(int at)
        {
            return LittleEndian.ReadInt64(_bytes, at) == 0;
        }
    }
}
