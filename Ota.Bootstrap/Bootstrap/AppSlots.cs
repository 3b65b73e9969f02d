namespace NanoOta
{
    /// <summary>
    /// Two application images on a small drive, each with its signed manifest and its chunk table, and the boot record that chooses.
    /// </summary>
    /// <remarks>
    /// The record (two copies, see <see cref="TwoCopyStateStore"/>) changes in one piece; the files of a slot do not, so no slot is written
    /// that the record would start. That no image runs which is not whole is proven again at power-on; this order is why one that is whole is always
    /// there. What is on flash between the steps of an update, R being the slot that runs and S the other one:
    /// <list type="number">
    /// <item>Begin or Keep, first step: the record takes S off the list (None). A cut before it: S is what it was. After it: nothing boots S, R is
    /// untouched.</item>
    /// <item>Begin: S's image is cut back to what is proven, then grows, flushed every 16 KiB. A cut anywhere: S is not listed, and the proven part
    /// is found again.</item>
    /// <item>Keep: S's manifest and table are replaced. A cut: S is not listed.</item>
    /// <item>Activate: the record makes S the candidate, with its trial boots. A cut before it: R boots. After it: S boots on trial.</item>
    /// <item>Power-on: the record has one trial boot less, then S is verified and started. A cut costs that boot; with the last one gone S is
    /// Failed and R boots.</item>
    /// <item>Confirm: the record makes S the active one. A cut before it: the trial goes on. RollBack: the record makes S Failed; a cut before it:
    /// the trial goes on, and the client's record tells it what to do.</item>
    /// </list>
    /// With a firmware that has slots of its own (<see cref="IBootControl"/>), an image is bound to the firmware slot that it was staged for, and only
    /// started there:
    /// <list type="number">
    /// <item>Prepare: the record takes S off the list before the firmware that it is bound to is written over.</item>
    /// <item>Activate: first the record (candidate S, bound to firmware F2), then the firmware's boot choice. A cut between: F1 boots, S does not
    /// match: Failed, R boots. The other order would end as well, but start F2, which is given one boot, for nothing.</item>
    /// <item>F2 falls back (its bootloader does that): F1 boots, S does not match: Failed, R boots.</item>
    /// <item>Confirm: first the firmware, then the record. A cut between: F2 boots, its S is on trial while F2 is confirmed: the record is
    /// finished. The other order would list S while F2 can still fall back.</item>
    /// <item>RollBack: first the record, then the firmware. A cut between: F2, unconfirmed, falls back. Where it cannot, F2 boots, no image
    /// matches but R wants F1: F2 is rolled back then.</item>
    /// </list>
    /// The members of the interfaces are for one client; <see cref="RollBack"/> may come from any thread, also while the client confirms.
    /// </remarks>
    public sealed partial class AppSlots : IUpdateSlot, IBootControl, IReleaseKeeper
    {
        internal const string Component = "app";
        internal const string ImageSuffix = ".img";
        internal const string ManifestSuffix = ".jws";
        internal const string TableSuffix = ".chk";

        /// <summary>The number of <see cref="RunningSlot"/> while no image runs: the resident program itself.</summary>
        public const int Resident = 3;

        private const int Sector = 4096;
        private const int FlushLength = 16384;

        // Of a chunk table.
        private const int ImageSizeAt = 12;

        private readonly object _lock = new object();
        private readonly IAppStorage _storage;
        private readonly IResidents _residents;
        private readonly IRestart _restart;
        private readonly IBootControl _firmware;
        private readonly TwoCopyStateStore _store;
        private readonly int _trialBoots;
        private BootRecord _record = new BootRecord();
        private int _running = Resident;
        private int _skipped;
        private int _position;
        private long _kept;
        private ReleaseScope _scope;

        /// <summary>Slots on a drive.</summary>
        /// <param name="storage">The drive.</param>
        /// <param name="residents">What an image may count on.</param>
        /// <param name="restart">Restarts the device.</param>
        /// <param name="trialBoots">How often an unconfirmed image is started, 1 to 100.</param>
        /// <param name="firmware">The boot side of the firmware's own slots; null on stock firmware.</param>
        public AppSlots(IAppStorage storage, IResidents residents, IRestart restart, int trialBoots, IBootControl firmware)
        {
            _storage = storage;
            _residents = residents;
            _restart = restart;
            _trialBoots = trialBoots;
            _firmware = firmware;
            _store = new TwoCopyStateStore(new StorageRecordMedium(storage, "boot"), BootRecord.Length);
        }

        /// <inheritdoc/>
        public int Capacity => _storage.Capacity;

        /// <inheritdoc/>
        public int EraseSize => Sector;

        /// <inheritdoc/>
        /// <remarks>While no image runs, of the one that ran last: what is left of it need not be fetched.</remarks>
        public int RunningLength
        {
            get
            {
                int length = _storage.GetLength(ImageOf(3 - StagedSlot));
                return length < 0 ? 0 : length;
            }
        }

        /// <inheritdoc/>
        public int RunningSlot => _running;

        /// <inheritdoc/>
        public int StagedSlot => (_running == Resident ? _record.Active : _running) == 1 ? 2 : 1;

        private int RunningFirmware => _firmware == null ? 0 : _firmware.RunningSlot;

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            return _storage.Read(ImageOf(3 - StagedSlot), offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            if (offset < 0 || count < 0 || offset > Capacity - count)
            {
                return OtaResult.SlotArgument;
            }

            // What was never written reads as erased flash does.
            string file = ImageOf(StagedSlot);
            int there = _storage.GetLength(file) - offset;
            if (there < count)
            {
                there = there < 0 ? 0 : there;
                for (int i = there; i < count; i++)
                {
                    buffer[index + i] = 0xFF;
                }

                count = there;
            }

            return count == 0 ? OtaResult.Ok : _storage.Read(file, offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult Begin(int imageLength, int offset)
        {
            if (imageLength < 1 || imageLength > Capacity || offset < 0 || offset >= imageLength || (offset & (Sector - 1)) != 0)
            {
                return OtaResult.SlotArgument;
            }

            _kept = 0;
            OtaResult result = TakeOffList();
            if (result == OtaResult.Ok)
            {
                _position = offset;
                result = _storage.Open(ImageOf(StagedSlot), offset);
            }

            return result;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            OtaResult result = OtaResult.Ok;
            while (count > 0 && result == OtaResult.Ok)
            {
                // A cut costs what came since the last flush. A flush costs an erase (45 ms): LittleFS has pointers in its blocks, so no round length
                // ends one, and the block that it ends in is copied when the writing goes on. Of 110000 bytes that is 6 erases beside 27.
                int room = FlushLength - (_position & (FlushLength - 1));
                int part = count < room ? count : room;
                result = _storage.Append(buffer, index, part);
                if (result == OtaResult.Ok && part == room)
                {
                    result = _storage.Flush();
                }

                _position += part;
                index += part;
                count -= part;
            }

            return result;
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            return _storage.Close();
        }

        /// <inheritdoc/>
        public void Abort()
        {
            _storage.Close();
        }

        /// <inheritdoc/>
        public OtaResult Prepare()
        {
            return TakeOffList();
        }

        /// <inheritdoc/>
        public OtaOutcome Keep(byte[] envelope, byte[] table, long sequence, ReleaseScope scope)
        {
            _kept = 0;
            string slot = NameOf(StagedSlot);
            LoadOrder order = new LoadOrder();
            OtaOutcome linked = order.Read(_storage, slot + ImageSuffix, LittleEndian.ReadInt32(table, ImageSizeAt), _residents);
            if (linked.Code != OtaResult.Ok)
            {
                return linked;
            }

            OtaResult result = TakeOffList();
            if (result == OtaResult.Ok)
            {
                result = SmallFiles.Write(_storage, slot + ManifestSuffix, envelope, envelope.Length);
            }

            if (result == OtaResult.Ok)
            {
                result = SmallFiles.Write(_storage, slot + TableSuffix, table, table.Length);
            }

            if (result == OtaResult.Ok)
            {
                _kept = sequence;
                _scope = scope;
            }

            return OtaOutcome.Of(result);
        }

        /// <inheritdoc/>
        public SlotTrial GetTrial(int slot)
        {
            return slot == 1 || slot == 2 ? _record.StateOf(slot) : SlotTrial.None;
        }

        /// <inheritdoc/>
        public OtaResult Activate()
        {
            bool pair = _scope == ReleaseScope.AppAndFirmware;
            int firmware = pair ? _firmware.StagedSlot : RunningFirmware;
            if (_kept == 0 || (pair && firmware == 0))
            {
                return OtaResult.SlotImageInvalid;
            }

            int slot = StagedSlot;
            _record.Bind(slot, _kept, firmware, _scope);
            _record.SetState(slot, SlotTrial.Pending);
            _record.Candidate = slot;
            _record.TrialBoots = _trialBoots;
            OtaResult result = Save(OtaResult.ActivateFailed);
            return result == OtaResult.Ok && pair ? _firmware.Activate() : result;
        }

        /// <inheritdoc/>
        public OtaResult Confirm()
        {
            lock (_lock)
            {
                SlotTrial state = GetTrial(_running);
                if (state != SlotTrial.OnTrial)
                {
                    return state == SlotTrial.Confirmed ? OtaResult.Ok : OtaResult.ConfirmFailed;
                }

                OtaResult result = _record.IsPaired(_running) ? _firmware.Confirm() : OtaResult.Ok;
                return result == OtaResult.Ok ? WriteConfirmed(_running) : result;
            }
        }

        /// <inheritdoc/>
        /// <remarks>Always possible for an image on trial: where there is no other one, recovery is what it goes back to.</remarks>
        public OtaResult RollBack()
        {
            lock (_lock)
            {
                if (GetTrial(_running) != SlotTrial.OnTrial)
                {
                    return OtaResult.RollBackImpossible;
                }

                bool pair = _record.IsPaired(_running);
                OtaResult result = Condemn(_running);
                if (result == OtaResult.Ok)
                {
                    // Where the firmware cannot go back, the next power-on finds the two apart and tries again.
                    if (!pair || _firmware.RollBack() != OtaResult.Ok)
                    {
                        _restart.Restart();
                    }
                }

                return result;
            }
        }

        internal static string NameOf(int slot)
        {
            return slot == 1 ? "a" : "b";
        }

        private static string ImageOf(int slot)
        {
            return NameOf(slot) + ImageSuffix;
        }

        private OtaResult WriteConfirmed(int slot)
        {
            _record.Active = slot;
            _record.Candidate = 0;
            _record.SetState(slot, SlotTrial.Confirmed);
            return Save(OtaResult.ConfirmFailed);
        }

        private OtaResult Drop(int slot, SlotTrial state, OtaResult failure)
        {
            if (_record.Candidate == slot)
            {
                _record.Candidate = 0;
            }

            _record.SetState(slot, state);
            return Save(failure);
        }

        private OtaResult TakeOffList()
        {
            return GetTrial(_running) == SlotTrial.OnTrial ? OtaResult.SlotOnTrial
                : _record.StateOf(StagedSlot) == SlotTrial.None ? OtaResult.Ok
                : Drop(StagedSlot, SlotTrial.None, OtaResult.SlotWriteFailed);
        }

        private OtaResult Save(OtaResult failure)
        {
            if (_record.Write(_store) == OtaResult.Ok)
            {
                return OtaResult.Ok;
            }

            // Back to what is on flash.
            _record = BootRecord.Read(_store);
            return failure;
        }
    }
}
