using nanoFramework.Runtime.Native;

namespace NanoOta
{
    /// <summary>Restarts the microcontroller, the bootloader included: only so does a newly activated slot get chosen.</summary>
    public sealed class DeviceRestart : IRestart
    {
        /// <summary>See <see cref="IRestart.Restart"/>.</summary>
        public void Restart()
        {
            Power.RebootDevice(RebootOption.NormalReboot);
        }
    }
}
