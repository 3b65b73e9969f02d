using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// esp_ota_ops.h for one run of an app: partitions, updates through handles, descriptions. The otadata side, what boots next,
    /// is <see cref="EspOtaSelection"/>.
    /// </summary>
    /// <remarks>Source: ESP-IDF v5.5, esp_ota_ops.c, without flash encryption. Lives as long as a run: handles do not survive a restart. Not thread-safe.</remarks>
    public sealed class EspOtaRuntime
    {
        /// <summary>For <see cref="Begin"/>: erase the whole partition at once.</summary>
        public const uint SizeUnknown = 0xFFFFFFFF;

        /// <summary>For <see cref="Begin"/> and <see cref="Resume"/>: erase each sector when the writes get there.</summary>
        public const uint WithSequentialWrites = 0xFFFFFFFE;

        private readonly PartitionTable _table;
        private readonly bool _rollback;
        private readonly Dictionary<uint, Update> _updates = [];
        private uint _lastHandle;

        public EspOtaRuntime(NorFlash flash, PartitionTable table, Partition running, BootloaderOptions options, EFuse fuses)
        {
            _table = table;
            _rollback = options.Rollback;
            Running = running;
            Partitions = new EspPartitions(flash, options.Target(EspImageUse.Verify));
            Selection = new EspOtaSelection(flash, table, running, options, fuses, Partitions);
        }

        /// <summary>Raw access to partitions.</summary>
        public EspPartitions Partitions { get; }

        /// <summary>What boots next, and whether the image stays.</summary>
        public EspOtaSelection Selection { get; }

        /// <summary>esp_ota_get_running_partition.</summary>
        public Partition Running { get; }

        /// <summary>esp_ota_get_next_update_partition: the OTA slot behind a partition, round; the first if that is no OTA slot.</summary>
        public Partition? GetNextUpdate(Partition? from = null)
        {
            Partition start = from ?? Running;
            return _table.OtaCount == 0 ? null : _table.Ota(start.IsOta ? (start.OtaIndex + 1) % _table.OtaCount : 0);
        }

        /// <summary>The app partition of a subtype.</summary>
        public Partition? FindApp(int subtype) => subtype is < 0 or > 255 ? null : _table.Find(Partition.TypeApp, (byte)subtype);

        /// <summary>esp_ota_begin.</summary>
        public EspError Begin(Partition? partition, uint imageSize, out uint handle)
        {
            handle = 0;
            EspError error = CheckTarget(partition);
            if (error != EspError.Ok)
            {
                return error;
            }

            if (_rollback
                && Selection.GetState(Running, out OtaImageState state) == EspError.Ok
                && state == OtaImageState.PendingVerify)
            {
                return EspError.OtaRollbackInvalidState;
            }

            // As in ESP-IDF the handle exists already when erasing fails.
            handle = Open(partition!, 0, imageSize == WithSequentialWrites);
            if (imageSize != WithSequentialWrites)
            {
                bool whole = imageSize is 0 or SizeUnknown;
                long size = whole ? partition!.Size : (imageSize + NorFlash.SectorSize - 1L) & ~(NorFlash.SectorSize - 1L);
                error = size > partition!.Size ? EspError.InvalidSize : Partitions.EraseRange(partition, 0, (int)size);
                if (error != EspError.Ok)
                {
                    return error;
                }
            }

            if (_rollback)
            {
                // Its outcome is not looked at, in ESP-IDF either.
                Selection.InvalidateInactiveEntry();
            }

            return EspError.Ok;
        }

        /// <summary>esp_ota_resume: goes on at an offset; <paramref name="eraseSize"/> other than <see cref="WithSequentialWrites"/> erases nothing.</summary>
        public EspError Resume(Partition? partition, uint eraseSize, int offset, out uint handle)
        {
            handle = 0;
            if (partition == null || offset < 0 || offset > partition.Size)
            {
                return EspError.InvalidArgument;
            }

            EspError error = CheckTarget(partition);
            if (error == EspError.Ok)
            {
                handle = Open(partition, offset, eraseSize == WithSequentialWrites);
            }

            return error;
        }

        /// <summary>esp_ota_write.</summary>
        public EspError Write(uint handle, ReadOnlySpan<byte> data)
        {
            if (data.IsEmpty)
            {
                return EspError.Ok;
            }

            if (!_updates.TryGetValue(handle, out Update? update))
            {
                return EspError.InvalidArgument;
            }

            EspError error = update.EraseAsYouGo ? EraseFor(update, data.Length) : EspError.Ok;
            if (error != EspError.Ok)
            {
                return error;
            }

            if (update.Written == 0 && data[0] != EspImage.Magic)
            {
                return EspError.OtaValidateFailed;
            }

            error = Partitions.Write(update.Partition, update.Written, data);
            if (error == EspError.Ok)
            {
                update.Written += data.Length;
            }

            return error;
        }

        /// <summary>esp_ota_write_with_offset: for a partition that <see cref="Begin"/> erased; ESP-IDF asserts that.</summary>
        public EspError WriteWithOffset(uint handle, ReadOnlySpan<byte> data, int offset)
        {
            if (!_updates.TryGetValue(handle, out Update? update) || update.EraseAsYouGo)
            {
                return EspError.InvalidArgument;
            }

            EspError error = Partitions.Write(update.Partition, offset, data);
            if (error == EspError.Ok)
            {
                update.Written += data.Length;
            }

            return error;
        }

        /// <summary>esp_ota_end: the handle is gone either way.</summary>
        public EspError End(uint handle)
        {
            if (!_updates.Remove(handle, out Update? update))
            {
                return EspError.NotFound;
            }

            if (update.Written == 0)
            {
                return EspError.InvalidArgument;
            }

            return Partitions.Verify(update.Partition) == null ? EspError.OtaValidateFailed : EspError.Ok;
        }

        /// <summary>esp_ota_abort.</summary>
        public EspError Abort(uint handle) => _updates.Remove(handle) ? EspError.Ok : EspError.NotFound;

        /// <summary>esp_ota_get_partition_description, as raw bytes.</summary>
        public EspError ReadDescription(Partition partition, Span<byte> description)
        {
            if (partition.Type != Partition.TypeApp)
            {
                return EspError.NotSupported;
            }

            Span<byte> bytes = description[..EspAppDescription.Size];
            EspError error = Partitions.Read(partition, EspAppDescription.ImageOffset, bytes);
            return error != EspError.Ok ? error : EspAppDescription.Parse(bytes) == null ? EspError.NotFound : EspError.Ok;
        }

        private EspError CheckTarget(Partition? partition)
        {
            if (partition == null)
            {
                return EspError.InvalidArgument;
            }

            if (!_table.Partitions.Contains(partition))
            {
                return EspError.NotFound;
            }

            return !partition.IsOta ? EspError.InvalidArgument : partition == Running ? EspError.OtaPartitionConflict : EspError.Ok;
        }

        private uint Open(Partition partition, int offset, bool eraseAsYouGo)
        {
            _updates.Add(++_lastHandle, new Update(partition, eraseAsYouGo) { Written = offset });
            return _lastHandle;
        }

        private EspError EraseFor(Update update, int count)
        {
            long first = ((long)update.Written + NorFlash.SectorSize - 1) / NorFlash.SectorSize * NorFlash.SectorSize;
            long end = ((long)update.Written + count + NorFlash.SectorSize - 1) / NorFlash.SectorSize * NorFlash.SectorSize;
            if (end > update.Partition.Size)
            {
                return EspError.InvalidSize;
            }

            return end > first ? Partitions.EraseRange(update.Partition, (int)first, (int)(end - first)) : EspError.Ok;
        }

        private sealed class Update(Partition partition, bool eraseAsYouGo)
        {
            internal Partition Partition { get; } = partition;

            internal bool EraseAsYouGo { get; } = eraseAsYouGo;

            internal int Written { get; set; }
        }
    }
}
