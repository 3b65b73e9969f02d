using System.Runtime.CompilerServices;

namespace NanoOta
{
    /// <summary>
    /// The two copies of the state record, in a sector each of the data partition "nanoota" (Ota.Bootstrap/partitions). Unlike files, the sectors
    /// need no file system that a power cut could hurt.
    /// </summary>
    /// <remarks>The native methods check every argument and give the numbers of <see cref="OtaResult"/>. Not thread-safe.</remarks>
    public sealed class FlashRecordMedium : IRecordMedium
    {
        /// <inheritdoc/>
        public int CopySize
        {
            get
            {
                return NativeGetCopySize();
            }
        }

        /// <inheritdoc/>
        public int Read(int copy, byte[] buffer, int count)
        {
            return NativeRead(copy, buffer, count);
        }

        /// <inheritdoc/>
        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            return (OtaResult)NativeWrite(copy, buffer, count);
        }

        /// <summary>Bytes, or 0 without the partition.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeGetCopySize();

        /// <summary>Bytes read, or a negated result.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeRead(int copy, byte[] buffer, int count);

        [MethodImpl(MethodImplOptions.InternalCall)]
        private static extern int NativeWrite(int copy, byte[] buffer, int count);
    }
}
