using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The Bootstrap's files on the board's drive. Not thread-safe, as the port says.</summary>
    public sealed class BoardStorage : IAppStorage
    {
        /// <summary>Bytes that an app may have: what Ota.Bootstrap/Resident allows on a drive of 256 KiB.</summary>
        public const int DefaultCapacity = 110000;

        private const string ImageSuffix = ".img";
        private const int ReadMode = 0;
        private const int UpdateMode = 2;

        private readonly IBoardDrive _drive;
        private string? _openName;
        private int _handle;
        private int _position;

        /// <summary>On the drive of that board.</summary>
        public BoardStorage(IBoard board)
        {
            _drive = board.Drive;
            Capacity = _drive.BlockCount == 0 ? 0 : DefaultCapacity;
        }

        /// <summary>The name of the image that was read last; null if none was. Says which slot an application came from.</summary>
        public string? LastRead { get; private set; }

        /// <inheritdoc/>
        public int Capacity { get; }

        /// <inheritdoc/>
        public int GetLength(string name) => name == _openName ? _position : Math.Max(-1, _drive.GetLength(name));

        /// <inheritdoc/>
        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            int handle = name == _openName ? -1 : _drive.Open(name, ReadMode);
            if (handle < 0)
            {
                return OtaResult.SlotReadFailed;
            }

            if (name.EndsWith(ImageSuffix, StringComparison.Ordinal))
            {
                LastRead = name;
            }

            int read = _drive.Read(handle, offset, buffer, index, count);
            return _drive.Close(handle) == 0 && read == count ? OtaResult.Ok : OtaResult.SlotReadFailed;
        }

        /// <inheritdoc/>
        public OtaResult Open(string name, int keep)
        {
            if (_openName != null || Math.Max(0, _drive.GetLength(name)) < keep)
            {
                return OtaResult.SlotWriteFailed;
            }

            _handle = _drive.Open(name, UpdateMode);
            if (_handle < 0)
            {
                return OtaResult.SlotWriteFailed;
            }

            _openName = name;
            _position = keep;
            if (_drive.Truncate(_handle, keep) == 0 && _drive.Flush(_handle) == 0)
            {
                return OtaResult.Ok;
            }

            Close();
            return OtaResult.SlotWriteFailed;
        }

        /// <inheritdoc/>
        public OtaResult Append(byte[] buffer, int index, int count)
        {
            if (_openName == null || _drive.Write(_handle, _position, buffer, index, count) != 0)
            {
                return OtaResult.SlotWriteFailed;
            }

            _position += count;
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult Flush() => _openName != null && _drive.Flush(_handle) == 0 ? OtaResult.Ok : OtaResult.SlotWriteFailed;

        /// <inheritdoc/>
        public OtaResult Close()
        {
            if (_openName == null)
            {
                return OtaResult.Ok;
            }

            _openName = null;
            return _drive.Close(_handle) == 0 ? OtaResult.Ok : OtaResult.SlotWriteFailed;
        }

        /// <inheritdoc/>
        public OtaResult Delete(string name)
        {
            return _drive.GetLength(name) < 0 || _drive.Delete(name) == 0 ? OtaResult.Ok : OtaResult.SlotEraseFailed;
        }
    }
}
