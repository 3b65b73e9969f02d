using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The native half of UpdateManager for one run of an app: sessions live in RAM and end with the run. Numbers are UpdateSessionResult's and
    /// UpdateStatus's.
    /// </summary>
    /// <remarks>
    /// Source: nanoFramework.Runtime.InFieldUpdate, UpdateManager.cs and docs/update-sessions.md. The documents leave one thing to the caller. A
    /// session that is started while an image is on test erases the way back.
    /// </remarks>
    public sealed class UpdateSessionRuntime
    {
        private const int Success = 0;
        private const int BadToken = 2;
        private const int TooLarge = 4;
        private const int FlashError = 5;
        private const int BadMagic = 6;
        private const int SwapInFlight = 7;
        private const int NoImage = 8;
        private const int HeaderMismatch = 9;
        private const int Incomplete = 10;
        private const int BadTlv = 11;
        private const int HashMismatch = 12;
        private const int BadArgument = 13;
        private const int NoSlot = 14;
        private const int Confirmed = 0;
        private const int Testing = 1;
        private const int TestPending = 2;
        private const int PermanentPending = 3;
        private const int RollbackPending = 4;
        private const int Unknown = 255;
        private const int Deployment = 1;

        private readonly NorFlash _flash;
        private readonly McuBootLayout _layout;
        private readonly Session?[] _sessions = new Session?[2];
        private bool _revertRequested;

        public UpdateSessionRuntime(NorFlash flash, McuBootLayout layout)
        {
            _flash = flash;
            _layout = layout;
        }

        /// <summary>UpdateManager.GetStatus.</summary>
        public int GetStatus(int image)
        {
            if (_layout.Find(image) is not { } slots)
            {
                return Unknown;
            }

            McuBootTrailer secondary = new(_flash, slots, slots.Secondary);
            if (secondary.HasMagic)
            {
                return secondary.ImageOk ? PermanentPending : TestPending;
            }

            McuBootTrailer primary = new(_flash, slots, slots.Primary);
            bool onTest = primary.HasMagic && primary.CopyDone && !primary.ImageOk;
            return !onTest ? Confirmed : image == Deployment && _revertRequested ? RollbackPending : Testing;
        }

        /// <summary>ImageInfo.ImageHash of slot 0 (primary) or 1 (secondary).</summary>
        public byte[]? GetHash(int image, int slot)
        {
            if (_layout.Find(image) is not { } slots)
            {
                return null;
            }

            McuBootSlotReader.Read(_flash, slot == 0 ? slots.Primary : slots.Secondary, out McuBootInfo? info);
            return info?.Digest;
        }

        /// <summary>UpdateSession.NextOffset; -1 without a session.</summary>
        public int GetNextOffset(int image) => image is 0 or 1 && _sessions[image] is { } session ? session.Next : -1;

        /// <summary>UpdateManager.StartUpdateSession.</summary>
        public int Start(int image, int totalLength)
        {
            int code = CheckOpen(image, totalLength, out McuBootSlots? slots);
            if (code != Success)
            {
                return code;
            }

            if (_flash.Erase(slots!.Secondary.Offset, slots.Secondary.Size) != FlashStatus.Ok)
            {
                return FlashError;
            }

            _sessions[image] = new Session(slots, totalLength, 0);
            return Success;
        }

        /// <summary>UpdateManager.ResumeUpdateSession.</summary>
        public int Resume(int image, int totalLength, byte[]? expectedHeader)
        {
            int code = CheckOpen(image, totalLength, out McuBootSlots? slots);
            if (code != Success)
            {
                return code;
            }

            byte[] stored = new byte[totalLength];
            _flash.Read(slots!.Secondary.Offset, stored);
            int last = stored.AsSpan().LastIndexOfAnyExcept((byte)0xFF);
            if (!McuBootImage.IsImage(stored))
            {
                return NoImage;
            }

            if (expectedHeader != null && !stored.AsSpan().StartsWith(expectedHeader))
            {
                return HeaderMismatch;
            }

            int next = totalLength;
            if (last + 1 < totalLength)
            {
                next = last / NorFlash.SectorSize * NorFlash.SectorSize;
                if (next == 0)
                {
                    return NoImage;
                }

                if (_flash.Erase(slots.Secondary.Offset + next, NorFlash.SectorSize) != FlashStatus.Ok)
                {
                    return FlashError;
                }
            }

            _sessions[image] = new Session(slots, totalLength, next);
            return Success;
        }

        /// <summary>UpdateManager.StoreImageChunk.</summary>
        public int Store(int image, byte[] buffer, int index, int count)
        {
            if (image is not (0 or 1) || _sessions[image] is not { } session)
            {
                return BadToken;
            }

            if (!BoardOta.IsRange(buffer, index, count))
            {
                return BadArgument;
            }

            if (count > session.Total - session.Next)
            {
                return TooLarge;
            }

            ReadOnlySpan<byte> bytes = buffer.AsSpan(index, count);
            if (session.Next == 0 && (count < McuBootImage.HeaderSize || !McuBootImage.IsImage(bytes)))
            {
                return BadMagic;
            }

            if (_flash.Write(session.Slots.Secondary.Offset + session.Next, bytes) != FlashStatus.Ok)
            {
                return FlashError;
            }

            session.Next += count;
            return Success;
        }

        /// <summary>UpdateManager.CompleteUpdateSession.</summary>
        public int Complete(int image)
        {
            if (image is not (0 or 1) || _sessions[image] is not { } session)
            {
                return BadToken;
            }

            if (session.Next < session.Total)
            {
                return Incomplete;
            }

            _sessions[image] = null;
            byte[] bytes = new byte[session.Total];
            _flash.Read(session.Slots.Secondary.Offset, bytes);
            McuBootFault fault = McuBootImage.Check(bytes, out McuBootInfo? info);
            if (fault == McuBootFault.None && info!.Length != session.Total)
            {
                fault = McuBootFault.Tlv;
            }

            if (fault == McuBootFault.None)
            {
                return new McuBootTrailer(_flash, session.Slots, session.Slots.Secondary).Request(McuBootSwap.Test) ? Success : FlashError;
            }

            return fault switch
            {
                McuBootFault.Magic => BadMagic,
                McuBootFault.Digest => HashMismatch,
                _ => BadTlv,
            };
        }

        /// <summary>UpdateManager.AbortUpdateSession.</summary>
        public int Abort(int image, bool erase)
        {
            if (image is not (0 or 1) || _sessions[image] == null)
            {
                return BadToken;
            }

            _sessions[image] = null;
            return erase ? Erase(image) : Success;
        }

        /// <summary>UpdateManager.EraseSecondaryImage.</summary>
        public int Erase(int image)
        {
            if (_layout.Find(image) is not { } slots)
            {
                return NoSlot;
            }

            return _sessions[image] != null
                ? 1
                : _flash.Erase(slots.Secondary.Offset, slots.Secondary.Size) == FlashStatus.Ok ? Success : FlashError;
        }

        /// <summary>Sets image_ok of an image that is on test; UpdateManager.ConfirmDeploymentImage, and what nanoCLR does for itself.</summary>
        public bool Confirm(int image)
        {
            return GetStatus(image) == Testing && new McuBootTrailer(_flash, _layout.Find(image)!, _layout.Find(image)!.Primary).WriteImageOk();
        }

        /// <summary>UpdateManager.RequestDeploymentRevert and RequestClrRevert.</summary>
        public bool RequestRevert(int image)
        {
            if (image == Deployment)
            {
                _revertRequested = _revertRequested || GetStatus(image) == Testing;
                return _revertRequested;
            }

            return _layout.Find(image) is { } slots
                && !_layout.IsOverwriteOnly
                && GetHash(image, 1) != null
                && new McuBootTrailer(_flash, slots, slots.Secondary).Request(McuBootSwap.Permanent);
        }

        private int CheckOpen(int image, int totalLength, out McuBootSlots? slots)
        {
            slots = _layout.Find(image);
            if (slots == null)
            {
                return NoSlot;
            }

            // Opening again replaces this writer's own session.
            _sessions[image] = null;
            if (totalLength < 1)
            {
                return BadArgument;
            }

            return GetStatus(image) is TestPending or PermanentPending or RollbackPending
                ? SwapInFlight
                : totalLength > slots.Capacity ? TooLarge : Success;
        }

        private sealed class Session(McuBootSlots slots, int total, int next)
        {
            public McuBootSlots Slots { get; } = slots;

            public int Total { get; } = total;

            public int Next { get; set; } = next;
        }
    }
}
