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
}
