using System;
using System.IO;

namespace NanoOta
{
    /// <summary>Two files, on the internal drive I: of an ESP32 or wherever files can be written.</summary>
    /// <remarks>Not thread-safe.</remarks>
    public sealed class FileRecordMedium : IRecordMedium
    {
        private readonly string _first;
        private readonly string _second;
        private readonly int _copySize;

        /// <summary>Names the files; nothing is opened before the first read or write.</summary>
        /// <param name="first">Full path of copy 0, such as I:\ota-0.bin. Its folder exists.</param>
        /// <param name="second">Full path of copy 1.</param>
        /// <param name="copySize">Bytes that one copy may have, 1 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A size below 1: a bug of the caller.</exception>
        public FileRecordMedium(string first, string second, int copySize)
        {
            if (copySize < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _first = first;
            _second = second;
            _copySize = copySize;
        }

        /// <summary>See <see cref="IRecordMedium.CopySize"/>.</summary>
        public int CopySize
        {
            get
            {
                return _copySize;
            }
        }

        /// <summary>See <see cref="IRecordMedium.Read"/>.</summary>
        public int Read(int copy, byte[] buffer, int count)
        {
            FileStream file = null;
            try
            {
                string path = PathOf(copy);
                if (!File.Exists(path))
                {
                    return 0;
                }

                file = new FileStream(path, FileMode.Open, FileAccess.Read);
                int length = 0;
                while (length < count)
                {
                    int read = file.Read(buffer, length, count - length);
                    if (read <= 0)
                    {
                        break;
                    }

                    length += read;
                }

                return length;
            }
            catch (Exception)
            {
                return -(int)OtaResult.StateReadFailed;
            }
            finally
            {
                Dispose(file);
            }
        }

        /// <summary>See <see cref="IRecordMedium.Write"/>.</summary>
        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            if (count > _copySize)
            {
                return OtaResult.StateWriteFailed;
            }

            FileStream file = null;
            try
            {
                file = new FileStream(PathOf(copy), FileMode.Create, FileAccess.Write);
                file.Write(buffer, 0, count);
                FilePlatform.FlushToDisk(file);

                // Closing is part of writing here: its failure must not pass for success.
                FileStream closing = file;
                file = null;
                closing.Dispose();
                return OtaResult.Ok;
            }
            catch (Exception)
            {
                return OtaResult.StateWriteFailed;
            }
            finally
            {
                Dispose(file);
            }
        }

        private static void Dispose(FileStream file)
        {
            try
            {
                if (file != null)
                {
                    file.Dispose();
                }
            }
            catch (Exception)
            {
                // The failure that led here is the one to report.
            }
        }

        private string PathOf(int copy)
        {
            return copy == 0 ? _first : _second;
        }
    }
}
