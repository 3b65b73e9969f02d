using System;
using System.IO;

namespace NanoOta
{
    /// <summary>A file, or a part of a file, as the answer of a <see cref="FileTransport"/>.</summary>
    internal sealed class FileBody : ITransportResponse
    {
        private FileStream _file;
        private int _left;

        private FileBody(FileStream file, TransportStatus status, int length, int total)
        {
            _file = file;
            _left = length;
            Status = status;
            Length = length;
            TotalLength = total;
        }

        public TransportStatus Status { get; }

        public int Length { get; }

        public int TotalLength { get; }

        public string Tag => null;

        /// <summary>Opens what a request asks for. A length of -1 stands for the file's own.</summary>
        internal static OtaResult Open(string path, int start, int length, TransportRequest request, out FileBody body)
        {
            body = null;
            FileStream file = null;
            try
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read);
                long whole = length < 0 ? file.Length : length;
                if (whole > int.MaxValue)
                {
                    file.Dispose();
                    return OtaResult.BodyTooLong;
                }

                int total = (int)whole;
                bool isPart = request.To >= 0;
                int from = isPart ? request.From : 0;
                int end = isPart && request.To < total ? request.To + 1 : total;
                if (from < 0 || from > end || (isPart && from == end))
                {
                    file.Dispose();
                    return OtaResult.RangeNotSatisfiable;
                }

                file.Seek(start + from, SeekOrigin.Begin);
                body = new FileBody(file, isPart ? TransportStatus.Part : TransportStatus.Whole, end - from, total);
                return OtaResult.Ok;
            }
            catch (Exception)
            {
                if (file != null)
                {
                    file.Dispose();
                }

                return OtaResult.HttpNotFound;
            }
        }

        /// <summary>Reads until the count or the end of the file. An SD card may give less than was asked for at a time.</summary>
        internal static int Fill(FileStream file, byte[] buffer, int index, int count)
        {
            int done = 0;
            int read;
            do
            {
                read = file.Read(buffer, index + done, count - done);
                done += read;
            }
            while (read > 0 && done < count);
            return done;
        }

        public int Read(byte[] buffer, int index, int count)
        {
            int wanted = count < _left ? count : _left;
            if (wanted <= 0)
            {
                return 0;
            }

            if (_file == null)
            {
                return -(int)OtaResult.ConnectFailed;
            }

            int read;
            try
            {
                read = _file.Read(buffer, index, wanted);
            }
            catch (Exception)
            {
                // The card was taken out.
                read = -1;
            }

            if (read <= 0)
            {
                Close();
                return -(int)OtaResult.BodyTooShort;
            }

            _left -= read;
            return read;
        }

        public void Close()
        {
            FileStream file = _file;
            _file = null;
            if (file == null)
            {
                return;
            }

            try
            {
                file.Dispose();
            }
            catch (Exception)
            {
                // The card may be gone.
            }
        }
    }
}
