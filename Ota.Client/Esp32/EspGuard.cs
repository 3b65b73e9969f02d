using System.Runtime.CompilerServices;

namespace NanoOta
{
    /// <summary>The guard in the firmware (Ota.Bootstrap/native, ota_boot.h).</summary>
    /// <remarks>The native methods check every argument and give the numbers of <see cref="OtaResult"/>. Not thread-safe.</remarks>
    public sealed class EspGuard : IEspGuard
    {
        /// <inheritdoc/>
        public OtaResult Tell(GuardEvent what, int value)
        {
            return (OtaResult)NativeTell((int)what, value);
        }

        /// <inheritdoc/>
        public OtaResult GetStatus(byte[] status)
        {
            return (OtaResult)NativeGetStatus(status);
        }

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeTell(int what, int value);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeGetStatus(byte[] status);
    }
}
