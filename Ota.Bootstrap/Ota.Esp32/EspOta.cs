using System.Runtime.CompilerServices;

namespace NanoOta
{
    /// <summary>ESP-IDF's OTA partitions on firmware that has the native half of this assembly (Ota.Bootstrap/native).</summary>
    /// <remarks>
    /// The native methods take integers and byte arrays only and give an esp_err_t, or a value where they say so. They trust the
    /// arguments: all checks are here. Firmware without them refuses to load this assembly, so an application that must run on
    /// both asks first whether it is there. Not thread-safe.
    /// </remarks>
    public sealed class EspOta : IEspOta
    {
        private const int SectorSize = 4096;
        private const int DescriptionSize = 256;
        private const int LargestSubtype = 0x1F;
        private const int NoEntry = -2;

        /// <inheritdoc/>
        public int GetSubtype(EspPartition partition)
        {
            return IsPartition(partition) ? NativeGetSubtype((int)partition) : -1;
        }

        /// <inheritdoc/>
        public int GetSize(EspPartition partition)
        {
            return IsPartition(partition) ? NativeGetSize((int)partition) : 0;
        }

        /// <inheritdoc/>
        public int GetState(int subtype)
        {
            return subtype >= 0 && subtype <= LargestSubtype ? NativeGetState(subtype) : NoEntry;
        }

        /// <inheritdoc/>
        public OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count)
        {
            if (!IsPartition(partition) || !IsRange(buffer, index, count))
            {
                return OtaResult.SlotArgument;
            }

            int size = NativeGetSize((int)partition);
            if (offset < 0 || count > size || offset > size - count)
            {
                return OtaResult.SlotArgument;
            }

            return EspError.ToResult(NativeRead((int)partition, offset, buffer, index, count), OtaResult.SlotReadFailed);
        }

        /// <inheritdoc/>
        public OtaResult Begin(int offset)
        {
            if (offset < 0 || (offset & (SectorSize - 1)) != 0)
            {
                return OtaResult.SlotArgument;
            }

            NativeAbort();
            return EspError.ToResult(NativeBegin(offset), OtaResult.SlotUnavailable);
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            return IsRange(buffer, index, count)
                ? EspError.ToResult(NativeWrite(buffer, index, count), OtaResult.SlotWriteFailed)
                : OtaResult.SlotArgument;
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            return EspError.ToResult(NativeEnd(), OtaResult.SlotImageInvalid);
        }

        /// <inheritdoc/>
        public void Abort()
        {
            NativeAbort();
        }

        /// <inheritdoc/>
        public OtaResult SetBoot()
        {
            return EspError.ToResult(NativeSetBoot(), OtaResult.ActivateFailed);
        }

        /// <inheritdoc/>
        public OtaResult MarkValid()
        {
            return NativeMarkValid() == EspError.Ok ? OtaResult.Ok : OtaResult.ConfirmFailed;
        }

        /// <inheritdoc/>
        public OtaResult MarkInvalidAndRestart()
        {
            // It restarts; to come back at all is the failure, whatever the code.
            NativeMarkInvalidAndRestart();
            return OtaResult.RollBackImpossible;
        }

        /// <inheritdoc/>
        public OtaResult ReadDescription(EspPartition partition, byte[] description)
        {
            if (!IsPartition(partition) || description == null || description.Length < DescriptionSize)
            {
                return OtaResult.SlotArgument;
            }

            return EspError.ToResult(NativeReadDescription((int)partition, description), OtaResult.SlotImageInvalid);
        }

        private static bool IsPartition(EspPartition partition)
        {
            return partition >= EspPartition.Running && partition <= EspPartition.NextUpdate;
        }

        private static bool IsRange(byte[] buffer, int index, int count)
        {
            return buffer != null && index >= 0 && count >= 0 && index <= buffer.Length && count <= buffer.Length - index;
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
