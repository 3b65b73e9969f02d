using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// What the interop in the firmware does between <c>IEspOta</c> and ESP-IDF: checks arguments, keeps the one open update, turns
    /// esp_err_t into <see cref="OtaResult"/>.
    /// </summary>
    internal sealed class BoardOta
    {
        private const int NoEntry = -2;

        private readonly EspOtaRuntime _ota;
        private uint _handle;

        internal BoardOta(EspOtaRuntime ota)
        {
            _ota = ota;
        }

        internal int GetSubtype(int partition) => Find(partition)?.Subtype ?? -1;

        internal int GetSize(int partition) => Find(partition)?.Size ?? 0;

        internal int GetState(int subtype)
        {
            Partition? partition = _ota.FindApp(subtype);
            return _ota.Selection.GetState(partition, out OtaImageState state) == EspError.Ok ? unchecked((int)state) : NoEntry;
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
            Partition? target = _ota.GetNextUpdate();
            if (target == null || target == _ota.Running)
            {
                return OtaResult.SlotUnavailable;
            }

            if (offset < 0 || offset % NorFlash.SectorSize != 0 || offset > target.Size)
            {
                return OtaResult.SlotArgument;
            }

            // esp_ota_resume does not look at the running image's state, but the contract of IEspOta does.
            if (_ota.Selection.GetState(_ota.Running, out OtaImageState state) == EspError.Ok && state == OtaImageState.PendingVerify)
            {
                return OtaResult.SlotOnTrial;
            }

            EspError error = offset == 0
                ? _ota.Begin(target, EspOtaRuntime.WithSequentialWrites, out uint handle)
                : _ota.Resume(target, EspOtaRuntime.WithSequentialWrites, offset, out handle);
            _handle = handle;
            return error switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.OtaRollbackInvalidState => OtaResult.SlotOnTrial,
                EspError.FlashOperationFailed => OtaResult.SlotEraseFailed,
                _ => OtaResult.SlotUnavailable,
            };
        }

        internal OtaResult Write(byte[] buffer, int index, int count)
        {
            if (_handle == 0 || !IsRange(buffer, index, count))
            {
                return OtaResult.SlotArgument;
            }

            return _ota.Write(_handle, buffer.AsSpan(index, count)) switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.OtaValidateFailed => OtaResult.SlotImageInvalid,
                EspError.InvalidSize => OtaResult.SlotArgument,
                _ => OtaResult.SlotWriteFailed,
            };
        }

        internal OtaResult End()
        {
            if (_handle == 0)
            {
                return OtaResult.SlotArgument;
            }

            EspError error = _ota.End(_handle);
            _handle = 0;
            return error switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.InvalidArgument => OtaResult.SlotArgument,
                _ => OtaResult.SlotImageInvalid,
            };
        }

        internal void Abort()
        {
            if (_handle != 0)
            {
                _ota.Abort(_handle);
                _handle = 0;
            }
        }

        internal OtaResult SetBoot()
        {
            Partition? target = _ota.GetNextUpdate();
            if (target == null || target == _ota.Running)
            {
                return OtaResult.SlotUnavailable;
            }

            bool stands = false;
            EspError error = EspError.Ok;
            if (_ota.Selection.GetBoot() == target && _ota.Selection.GetState(target, out OtaImageState state) == EspError.Ok)
            {
                stands = state is OtaImageState.New or OtaImageState.Undefined;
                error = KeepWayBack(target, stands);
            }

            if (error == EspError.Ok && !stands)
            {
                error = _ota.Selection.SetBoot(target);
            }

            return error switch
            {
                EspError.Ok => OtaResult.Ok,
                EspError.OtaValidateFailed or EspError.OtaSmallSecureVersion => OtaResult.SlotImageInvalid,
                EspError.InvalidArgument or EspError.NotFound => OtaResult.SlotUnavailable,
                _ => OtaResult.ActivateFailed,
            };
        }

        internal OtaResult MarkValid() => _ota.Selection.MarkValid() == EspError.Ok ? OtaResult.Ok : OtaResult.ConfirmFailed;

        internal OtaResult MarkInvalid()
        {
            return _ota.Selection.MarkInvalid() switch
            {
                EspError.Ok => OtaResult.Ok,
                _ => OtaResult.RollBackImpossible,
            };
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

        internal static bool IsRange(byte[]? buffer, int index, int count)
        {
            return buffer != null && index >= 0 && count >= 0 && index <= buffer.Length - count;
        }

        /// <summary>
        /// As keep_way_back of the native half: otadata already chooses the target, and ESP-IDF would now write the target's sequence
        /// into the other entry, which is the running image's.
        /// </summary>
        private EspError KeepWayBack(Partition target, bool stands)
        {
            if (stands)
            {
                return _ota.Partitions.Verify(target) == null ? EspError.OtaValidateFailed : EspError.Ok;
            }

            EspError error = _ota.Selection.SetBoot(_ota.Running);
            return error == EspError.Ok ? _ota.Selection.MarkValid() : error;
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
