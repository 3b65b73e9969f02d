using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>The part of esp_ota_ops.h that reads and writes otadata. Source: ESP-IDF v5.5, esp_ota_ops.c. Not thread-safe.</summary>
    public sealed class EspOtaSelection
    {
        private readonly NorFlash _flash;
        private readonly PartitionTable _table;
        private readonly Partition _running;
        private readonly BootloaderOptions _options;
        private readonly EFuse _fuses;
        private readonly EspPartitions _partitions;

        internal EspOtaSelection(
            NorFlash flash,
            PartitionTable table,
            Partition running,
            BootloaderOptions options,
            EFuse fuses,
            EspPartitions partitions)
        {
            _flash = flash;
            _table = table;
            _running = running;
            _options = options;
            _fuses = fuses;
            _partitions = partitions;
        }

        /// <summary>
        /// The sequence that set_boot_partition writes when an entry of sequence <paramref name="active"/> is active. The sequence is the smallest
        /// one of the form ((slot + 1) mod count) + i · count that is not smaller.
        /// </summary>
        public static uint NextSequence(uint active, int slot, int count)
        {
            uint n = (uint)count;
            uint sequence = ((uint)slot + 1) % n;
            return sequence >= active ? sequence : sequence + ((active - sequence + n - 1) / n * n);
        }

        /// <summary>esp_ota_get_boot_partition: what otadata says, also where a load failed.</summary>
        public Partition? GetBoot()
        {
            if (Read() is not OtaData data)
            {
                return null;
            }

            int active = data.Active;
            return active >= 0 && _table.OtaCount != 0 ? SlotOf(data[active]) : _table.Factory ?? _table.Ota(0) ?? _table.Test;
        }

        /// <summary>esp_ota_set_boot_partition: the commit of an update. Verifies the image first.</summary>
        public EspError SetBoot(Partition? partition)
        {
            if (partition == null || partition.Type != Partition.TypeApp)
            {
                return EspError.InvalidArgument;
            }

            EspImageInfo? image = _partitions.Verify(partition);
            if (image == null)
            {
                return EspError.OtaValidateFailed;
            }

            if (Read() is not OtaData data)
            {
                return EspError.NotFound;
            }

            if (partition == _table.Factory)
            {
                return _partitions.EraseRange(_table.OtaData!, 0, _table.OtaData!.Size);
            }

            if (_options.AntiRollback)
            {
                if (image.Description == null)
                {
                    return EspError.NotFound;
                }

                if (image.Description.SecureVersion < _fuses.SecureVersion)
                {
                    EspError error = _partitions.EraseRange(partition, 0, partition.Size);
                    return error == EspError.Ok ? EspError.OtaSmallSecureVersion : error;
                }
            }

            if (!partition.IsOta || partition.OtaIndex >= _table.OtaCount)
            {
                return EspError.InvalidArgument;
            }

            int active = data.Active;
            uint sequence = active < 0 ? (uint)partition.OtaIndex + 1 : NextSequence(data[active].Sequence, partition.OtaIndex, _table.OtaCount);
            OtaImageState state = _options.Rollback ? OtaImageState.New : OtaImageState.Undefined;
            return EspPartitions.ErrorOf(data.Write(active == 0 ? 1 : 0, OtaEntry.Create(sequence, state)));
        }

        /// <summary>esp_ota_mark_app_valid_cancel_rollback; writes nothing when the active entry is VALID already.</summary>
        public EspError MarkValid()
        {
            EspError error = ReadActive(out OtaData? data, out int active);
            if (error == EspError.Ok && data![active].State != OtaImageState.Valid)
            {
                error = EspPartitions.ErrorOf(data.Write(active, data[active] with { State = OtaImageState.Valid }));
                if (error == EspError.Ok && _options.AntiRollback && _partitions.Verify(_running)?.Description is EspAppDescription description)
                {
                    _fuses.BurnSecureVersion(description.SecureVersion);
                }
            }

            return error;
        }

        /// <summary>
        /// esp_ota_mark_app_invalid_rollback_and_reboot but for the restart: on <see cref="EspError.Ok"/> the caller restarts.
        /// </summary>
        public EspError MarkInvalid()
        {
            EspError error = ReadActive(out OtaData? data, out int active);
            if (error != EspError.Ok)
            {
                return error;
            }

            return !IsRollbackPossible()
                ? EspError.OtaRollbackFailed
                : EspPartitions.ErrorOf(data!.Write(active, data[active] with { State = OtaImageState.Invalid }));
        }

        /// <summary>esp_ota_check_rollback_is_possible.</summary>
        public bool IsRollbackPossible()
        {
            if (Read() is not OtaData data || _table.OtaCount == 0 || data.Active < 0)
            {
                return false;
            }

            OtaEntry other = data[data.Active ^ 1];
            Partition? target = other.IsValid ? SlotOf(other) : _options.AntiRollback ? null : _table.Factory;
            EspImageInfo? image = target == null ? null : _partitions.Verify(target);
            return image != null && (!_options.AntiRollback || image.Description?.SecureVersion >= _fuses.SecureVersion);
        }

        /// <summary>esp_ota_get_state_partition: the first entry with a right CRC that maps to the slot.</summary>
        public EspError GetState(Partition? partition, out OtaImageState state)
        {
            state = OtaImageState.Undefined;
            if (partition == null)
            {
                return EspError.InvalidArgument;
            }

            if (!partition.IsOta)
            {
                return EspError.NotSupported;
            }

            if (Read() is OtaData data && _table.OtaCount != 0)
            {
                for (int i = 0; i < 2; i++)
                {
                    if (data[i].HasRightCrc && SlotOf(data[i]) == partition)
                    {
                        state = data[i].State;
                        return EspError.Ok;
                    }
                }
            }

            return EspError.NotFound;
        }

        /// <summary>esp_ota_get_last_invalid_partition: the slot of an INVALID or ABORTED entry, if its image still verifies.</summary>
        public Partition? GetLastInvalid()
        {
            if (Read() is not OtaData data || _table.OtaCount == 0)
            {
                return null;
            }

            bool first = IsRejected(data[0]);
            bool second = IsRejected(data[1]);
            // Of two the one with the smaller sequence, the first if equal: ESP-IDF asks for the minimum here.
            int index = first && second ? (data[0].Sequence <= data[1].Sequence ? 0 : 1) : first ? 0 : second ? 1 : -1;
            Partition? partition = index < 0 ? null : SlotOf(data[index]);
            return partition != null && _partitions.Verify(partition) != null ? partition : null;
        }

        /// <summary>esp_ota_erase_last_boot_app_partition: the slot of the inactive entry and the entry itself.</summary>
        public EspError EraseLastBootApp()
        {
            EspError error = ReadInactive(out OtaData? data, out int inactive);
            if (error == EspError.Ok)
            {
                Partition slot = SlotOf(data![inactive]);
                error = _partitions.EraseRange(slot, 0, slot.Size);
            }

            return error == EspError.Ok ? EspPartitions.ErrorOf(data!.Erase(inactive)) : error;
        }

        /// <summary>esp_ota_invalidate_inactive_ota_data_slot: erases the inactive entry. FAIL without an entry, and for one that maps to the
        /// running slot.</summary>
        public EspError InvalidateInactiveEntry()
        {
            EspError error = ReadInactive(out OtaData? data, out int inactive);
            return error == EspError.Ok ? EspPartitions.ErrorOf(data!.Erase(inactive)) : error;
        }

        private static bool IsRejected(OtaEntry entry)
        {
            return entry.Sequence != uint.MaxValue && entry.HasRightCrc && entry.State is OtaImageState.Invalid or OtaImageState.Aborted;
        }

        private OtaData? Read() => _table.OtaData == null ? null : OtaData.Read(_flash, _table.OtaData);

        private EspError ReadActive(out OtaData? data, out int active)
        {
            data = Read();
            active = data?.Active ?? -1;
            return data == null ? EspError.NotFound : active < 0 || _table.OtaCount == 0 ? EspError.Fail : EspError.Ok;
        }

        private EspError ReadInactive(out OtaData? data, out int inactive)
        {
            inactive = 0;
            if (ReadActive(out data, out int active) != EspError.Ok)
            {
                return EspError.Fail;
            }

            inactive = active ^ 1;
            OtaEntry entry = data![inactive];
            return entry.Sequence == uint.MaxValue || !entry.HasRightCrc || SlotOf(entry) == _running ? EspError.Fail : EspError.Ok;
        }

        private Partition SlotOf(OtaEntry entry) => _table.Ota((int)((entry.Sequence - 1) % (uint)_table.OtaCount))!;
    }
}
