using System;

namespace NanoOta
{
    /// <summary>
    /// Reads the image of an offered release from the server, at any offset, every byte proven against the signed chunk table. For
    /// those who fill a slot by other means than <see cref="OtaClient.Stage"/>.
    /// </summary>
    /// <remarks>Reading on is one streamed request, reading back a new one. Not thread-safe, nor to be used while its client runs an operation.</remarks>
    public sealed class ImageReader
    {
        private readonly ChunkTable _table;
        private readonly ChunkSource _source;
        private readonly byte[] _buffer = new byte[ChunkDigest.BufferLength];
        private int _chunk;
        private int _offset;
        private bool _loaded;

        internal ImageReader(UpdateRun run, RemoteImage image, ChunkTable table)
        {
            _table = table;
            Length = image.Image.Size;
            _source = new ChunkSource(run, table, image);
        }

        /// <summary>Bytes of the image.</summary>
        public int Length { get; }

        /// <summary>
        /// Reads up to <paramref name="count"/> bytes, at least one. Bytes read; 0 at the end; a negated <see cref="OtaResult.SlotArgument"/>, error of
        /// transport or <see cref="OtaResult.ChunkDigestMismatch"/>.
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

            if (offset < _offset)
            {
                _chunk = 0;
                _offset = 0;
                _loaded = false;
            }

            while (offset >= _offset + _table.LengthOf(_chunk))
            {
                _offset += _table.LengthOf(_chunk);
                _chunk++;
                _loaded = false;
            }

            if (!_loaded)
            {
                OtaResult result = _source.Get(_chunk, _offset, _buffer).Code;
                if (result != OtaResult.Ok)
                {
                    return -(int)result;
                }

                _loaded = true;
            }

            int from = offset - _offset;
            int left = _table.LengthOf(_chunk) - from;
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
