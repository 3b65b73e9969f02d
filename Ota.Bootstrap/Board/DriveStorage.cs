using System;
using System.IO;

namespace NanoOta
{
    /// <summary>A folder of the internal drive I: (LittleFS) or of an SD card D:. See <see cref="IAppStorage"/> for what is promised.</summary>
    /// <remarks>
    /// The class rests on these facts, read in System.IO.FileSystem and in the ESP32's driver (nf-interpreter, littlefs_FS_Driver.cpp over stdio and
    /// esp_littlefs):
    /// <list type="bullet">
    /// <item>LittleFS commits a file when the file is closed, and no layer above ever says sync. So a flush closes and opens again.</item>
    /// <item>The driver does not look whether its fflush succeeded, and a file that has failed is closed without a word. On a full drive bytes get
    /// lost, and every call says yes. So a file's length is checked after the close.</item>
    /// <item>A table of open files refuses a second stream on a file, and a File.Delete. The table keeps the entry of a stream that was never
    /// disposed. So streams are disposed whatever happens.</item>
    /// <item>SetLength leaves the position unchanged, past the end if need be. So the position is set anew.</item>
    /// </list>
    /// Opening a file costs a search of the folder, and each chunk is a read. So one stream is kept open for reading. Thread-safe.
    /// </remarks>
    public sealed class DriveStorage : IAppStorage
    {
        private readonly string _folder;
        private readonly object _lock = new object();
        private FileStream _writer;
        private string _writing;
        private int _written;
        private FileStream _reader;
        private string _reading;

        /// <summary>Names the folder; a missing one is made.</summary>
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
                    string path = _folder + name;
                    return name == _writing ? _written
                        : name == _reading ? (int)_reader.Length
                        : File.Exists(path) ? (int)new FileInfo(path).Length : -1;
                }
                catch (Exception)
                {
                    CloseReader();
                    return -1;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            lock (_lock)
            {
                if (name == _writing)
                {
                    return OtaResult.SlotReadFailed;
                }

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
                    // A card may have been away: the next read opens the file anew.
                    CloseReader();
                    return OtaResult.SlotReadFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Open(string name, int keep)
        {
            lock (_lock)
            {
                int there = GetLength(name);
                if (_writing != null || (there < 0 ? 0 : there) < keep)
                {
                    return OtaResult.SlotWriteFailed;
                }

                if (name == _reading)
                {
                    CloseReader();
                }

                _writing = name;
                _written = keep;
                try
                {
                    _writer = new FileStream(_folder + name, FileMode.OpenOrCreate, FileAccess.ReadWrite);
                    _writer.SetLength(keep);
                }
                catch (Exception)
                {
                    Close();
                    return OtaResult.SlotWriteFailed;
                }

                // What was cut off is free when LittleFS knows of the cut.
                return Flush();
            }
        }

        /// <inheritdoc/>
        public OtaResult Append(byte[] buffer, int index, int count)
        {
            lock (_lock)
            {
                if (_writer == null)
                {
                    return OtaResult.SlotWriteFailed;
                }

                try
                {
                    _writer.Write(buffer, index, count);
                    _written += count;
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
                if (name == null || Close() != OtaResult.Ok)
                {
                    return OtaResult.SlotWriteFailed;
                }

                _writing = name;
                try
                {
                    _writer = new FileStream(_folder + name, FileMode.Open, FileAccess.ReadWrite);
                    _writer.Seek(0, SeekOrigin.End);
                    return OtaResult.Ok;
                }
                catch (Exception)
                {
                    Close();
                    return OtaResult.SlotWriteFailed;
                }
            }
        }

        /// <inheritdoc/>
        public OtaResult Close()
        {
            lock (_lock)
            {
                string name = _writing;
                FileStream file = _writer;
                _writing = null;
                _writer = null;
                if (name == null)
                {
                    return OtaResult.Ok;
                }

                try
                {
                    if (file != null)
                    {
                        file.Dispose();
                    }

                    return GetLength(name) == _written ? OtaResult.Ok : OtaResult.SlotWriteFailed;
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
                    if (name == _reading)
                    {
                        CloseReader();
                    }

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
                CloseReader();
                _reader = new FileStream(_folder + name, FileMode.Open, FileAccess.Read);
                _reading = name;
            }

            return _reader;
        }

        private void CloseReader()
        {
            FileStream file = _reader;
            _reader = null;
            _reading = null;
            try
            {
                if (file != null)
                {
                    file.Dispose();
                }
            }
            catch (Exception)
            {
                // The file was only read.
            }
        }
    }
}
