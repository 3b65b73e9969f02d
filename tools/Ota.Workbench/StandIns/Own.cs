using System.Threading;
using NanoOta.VirtualDevice;

// In each program itself: the client has classes of the same names, for the time and the files of the PC.
namespace NanoOta
{
    internal sealed class SystemClock : IClock
    {
        public long UtcSeconds
        {
            get { return BoardNatives.Current.UtcSeconds; }
        }

        public long TickMilliseconds
        {
            get { return BoardNatives.Current.TickMilliseconds; }
        }

        public void Sleep(int milliseconds)
        {
            BoardNatives.Current.Sleep(milliseconds);
        }
    }

    // Two files of the drive I:. A board without a drive has the partition for its state record.
    internal sealed class FileRecordMedium : IRecordMedium
    {
        private readonly BoardStorage _storage = new BoardStorage(BoardNatives.Current);
        private readonly FlashRecordMedium _flash;
        private readonly string[] _names;
        private readonly int _maxLength;

        public FileRecordMedium(string first, string second, int maxLength)
        {
            _names = new string[] { NameOf(first), NameOf(second) };
            _maxLength = maxLength;
            _flash = BoardNatives.Current.Drive.BlockCount == 0 ? new FlashRecordMedium() : null;
        }

        public int CopySize
        {
            get { return _flash == null ? _maxLength : _flash.CopySize; }
        }

        public int Read(int copy, byte[] buffer, int count)
        {
            if (_flash != null)
            {
                return _flash.Read(copy, buffer, count);
            }

            int length = _storage.GetLength(_names[copy]);
            int taken = length < count ? length : count;
            return taken < 1 ? 0 : _storage.Read(_names[copy], 0, buffer, 0, taken) == OtaResult.Ok ? taken : -(int)OtaResult.StateReadFailed;
        }

        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            if (_flash != null)
            {
                return _flash.Write(copy, buffer, count);
            }

            if (_storage.Open(_names[copy], 0) != OtaResult.Ok)
            {
                return OtaResult.StateWriteFailed;
            }

            OtaResult appended = _storage.Append(buffer, 0, count);
            OtaResult closed = _storage.Close();
            return appended == OtaResult.Ok && closed == OtaResult.Ok ? OtaResult.Ok : OtaResult.StateWriteFailed;
        }

        private static string NameOf(string path)
        {
            return path.Substring(path.LastIndexOf('\\') + 1);
        }
    }
}
