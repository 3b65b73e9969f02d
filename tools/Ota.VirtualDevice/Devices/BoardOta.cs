using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// What the native half does between <c>IEspOta</c> and flash: ota_core.c. The slot is written by partition calls, so that right sectors can
    /// stay, and otadata by <see cref="NativeEntries"/>. One update is open at a time.
    /// </summary>
    internal sealed class BoardOta
    {
        private const int NoEntry = -2;
        private const int Undefined = -1;
        private const int Granule = 16;
        private const byte ImageMagic = 0xE9;

        private readonly EspOtaRuntime _ota;
        private readonly PartitionTable _table;
        private readonly NativeGuard _guard;
        private readonly byte[] _granule = new byte[Granule];
        private Partition? _target;
        private int _position;

        internal BoardOta(EspOtaRuntime ota, PartitionTable table, NativeGuard guard)
        {
            _ota = ota;
            _table = table;
            _guard = guard;
        }

        private int RunningSlot => NativeEntries.SlotOf(_ota.Running);

        internal static bool IsRange(byte[]? buffer, int index, int count)
        {
            return buffer != null && index >= 0 && count >= 0 && index <= buffer.Length - count;
        }

        internal int GetSubtype(int partition) => Find(partition)?.Subtype ?? -1;

        internal int GetSize(int partition) => Find(partition)?.Size ?? 0;

        internal int GetState(int subtype)
        {
            int slot = subtype - Partition.SubtypeOta0;
            NativeEntries? entries = slot is < 0 or >= Partition.MaxOtaSlots ? null : ReadEntries();
            int index = entries != null && slot < entries.Slots ? entries.Find(slot) : -1;
            return index < 0 ? NoEntry : entries!.KindOf(index) == EntryKind.Odd ? Undefined : (int)entries.State(index);
        }

        internal OtaResult Read(int partition, int offset, byte[] buffer, int index, int count)
        {
            if (!IsRange(buffer, index, count))
            {
                return OtaResult.SlotArgument;
            }

            Partition? found = Find(partition);
            return found == null ? OtaResult.SlotUnavailable : _ota.Partitions.Read(found, offset, buffer.AsSpan(index, count)) switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.InvalidSize => OtaResult.SlotArgument,
                _ => OtaResult.SlotReadFailed,
            };
        }

        internal OtaResult Begin(int offset)
        {
            Abort();
            if (offset < 0 || offset % NorFlash.SectorSize != 0)
            {
                return OtaResult.SlotArgument;
            }

            OtaResult result = FindOpenTarget(out Partition? target);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            if (offset > target!.Size)
            {
                return OtaResult.SlotArgument;
            }

            result = TakeEntryOut(target);
            if (result == OtaResult.Ok)
            {
                _target = target;
                _position = offset;
            }

            return result;
        }

        internal OtaResult Write(byte[] buffer, int index, int count)
        {
            if (_target == null || !IsRange(buffer, index, count) || count > _target.Size - _position)
            {
                return OtaResult.SlotArgument;
            }

            if (count > 0 && _position == 0 && buffer[index] != ImageMagic)
            {
                return OtaResult.SlotImageInvalid;
            }

            ReadOnlySpan<byte> data = buffer.AsSpan(index, count);
            while (!data.IsEmpty)
            {
                int inside = NorFlash.SectorSize - (_position % NorFlash.SectorSize);
                OtaResult result = Take(data[..Math.Min(data.Length, inside)], out int taken);
                if (result != OtaResult.Ok)
                {
                    Abort();
                    return result;
                }

                _position += taken;
                data = data[taken..];
            }

            return OtaResult.Ok;
        }

        internal OtaResult End()
        {
            if (_target == null)
            {
                return OtaResult.SlotArgument;
            }

            // What is left of the image is less than a granule, and is filled up with 0xFF.
            Partition target = _target;
            int waiting = _position % Granule;
            OtaResult result = OtaResult.Ok;
            if (waiting > 0)
            {
                _granule.AsSpan(waiting).Fill(0xFF);
                result = Program(_position - waiting, _granule);
            }

            Abort();
            return result == OtaResult.Ok && _ota.Partitions.Verify(target) == null ? OtaResult.SlotImageInvalid : result;
        }

        internal void Abort() => _target = null;

        internal OtaResult SetBoot()
        {
            OtaResult result = FindOpenTarget(out Partition? target);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            NativeEntries? entries = ReadEntries();
            if (entries == null)
            {
                return OtaResult.SlotUnavailable;
            }

            if (_ota.Partitions.Verify(target!) == null)
            {
                return OtaResult.SlotImageInvalid;
            }

            _guard.NoteTrial(target!);
            int slot = target!.OtaIndex;
            int active = entries.Active;
            if (active >= 0 && entries.Find(slot) == active && entries.KindOf(active) == EntryKind.New)
            {
                return OtaResult.Ok;
            }

            if (!entries.KeepRunning(RunningSlot))
            {
                return OtaResult.ActivateFailed;
            }

            active = entries.Active;
            int kept = RunningSlot < 0 ? -1 : entries.Find(RunningSlot);
            int index = kept >= 0 ? kept ^ 1 : active < 0 ? 0 : entries.Find(slot) == active ? active : active ^ 1;
            return entries.Choose(index, slot, OtaImageState.New) ? OtaResult.Ok : OtaResult.ActivateFailed;
        }

        internal OtaResult MarkValid()
        {
            NativeEntries? entries = RunningSlot < 0 ? null : ReadEntries();
            int active = entries?.Active ?? -1;
            if (active < 0 || entries!.Find(RunningSlot) != active)
            {
                return OtaResult.ConfirmFailed;
            }

            if (entries.KindOf(active) != EntryKind.Good)
            {
                _guard.NoteConfirmation();
                if (!entries.Rewrite(active, OtaImageState.Valid))
                {
                    return OtaResult.ConfirmFailed;
                }

                _guard.NoteConfirmed();
            }

            return OtaResult.Ok;
        }

        /// <summary>On <see cref="OtaResult.Ok"/> the caller restarts.</summary>
        internal OtaResult MarkInvalid()
        {
            _guard.TakeWord();
            return _ota.Selection.MarkInvalid() == EspError.Ok ? OtaResult.Ok : OtaResult.RollBackImpossible;
        }

        internal OtaResult ReadDescription(int partition, byte[] description)
        {
            if (description == null || description.Length < EspAppDescription.Size)
            {
                return OtaResult.SlotArgument;
            }

            Partition? found = Find(partition);
            return found == null ? OtaResult.SlotUnavailable : _ota.ReadDescription(found, description) switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.NotFound => OtaResult.SlotImageInvalid,
                _ => OtaResult.SlotReadFailed,
            };
        }

        private NativeEntries? ReadEntries() => NativeEntries.Read(_ota.Partitions, _table);

        // With one OTA partition the next one is the running one. The factory app could update the partition once, and never again.
        private Partition? FindTarget() => _ota.GetNextUpdate() is { } target && _ota.GetNextUpdate(target) != target ? target : null;

        // An update beside a deployment would not be what runs.
        private OtaResult FindOpenTarget(out Partition? target)
        {
            target = FindTarget();
            return target == null ? OtaResult.SlotUnavailable
                : AppRegion.OfTable(_ota.Partitions, _table).Kind == RegionKind.Deployment ? OtaResult.DeploymentWins
                : OtaResult.Ok;
        }

        // On flash: the running image has an entry that boots; then no entry leads to the target.
        private OtaResult TakeEntryOut(Partition target)
        {
            NativeEntries? entries = ReadEntries();
            if (entries == null)
            {
                return OtaResult.SlotUnavailable;
            }

            int running = RunningSlot < 0 ? -1 : entries.Find(RunningSlot);
            if (running >= 0 && entries.KindOf(running) is EntryKind.Trial or EntryKind.New)
            {
                return OtaResult.SlotOnTrial;
            }

            if (!entries.KeepRunning(RunningSlot))
            {
                return OtaResult.SlotEraseFailed;
            }

            for (int index = entries.Find(target.OtaIndex); index >= 0; index = entries.Find(target.OtaIndex))
            {
                if (!entries.Erase(index))
                {
                    return OtaResult.SlotEraseFailed;
                }
            }

            return OtaResult.Ok;
        }

        // Bytes of one sector. Bytes at the sector's begin erase the sector first.
        private OtaResult Program(int offset, ReadOnlySpan<byte> data)
        {
            if (offset % NorFlash.SectorSize == 0 && _ota.Partitions.EraseRange(_target!, offset, NorFlash.SectorSize) != EspError.Ok)
            {
                return OtaResult.SlotEraseFailed;
            }

            return _ota.Partitions.Write(_target!, offset, data) == EspError.Ok ? OtaResult.Ok : OtaResult.SlotWriteFailed;
        }

        // Whole granules go to flash, the rest waits.
        private OtaResult Take(ReadOnlySpan<byte> data, out int taken)
        {
            int waiting = _position % Granule;
            if (waiting == 0 && data.Length >= Granule)
            {
                taken = data.Length - (data.Length % Granule);
                return Program(_position, data[..taken]);
            }

            taken = Math.Min(data.Length, Granule - waiting);
            data[..taken].CopyTo(_granule.AsSpan(waiting));
            return waiting + taken < Granule ? OtaResult.Ok : Program(_position - waiting, _granule);
        }

        private Partition? Find(int partition)
        {
            return (EspPartition)partition switch
            {
                EspPartition.Running => _ota.Running,
                EspPartition.Boot => _ota.Selection.GetBoot(),
                EspPartition.NextUpdate => _ota.GetNextUpdate(),
                _ => null,
            };
        }
    }
}
