using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What the bootloader came to.</summary>
    /// <param name="Table">The partition table; null for one that cannot be used.</param>
    /// <param name="StartIndex">The index that the boot began with: OTA slot, <see cref="Bootloader.FactoryIndex"/> or <see
    /// cref="Bootloader.NoIndex"/>.</param>
    /// <param name="Partition">What runs; null if nothing does.</param>
    /// <param name="Image">The image in that partition.</param>
    public sealed record BootChoice(PartitionTable? Table, int StartIndex, Partition? Partition, EspImageInfo? Image);

    /// <summary>
    /// ESP-IDF's second-stage bootloader, as far as the choice of what runs. Rules 1 to 6 of version 5.5, with rollback and anti-rollback.
    /// Writes otadata through the flash, so power cuts and bad sectors hit otadata like everything else.
    /// </summary>
    /// <remarks>Source: bootloader_utility.c and bootloader_common.c. As there, a failed write of otadata does not stop the boot.</remarks>
    public sealed class Bootloader
    {
        /// <summary>Stands for the factory partition where an OTA slot's index could.</summary>
        public const int FactoryIndex = -1;

        /// <summary>No partition table or an unreadable otadata: nothing boots.</summary>
        public const int NoIndex = -99;

        private readonly NorFlash _flash;
        private readonly BootloaderOptions _options;
        private readonly EFuse _fuses;

        public Bootloader(NorFlash flash, BootloaderOptions options, EFuse fuses)
        {
            _flash = flash;
            _options = options;
            _fuses = fuses;
        }

        /// <summary>One pass from reset to the jump into the app.</summary>
        /// <exception cref="PowerCutException">The fault plan cut the power during the boot.</exception>
        public BootChoice Boot()
        {
            byte[] bytes = new byte[PartitionTable.MaxLength];
            if (_flash.Read(_options.PartitionTableOffset, bytes) != FlashStatus.Ok
                || !PartitionTable.TryParse(bytes, _flash.Size, out PartitionTable? table, out _))
            {
                return new BootChoice(null, NoIndex, null, null);
            }

            OtaData? initial = null;
            int start = table.OtaData == null ? FactoryIndex : Select(table, OtaData.Read(_flash, table.OtaData), out initial);
            return Load(table, start, initial);
        }

        private int Select(PartitionTable table, OtaData data, out OtaData? initial)
        {
            initial = null;
            if (_options.Rollback)
            {
                AbortUnconfirmed(data);
            }

            bool anyHope = !(data[0].IsInvalid && data[1].IsInvalid) && table.OtaCount != 0;
            bool bothBlank = IsInitial(data[0]) && IsInitial(data[1]);
            if (_options.AntiRollback ? bothBlank : !anyHope)
            {
                if (!_options.AntiRollback && table.Factory != null)
                {
                    return FactoryIndex;
                }

                initial = bothBlank ? data : null;
                return _options.AntiRollback ? FactoryIndex : 0;
            }

            int active = _options.AntiRollback
                ? data.Select(IsAllowed(table, data[0]), IsAllowed(table, data[1]))
                : data.Active;
            if (active < 0)
            {
                return FactoryIndex;
            }

            int index = (int)((data[active].Sequence - 1) % (uint)table.OtaCount);
            if (_options.Rollback && data[active].State == OtaImageState.New)
            {
                data.Write(active, data[active] with { State = OtaImageState.PendingVerify });
            }

            if (_options.AntiRollback && data[active].State == OtaImageState.Valid)
            {
                BurnFor(table.Ota(index)!);
            }

            return index;
        }

        private static void AbortUnconfirmed(OtaData data)
        {
            for (int i = 0; i < 2; i++)
            {
                // Whatever the CRC says: the bootloader looks at the state alone.
                if (data[i].State == OtaImageState.PendingVerify)
                {
                    data.Write(i, data[i] with { State = OtaImageState.Aborted });
                }
            }
        }

        private static bool IsInitial(OtaEntry entry) => entry.Sequence == uint.MaxValue || !entry.HasRightCrc;

        private BootChoice Load(PartitionTable table, int start, OtaData? initial)
        {
            foreach (int index in LoadOrder(start, table.OtaCount))
            {
                Partition? partition = index == FactoryIndex ? table.Factory : table.Ota(index);
                EspImageInfo? image = partition == null ? null : TryLoad(partition);
                if (image != null)
                {
                    if (initial != null && index != FactoryIndex)
                    {
                        initial.Write(0, OtaEntry.Create((uint)index + 1, OtaImageState.Valid));
                        BurnFor(partition!);
                    }

                    return new BootChoice(table, start, partition, image);
                }
            }

            EspImageInfo? test = table.Test == null ? null : TryLoad(table.Test);
            return new BootChoice(table, start, test == null ? null : table.Test, test);
        }

        private static IEnumerable<int> LoadOrder(int start, int count)
        {
            for (int index = start; index >= FactoryIndex; index--)
            {
                yield return index;
            }

            for (int index = start + 1; index < count; index++)
            {
                yield return index;
            }
        }

        private EspImageInfo? TryLoad(Partition partition)
        {
            return IsAllowed(partition) && SlotImage.Verify(_flash, partition, _options.Target(EspImageUse.Load), out EspImageInfo? image) == EspImageFault.None
                ? image
                : null;
        }

        private bool IsAllowed(PartitionTable table, OtaEntry entry)
        {
            return entry.IsValid && table.OtaCount != 0 && IsAllowed(table.Ota((int)((entry.Sequence - 1) % (uint)table.OtaCount))!);
        }

        private bool IsAllowed(Partition partition)
        {
            return !_options.AntiRollback || ReadDescription(partition)?.SecureVersion >= _fuses.SecureVersion;
        }

        private void BurnFor(Partition partition)
        {
            if (_options.AntiRollback && ReadDescription(partition) is EspAppDescription description)
            {
                _fuses.BurnSecureVersion(description.SecureVersion);
            }
        }

        private EspAppDescription? ReadDescription(Partition partition)
        {
            Span<byte> bytes = stackalloc byte[EspAppDescription.Size];
            return _flash.Read(partition.Offset + EspAppDescription.ImageOffset, bytes) == FlashStatus.Ok ? EspAppDescription.Parse(bytes) : null;
        }
    }
}
