using System.Runtime.CompilerServices;

namespace NanoOta
{
    /// <summary>ESP-IDF's OTA partitions on firmware that has the native half of this assembly (Ota.Bootstrap/native).</summary>
    /// <remarks>
    /// The native methods take integers and byte arrays only, and check every argument. They give the numbers of <see cref="OtaResult"/>, or a value
    /// where they say so. Firmware without these methods refuses to load the assembly. So an application that must run on both asks first whether the
    /// assembly is there. Not thread-safe.
    /// </remarks>
    public sealed class EspOta : IEspOta
    {
        /// <inheritdoc/>
        public int GetSubtype(EspPartition partition)
        {
            return NativeGetSubtype((int)partition);
        }

        /// <inheritdoc/>
        public int GetSize(EspPartition partition)
        {
            return NativeGetSize((int)partition);
        }

        /// <inheritdoc/>
        public int GetState(int subtype)
        {
            return NativeGetState(subtype);
        }

        /// <inheritdoc/>
        public OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count)
        {
            return (OtaResult)NativeRead((int)partition, offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult Begin(int offset)
        {
            return (OtaResult)NativeBegin(offset);
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            return (OtaResult)NativeWrite(buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            return (OtaResult)NativeEnd();
        }

        /// <inheritdoc/>
        public void Abort()
        {
            NativeAbort();
        }

        /// <inheritdoc/>
        public OtaResult SetBoot()
        {
            return (OtaResult)NativeSetBoot();
        }

        /// <inheritdoc/>
        public OtaResult MarkValid()
        {
            return (OtaResult)NativeMarkValid();
        }

        /// <inheritdoc/>
        public OtaResult MarkInvalidAndRestart()
        {
            return (OtaResult)NativeMarkInvalidAndRestart();
        }

        /// <inheritdoc/>
        public OtaResult ReadDescription(EspPartition partition, byte[] description)
        {
            return (OtaResult)NativeReadDescription((int)partition, description);
        }

        /// <summary>The subtype, or -1.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeGetSubtype(int partition);

        /// <summary>Bytes, or 0.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeGetSize(int partition);

        /// <summary>The state, -1 UNDEFINED, -2 for none.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeGetState(int subtype);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeRead(int partition, int offset, byte[] buffer, int index, int count);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeBegin(int offset);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeWrite(byte[] buffer, int index, int count);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeEnd();

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern void NativeAbort();

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeSetBoot();

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeMarkValid();

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeMarkInvalidAndRestart();

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeReadDescription(int partition, byte[] description);
    }
}
