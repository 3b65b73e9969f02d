using System;

namespace NanoOta
{
    /// <summary>
    /// Reads the image of an offered release from the server, at any offset. The signed chunk table proves every byte. The class is for callers who
    /// fill a slot by other means than <see cref="OtaClient.Stage"/>.
    /// </summary>
    /// <remarks>
    /// Reading on is one streamed request, reading back a new one. Not thread-safe, nor to be used while its client runs an operation.
    /// </remarks>
    public sealed class ImageReader
    {
        private readonly ChunkTable _table;
        private readonly ChunkSource _source;
        private readonly byte[] _buffer = new byte[ChunkDigest.BufferLength];
        private int _chunk = -1;

        internal ImageReader(UpdateRun run, RemoteImage image)
        {
            _table = image.NewTable();
            _source = new ChunkSource(run, image, _table, null, _buffer);
        }

        /// <summary>Fetches the head of the table; nothing is read before.</summary>
        internal OtaOutcome Open()
        {
            return _source.Open();
        }

        /// <summary>Bytes of the image.</summary>
        public int Length => _table.ImageLength;

        /// <summary>
        /// Reads up to <paramref name="count"/> bytes, at least one. Bytes read; 0 at the end; a negated <see cref="OtaResult.SlotArgument"/>, error of
        /// transport, <see cref="OtaResult.TableDigestMismatch"/> or <see cref="OtaResult.ChunkDigestMismatch"/>.
        /// </summary>
        public int Read(int offset, byte[] buffer, int index, int count)
        {
            if (offset < 0 || buffer == null || index < 0 || count < 0 || index > buffer.Length - count)
            {
                return -(int)OtaResult.SlotArgument;
            }

            if (offset >= Length || count == 0)
            {
                return 0;
            }

            int chunk = offset / ChunkDigest.BufferLength;
            if (chunk != _chunk)
            {
                _chunk = -1;
                OtaOutcome outcome = _source.Load(chunk / ChunkTable.GroupChunks);
                if (outcome.Code == OtaResult.Ok)
                {
                    outcome = _source.Get(chunk);
                }

                if (outcome.Code != OtaResult.Ok)
                {
                    return -(int)outcome.Code;
                }

                _chunk = chunk;
            }

            int from = offset - (chunk * ChunkDigest.BufferLength);
            int left = _table.LengthOf(chunk) - from;
            int taken = left < count ? left : count;
            Array.Copy(_buffer, from, buffer, index, taken);
            return taken;
        }

        /// <summary>Drops the connection, if one is open; reading on opens another.</summary>
        public void Close()
        {
            _source.Close();
        }
    }
}
