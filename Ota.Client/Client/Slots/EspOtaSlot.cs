namespace NanoOta
{
    /// <summary>
    /// Update slots in ESP-IDF's OTA partitions. Otadata switches the slots, and the bootloader rolls back. The bootloader on the chip needs
    /// CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE. Without that option there is no trial.
    /// </summary>
    /// <remarks>
    /// Why a power cut is harmless:
    /// - Staging writes only the partition that does not run.
    /// - <see cref="Activate"/> writes the one otadata entry that is not active. A torn entry has a wrong CRC, so the entry of the running image
    /// decides.
    /// - The bootloader turns NEW into PENDING_VERIFY before the image starts. A restart without <see cref="Confirm"/> makes the entry ABORTED, and
    /// the other entry decides again.
    /// - <see cref="Confirm"/> rewrites the active entry. If the entry is torn, the other entry boots the old image, which is whole.
    /// - The CRC covers the sequence alone, so a torn entry can be right but for its state. Then a whole image boots, and ESP-IDF knows of no trial.
    /// The client has its own record of the trial, and rolls back by itself. Only a release that crashes before its client has started stays.
    /// Not thread-safe. Source: ESP-IDF v5.5, app_update and bootloader_support. Not thread-safe. Source: ESP-IDF v5.5, app_update and
    /// bootloader_support.
    /// </remarks>
    public sealed class EspOtaSlot : IUpdateSlot, IBootControl
    {
        private const int SectorLength = 4096;
        private const int HeaderLength = 24;
        private const int SegmentHeaderLength = 8;
        private const int DigestLength = 32;
        private const int MaxSegments = 16;
        private const int ImageMagic = 0xE9;

        // Slot numbers are partition subtypes, which are 0 for factory: one more, since 0 means none.
        private const int NumberOfSubtype = 1;

        private readonly IEspOta _native;

        /// <summary>Slots reached through a native class, or the virtual ESP32's.</summary>
        public EspOtaSlot(IEspOta native)
        {
            _native = native;
        }

        /// <inheritdoc/>
        public int Capacity => StagedSlot == 0 ? 0 : _native.GetSize(EspPartition.NextUpdate);

        /// <inheritdoc/>
        public SlotWriting Writing => SlotWriting.InPlace;

        /// <inheritdoc/>
        public int RunningLength => ImageLength(EspPartition.Running);

        /// <inheritdoc/>
        public int RunningSlot => _native.GetSubtype(EspPartition.Running) + NumberOfSubtype;

        /// <inheritdoc/>
        public int StagedSlot
        {
            get
            {
                // With one OTA partition the next one is the running one.
                int subtype = _native.GetSubtype(EspPartition.NextUpdate);
                return subtype < 0 || subtype == _native.GetSubtype(EspPartition.Running) ? 0 : subtype + NumberOfSubtype;
            }
        }

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            return _native.Read(EspPartition.Running, offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            return _native.Read(EspPartition.NextUpdate, offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult Begin(int imageLength, int offset)
        {
            return imageLength < 1 || imageLength > Capacity || offset < 0 || offset >= imageLength || (offset & (SectorLength - 1)) != 0
                ? OtaResult.SlotArgument
                : _native.Begin(offset);
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            return _native.Write(buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            return _native.End();
        }

        /// <inheritdoc/>
        public void Abort()
        {
            _native.Abort();
        }

        /// <inheritdoc/>
        public SlotTrial GetTrial(int slot)
        {
            switch (_native.GetState(slot - NumberOfSubtype))
            {
                case 0:
                    return SlotTrial.Pending;
                case 1:
                    return SlotTrial.OnTrial;
                case 2:
                    return SlotTrial.Confirmed;
                case 3:
                case 4:
                    return SlotTrial.Failed;
                default:
                    // UNDEFINED too: a torn entry can read so, and must not pass for a confirmation.
                    return SlotTrial.None;
            }
        }

        /// <inheritdoc/>
        public OtaResult Activate()
        {
            int staged = _native.GetSubtype(EspPartition.NextUpdate);
            if (staged >= 0 && _native.GetSubtype(EspPartition.Boot) == staged)
            {
                // A call before chose the slot and did not come to its end. A second write would take the running image's entry.
                return GetTrial(staged + NumberOfSubtype) == SlotTrial.Pending ? OtaResult.Ok : OtaResult.ActivateFailed;
            }

            OtaResult result = _native.SetBoot();

            // Flash that lies is found out here, not by a restart into the old release.
            return result == OtaResult.Ok && _native.GetSubtype(EspPartition.Boot) != staged ? OtaResult.ActivateFailed : result;
        }

        /// <inheritdoc/>
        public OtaResult Confirm()
        {
            OtaResult result = _native.MarkValid();
            return result == OtaResult.Ok && GetTrial(RunningSlot) != SlotTrial.Confirmed ? OtaResult.ConfirmFailed : result;
        }

        /// <inheritdoc/>
        public OtaResult RollBack()
        {
            return _native.MarkInvalidAndRestart();
        }

        // Other bytes may lie behind the image in the partition, and must not be searched for chunks. The segment headers say where the image ends.
        private int ImageLength(EspPartition partition)
        {
            int size = _native.GetSize(partition);
            byte[] header = new byte[HeaderLength];
            if (size < HeaderLength || _native.Read(partition, 0, header, 0, HeaderLength) != OtaResult.Ok
                || header[0] != ImageMagic || header[1] > MaxSegments)
            {
                return size;
            }

            int segments = header[1];
            bool hasDigest = header[23] != 0;
            int end = HeaderLength;
            for (int i = 0; i < segments; i++)
            {
                if (end > size - SegmentHeaderLength || _native.Read(partition, end, header, 0, SegmentHeaderLength) != OtaResult.Ok)
                {
                    return size;
                }

                int length = LittleEndian.ReadInt32(header, 4);
                end += SegmentHeaderLength;
                if (length < 0 || length > size - end)
                {
                    return size;
                }

                end += length;
            }

            // Padding and checksum fill a 16-byte block.
            end = (end | 15) + 1 + (hasDigest ? DigestLength : 0);
            return end < size ? end : size;
        }
    }
}
