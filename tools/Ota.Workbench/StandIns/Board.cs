using System;
using NanoOta.VirtualDevice;

// What Ota.Board, Ota.Bootstrap and Ota.Client have for an ESP32 alone, answered by the virtual board under the same names.
namespace NanoOta
{
    public static class DeviceIdentity
    {
        public static string Read()
        {
            return BoardNatives.Current.DeviceId;
        }
    }

    public sealed class DeviceRestart : IRestart
    {
        public void Restart()
        {
            BoardNatives.Current.Restart();
        }
    }

    public sealed class NetworkLink : ILink
    {
        public bool IsUp
        {
            get { return BoardNatives.Current.HasNetwork; }
        }
    }

    public sealed class WifiNetwork : INetwork
    {
        private readonly BoardNetwork _network = new BoardNetwork(BoardNatives.Current);

        public WifiNetwork(IClock clock)
        {
        }

        public OtaResult Connect(int timeout)
        {
            return _network.Connect(timeout);
        }

        public OtaResult SetClock()
        {
            return _network.SetClock();
        }
    }

    public sealed class StoredNetwork : INetworkConfiguration
    {
        private readonly BoardConfiguration _configuration = new BoardConfiguration(BoardNatives.Current);

        public int Read(byte[] buffer)
        {
            return _configuration.Read(buffer);
        }

        public OtaResult Write(byte[] configuration, int count)
        {
            return _configuration.Write(configuration, count);
        }
    }

    // The lines with a star say the same, so the console stays the application's.
    public sealed class WaitConsole
    {
        public WaitConsole(string program)
        {
        }

        public void Say(WaitReason reason, OtaResult code)
        {
        }
    }

    public sealed class DriveStorage : IAppStorage
    {
        internal static BoardStorage Last;

        private readonly BoardStorage _storage = new BoardStorage(BoardNatives.Current);
        private readonly int _capacity;

        public DriveStorage(string folder, int capacity)
        {
            _capacity = capacity;
            Last = _storage;
        }

        public int Capacity
        {
            get { return _storage.Capacity == 0 ? 0 : _capacity; }
        }

        public int GetLength(string name)
        {
            return _storage.GetLength(name);
        }

        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            return _storage.Read(name, offset, buffer, index, count);
        }

        public OtaResult Open(string name, int keep)
        {
            return _storage.Open(name, keep);
        }

        public OtaResult Append(byte[] buffer, int index, int count)
        {
            return _storage.Append(buffer, index, count);
        }

        public OtaResult Flush()
        {
            return _storage.Flush();
        }

        public OtaResult Close()
        {
            return _storage.Close();
        }

        public OtaResult Delete(string name)
        {
            return _storage.Delete(name);
        }
    }

    public sealed class ClrLoader : IAppLoader
    {
        private readonly BoardLoader _loader = new BoardLoader(BoardNatives.Current, DriveStorage.Last ?? new BoardStorage(BoardNatives.Current));

        public int VersionOf(string name)
        {
            return _loader.VersionOf(name);
        }

        public OtaResult Load(byte[] assembly)
        {
            return _loader.Load(assembly);
        }

        public OtaResult Run()
        {
            return _loader.Run();
        }
    }

    public sealed class BoardVitals : IVitals
    {
        public int FreeMemory
        {
            get { return -1; }
        }

        public int SignalStrength
        {
            get { return 0; }
        }

        public bool IsMetered
        {
            get { return false; }
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class SystemInfo
    {
        public static Version Version
        {
            get { return new Version(1, 17, 11, 0); }
        }

        public static string OEMString
        {
            get { return "nanoOta's virtual board"; }
        }

        public static string Platform
        {
            get { return "ESP32"; }
        }

        public static string TargetName
        {
            get { return "VIRTUAL_ESP32"; }
        }
    }

    public static class Power
    {
        public static void RebootDevice()
        {
            NanoOta.BoardNatives.Current.Restart();
        }
    }
}

namespace nanoFramework.Hardware.Esp32
{
    public enum EspNativeError
    {
        OK = 0,
    }

    public static class Sleep
    {
        private static TimeSpan _timer = TimeSpan.FromMinutes(1);

        public static EspNativeError EnableWakeupByTimer(TimeSpan time)
        {
            _timer = time;
            return EspNativeError.OK;
        }

        public static void StartDeepSleep()
        {
            NanoOta.BoardNatives.Current.DeepSleep((int)_timer.TotalMilliseconds);
        }
    }
}

namespace nanoFramework.Networking
{
    public enum NetworkHelperStatus
    {
        None = 0,
        Started = 1,
        NetworkIsReady = 2,
        FailedNoNetworkInterface = 3,
        TokenExpiredWaitingIPAddress = 4,
        TokenExpiredWaitingDateTime = 5,
        ErrorConnetingToWiFiWhileScanning = 6,
        ExceptionOccurred = 7,
    }

    public static class WifiNetworkHelper
    {
        public static NetworkHelperStatus Status
        {
            get { return NanoOta.BoardNatives.Current.HasNetwork ? NetworkHelperStatus.NetworkIsReady : NetworkHelperStatus.TokenExpiredWaitingIPAddress; }
        }

        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, System.Threading.CancellationToken token = default)
        {
            return NanoOta.BoardNatives.Current.HasNetwork;
        }
    }
}
