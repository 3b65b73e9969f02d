using System;

namespace NanoOta
{
    /// <summary>
    /// One image of a device with In-Field Update (MCUboot) as an update slot. Sessions fill the secondary slot, and the bootloader swaps the image
    /// in for a test. Without a confirmation the bootloader swaps the image back.
    /// </summary>
    /// <remarks>
    /// <para>The running image is always in the primary slot. So the numbers of <see cref="RunningSlot"/> and <see cref="StagedSlot"/> name images,
    /// not places. The numbers come from the images' SHA-256.</para>
    /// <para>Neither slot can be read, so nothing is reused from the running image. An interrupted download is resumed by the session's own word, see
    /// <see cref="ISessionSlot"/>. The image's digest must come from bytes that were proven in this attempt. So when the session got further than the
    /// payload's end, the end is fetched once more and compared.</para>
    /// <para>Why a power cut is harmless: staging writes the secondary slot. That slot boots only when its trailer asks for a swap.
    /// <see cref="Activate"/> is the platform's check and the write of that request. A torn request is no request. The bootloader makes the swap, and
    /// resumes a swap after a cut. <see cref="Confirm"/> sets one flag. With a torn flag the old image is swapped back.</para>
    /// <para>The trial is weaker than with ESP-IDF's partitions. An image that dies before its report looks like an image that was never swapped in.
    /// So such an image is activated again, each time after a longer pause. NanoClr is confirmed by itself at its start. Overwrite-only bootloaders
    /// (2 MB of flash) have no way back. Neither has a trial that a restart would end. So a second start of the new image counts as its confirmation.
    /// Not thread-safe.</para>
    /// </remarks>
    public sealed class InFieldUpdateSlot : ISessionSlot, IBootControl
    {
        private readonly IUpdateSessions _sessions;
        private readonly int _chip;
        private readonly int _capacity;
        private readonly McuBootScan _scan = new McuBootScan();
        private int _position;
        private int _skip;
        private bool _open;
        private bool _compare;
        private bool _staged;

        /// <summary>A slot over the sessions of one image.</summary>
        /// <param name="sessions">The platform's sessions.</param>
        /// <param name="chip">ESP-IDF's chip id of this device, -1 if unknown. Firmware for another chip is refused.</param>
        /// <param name="capacity">
        /// The bytes that an image may have at most, since the platform does not tell the size of its slots. The platform refuses an image that is
        /// larger than its slot all the same.
        /// </param>
        public InFieldUpdateSlot(IUpdateSessions sessions, int chip, int capacity)
        {
            _sessions = sessions;
            _chip = chip;
            _capacity = capacity;
        }

        /// <inheritdoc/>
        public int Capacity => _capacity;

        /// <inheritdoc/>
        public int RunningSlot
        {
            get
            {
                int number = NumberOf(_sessions.GetPrimaryHash());
                return number == 0 ? 1 : number;
            }
        }

        /// <inheritdoc/>
        public int StagedSlot => NumberOf(_staged ? _scan.Digest : _sessions.GetSecondaryHash());

        /// <inheritdoc/>
        public int Resume(int imageLength, byte[] head, int count)
        {
            Abort();
            OtaResult result = CheckStatus();
            if (result == OtaResult.Ok)
            {
                result = _scan.Begin(head, count, imageLength, _chip);
            }

            if (result != OtaResult.Ok)
            {
                return -(int)result;
            }

            byte[] header = new byte[McuBootScan.HeaderLength];
            Array.Copy(head, 0, header, 0, header.Length);
            int code = _sessions.Resume(imageLength, header);
            if (code == SessionCodes.Success && _sessions.NextOffset > _scan.TailOffset && _sessions.GetSecondaryHash() == null)
            {
                // There would be nothing to compare the digest with.
                code = SessionCodes.NoImage;
            }

            if (code == SessionCodes.NoImage || code == SessionCodes.HeaderMismatch)
            {
                code = _sessions.Start(imageLength);
            }

            if (code != SessionCodes.Success)
            {
                return -(int)SessionCodes.ToResult(code, OtaResult.SlotEraseFailed);
            }

            _open = true;
            int next = _sessions.NextOffset;
            _position = next < _scan.TailOffset ? next : _scan.TailOffset;
            _skip = next - _position;
            _compare = _skip > 0;
            return _position;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            if (!_open || _staged)
            {
                return OtaResult.SlotArgument;
            }

            _scan.Take(_position, buffer, index, count);
            int skipped = _skip < count ? _skip : count;
            _skip -= skipped;
            _position += count;
            return skipped == count
                ? OtaResult.Ok
                : SessionCodes.ToResult(_sessions.Store(buffer, index + skipped, count - skipped), OtaResult.SlotWriteFailed);
        }

        /// <summary>
        /// All is written: what can be judged without reading the slot. <see cref="OtaResult.SlotImageTruncated"/>, <see cref="OtaResult.SlotImageInvalid"/>,
        /// <see cref="OtaResult.SlotImageUnsigned"/>; <see cref="OtaResult.SlotWriteFailed"/> if the slot holds another image's bytes. Then the slot is erased.
        /// </summary>
        public OtaResult End()
        {
            if (!_open || _staged)
            {
                return OtaResult.SlotArgument;
            }

            OtaResult result = _scan.Finish();
            if (result == OtaResult.Ok && _compare && !IsDigest(_sessions.GetSecondaryHash()))
            {
                result = OtaResult.SlotWriteFailed;
            }

            _staged = result == OtaResult.Ok;
            if (!_staged)
            {
                _open = false;
                _sessions.Abort(true);
            }

            return result;
        }

        /// <inheritdoc/>
        public void Abort()
        {
            if (_open)
            {
                _sessions.Abort(false);
            }

            _open = false;
            _staged = false;
        }

        /// <inheritdoc/>
        public SlotTrial GetTrial(int slot)
        {
            int status = _sessions.Status;
            if (slot != RunningSlot)
            {
                bool pending = status == SessionCodes.StatusTestPending || status == SessionCodes.StatusPermanentPending;
                return pending && slot == NumberOf(_sessions.GetSecondaryHash()) ? SlotTrial.Pending : SlotTrial.None;
            }

            switch (status)
            {
                case SessionCodes.StatusTesting:
                    return SlotTrial.OnTrial;
                case SessionCodes.StatusRollbackPending:
                    return SlotTrial.Failed;
                case SessionCodes.StatusConfirmed:
                case SessionCodes.StatusTestPending:
                case SessionCodes.StatusPermanentPending:
                    return SlotTrial.Confirmed;
                default:
                    return SlotTrial.None;
            }
        }

        /// <summary>
        /// The platform verifies the image and schedules the swap. <see cref="OtaResult.SlotImageDigest"/>, <see cref="OtaResult.SlotImageInvalid"/>: the slot is erased, so
        /// that a damaged download is not resumed; <see cref="OtaResult.ActivateFailed"/>.
        /// </summary>
        public OtaResult Activate()
        {
            if (!_staged)
            {
                return OtaResult.ActivateFailed;
            }

            int code = _sessions.Complete();
            _staged = false;
            if (code != SessionCodes.Incomplete)
            {
                _open = false;
            }

            if (code == SessionCodes.HashMismatch || code == SessionCodes.BadTlv || code == SessionCodes.BadMagic)
            {
                // A failed erase costs one more round: the image is resumed, found whole, refused once more, and erased then.
                _sessions.Erase();
            }

            return SessionCodes.ToResult(code, OtaResult.ActivateFailed);
        }

        /// <inheritdoc/>
        public OtaResult Confirm()
        {
            bool done = _sessions.Status != SessionCodes.StatusTesting
                ? _sessions.Status == SessionCodes.StatusConfirmed
                : _sessions.ConfirmDeployment();
            return done ? OtaResult.Ok : OtaResult.ConfirmFailed;
        }

        /// <summary>
        /// Has the old image swapped back by a restart. NanoClr: swaps in whatever valid image its secondary slot holds, which after an
        /// update is the one before.
        /// </summary>
        public OtaResult RollBack()
        {
            Abort();
            if (!_sessions.RequestRevert())
            {
                return OtaResult.RollBackImpossible;
            }

            _sessions.Restart();
            return OtaResult.Ok;
        }

        // While an image is on test, the secondary slot holds the way back. A session would erase the way back.
        private OtaResult CheckStatus()
        {
            switch (_sessions.Status)
            {
                case SessionCodes.StatusTesting:
                    return OtaResult.SlotOnTrial;
                case SessionCodes.StatusTestPending:
                case SessionCodes.StatusPermanentPending:
                case SessionCodes.StatusRollbackPending:
                    return OtaResult.SlotSwapPending;
                default:
                    return OtaResult.Ok;
            }
        }

        private bool IsDigest(byte[] hash)
        {
            return IsSha256(hash) && Digests.AreEqual(hash, _scan.Digest);
        }

        private static bool IsSha256(byte[] hash)
        {
            return hash != null && hash.Length == McuBootScan.DigestLength;
        }

        // 31 bits of a SHA-256; never 0 but for no hash.
        private static int NumberOf(byte[] hash)
        {
            if (!IsSha256(hash))
            {
                return 0;
            }

            int number = LittleEndian.ReadInt32(hash, 0) & 0x7FFFFFFF;
            return number == 0 ? 1 : number;
        }
    }
}
