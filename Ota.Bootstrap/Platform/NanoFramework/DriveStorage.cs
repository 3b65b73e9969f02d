using System;
using System.IO;

namespace NanoOta
{
    /// <summary>A folder of the internal drive I: (LittleFS) or of an SD card D:. See <see cref="IAppStorage"/> for what is promised.</summary>
    /// <remarks>
    /// LittleFS commits a file when it is closed, so a flush closes and opens again. One stream is kept open for reading: a chunk is a read, and
    /// opening costs a search of the folder. Not thread-safe but for what <see cref="AppSlots"/> does under its lock.
    /// </remarks>
    public sealed class DriveStorage : IAppStorage
    {
        private readonly string _folder;
        private readonly object _lock = new object();
        private FileStream _writer;
        private string _writing;
        private FileStream _reader;
        private string _reading;

        /// <summary>Names the folder; it is made when it is not there.</summary>
        /// <param name="folder">Full path with a backslash at its end, such as <c>I:\</c> or <c>D:\ota\</c>.</param>
        /// <param name="capacity">Bytes that one of the two images may have: 110000 on the 256 KiB drive of a 4 MB ESP32.</param>
        public DriveStorage(string folder, int capacity)
        {
            _folder = folder;
            Capacity = capacity;
            try
            {
                if (folder.Length > 3)
                {
                    Directory.CreateDirectory(folder);
                }
            }
            catch (Exception)
            {
                // Without the folder every write says so.
            }
        }

        /// <inheritdoc/>
        public int Capacity { get; }

        /// <inheritdoc/>
        public int GetLength(string name)
        {
            lock (_lock)
            {
                try
                {
                    return name == _writing ? (int)_writer.Length : File.Exists(_folder + name) ? (int)Reader(name).Length : -1;
                }
                catch (Exception)
                {
                    return -1;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            lock (_lock)
            {
                try
                {
                    FileStream file = Reader(name);
                    file.Seek(offset, SeekOrigin.Begin);
                    while (count > 0)
                    {
                        int read = file.Read(buffer, index, count);
                        if (read <= 0)
                        {
                            return OtaResult.SlotReadFailed;
                        }

                        index += read;
                        count -= read;
                    }

                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    return OtaResult.SlotReadFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Open(string name, int keep)
        {
            lock (_lock)
            {
                if (_writer != null)
                {
                    return OtaResult.SlotWriteFailed;
                }

                try
                {
                    CloseReader(name);
                    string path = _folder + name;
                    if (keep == 0)
                    {
                        // Removed, not cut: until a file is closed LittleFS would keep the room of what it had.
                        File.Delete(path);
                    }

                    _writing = name;
                    _writer = new FileStream(path, keep == 0 ? FileMode.Create : FileMode.Open, FileAccess.ReadWrite);
                    if (_writer.Length < keep)
                    {
                        Close();
                        return OtaResult.SlotWriteFailed;
                    }

                    _writer.SetLength(keep);
                    return Flush();
                }
                catch (Exception)
                {
                    Close();
                    return OtaResult.SlotWriteFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Append(byte[] buffer, int index, int count)
        {
            lock (_lock)
            {
                try
                {
                    _writer.Write(buffer, index, count);
                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    return OtaResult.SlotWriteFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Flush()
        {
            lock (_lock)
            {
                string name = _writing;
                OtaResult result = Close();
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                try
                {
                    _writer = new FileStream(_folder + name, FileMode.Open, FileAccess.ReadWrite);
                    _writing = name;
                    _writer.Seek(0, SeekOrigin.End);
                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    return OtaResult.SlotWriteFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Close()
        {
            lock (_lock)
            {
                FileStream file = _writer;
                _writer = null;
                _writing = null;
                try
                {
                    if (file != null)
                    {
                        file.Flush();
                        file.Dispose();
                    }

                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    return OtaResult.SlotWriteFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Delete(string name)
        {
            lock (_lock)
            {
                try
                {
                    CloseReader(name);
                    File.Delete(_folder + name);
                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    return OtaResult.SlotEraseFailed;
                }
            }
        }

        private FileStream Reader(string name)
        {
            if (name != _reading)
            {
                CloseReader(_reading);
                _reader = new FileStream(_folder + name, FileMode.Open, FileAccess.Read);
                _reading = name;
            }

            return _reader;
        }

        private void CloseReader(string name)
        {
            if (_reader != null && name == _reading)
            {
                FileStream file = _reader;
                _reader = null;
                _reading = null;
                file.Dispose();
            }
        }
    }
}
