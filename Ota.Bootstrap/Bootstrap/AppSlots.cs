namespace NanoOta
{
    /// <summary>
    /// Two application images on a small drive, and the boot record that chooses one. Each image has its signed manifest.
    /// </summary>
    /// <remarks>
    /// The record has two copies (<see cref="TwoCopyStateStore"/>), so the record changes in one piece. The files of a slot do not. So no slot is
    /// written while the record would start that slot. Power-on proves again that the image is whole. The order of writes makes sure that a whole
    /// image is always there. R is the slot that runs, S is the other one. An update leaves on flash, step by step:
    /// <list type="number">
    /// <item>Begin or Keep, first step: the record takes S off the list (None). After a cut before the write, S is as before. After a cut behind the
    /// write, nothing boots S, and R is untouched.</item>
    /// <item>Begin: the image of S is cut back to its proven part, then grows, flushed every 16 KiB. After any cut S is not listed, and the proven
    /// part is found again.</item>
    /// <item>Keep: the manifest of S is replaced. After a cut S is not listed.</item>
    /// <item>Activate: the record makes S the candidate, with its trial boots. After a cut before the write R boots. After a cut behind the write S
    /// boots on trial.</item>
    /// <item>Power-on: the record takes one trial boot away, then S is verified and started. A cut costs that boot. After the last trial boot S is
    /// Failed, and R boots.</item>
    /// <item>Confirm: the record makes S the active slot. After a cut before the write the trial goes on. Then the room for the next release grows; a cut
    /// there is made good by the next start (<see cref="DriveReserve"/>).</item>
    /// <item>RollBack: the record makes S Failed. After a cut before the write the trial goes on, and the client's record says what to do.</item>
    /// </list>
    /// The members of the interfaces are for one client. <see cref="RollBack"/> may come from any thread, also while the client confirms.
    /// </remarks>
    public sealed partial class AppSlots : IUpdateSlot, IBootControl, IReleaseKeeper
    {
        internal const string Component = "app";
        internal const string ImageSuffix = ".img";
        internal const string ManifestSuffix = ".jws";

        /// <summary>The number of <see cref="RunningSlot"/> while no image runs: the resident program itself.</summary>
        public const int Resident = 3;

        private const int Sector = ChunkDigest.BufferLength;
        private const int FlushLength = 16384;

        private readonly object _lock = new object();
        private readonly IAppStorage _storage;
        private readonly IResidents _residents;
        private readonly IRestart _restart;
        private readonly TwoCopyStateStore _store;
        private readonly int _trialBoots;
        private BootRecord _record = new BootRecord();
        private int _running = Resident;
        private int _skipped;
        private int _position;
        private bool _hasFailed;
        private long _kept;

        /// <summary>Slots on a drive.</summary>
        /// <param name="storage">The drive.</param>
        /// <param name="residents">What an image may count on.</param>
        /// <param name="restart">Restarts the device.</param>
        /// <param name="trialBoots">How often an unconfirmed image is started, 1 to 100.</param>
        public AppSlots(IAppStorage storage, IResidents residents, IRestart restart, int trialBoots)
        {
            _storage = storage;
            _residents = residents;
            _restart = restart;
            _trialBoots = trialBoots;
            _store = new TwoCopyStateStore(new StorageRecordMedium(storage, "boot"), BootRecord.Length);
        }

        /// <inheritdoc/>
        public int Capacity => _storage.Capacity;

        /// <inheritdoc/>
        public SlotWriting Writing => SlotWriting.Appending;

        /// <inheritdoc/>
        /// <remarks>While no image runs, the image that ran last counts. Whatever is left of that image need not be fetched.</remarks>
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
                // What is there of the former image makes room as well.
                string file = ImageOf(StagedSlot);
                int there = _storage.GetLength(file);
                int growth = imageLength - (there < 0 ? 0 : there);
                if (growth > 0)
                {
                    DriveReserve.Release(_storage, growth);
                }

                _position = offset;
                _hasFailed = false;
                result = _storage.Open(file, offset);
            }

            return result;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            OtaResult result = OtaResult.Ok;
            while (count > 0 && result == OtaResult.Ok)
            {
                // A cut costs what came since the last flush. A flush costs an erase (45 ms). LittleFS has pointers in its blocks, so no round length
                // ends a block. The last block is copied when the writing goes on. 110000 bytes cost 6 erases beside 27.
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

            _hasFailed |= result != OtaResult.Ok;

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
            if (_storage.Close() != OtaResult.Ok || _hasFailed)
            {
                // The drive may be full all the same. The next attempt has more room.
                DriveReserve.Release(_storage, 0);
            }
        }

        /// <summary>Keeps room on the drive for the next release: with the inactive slot as much as the largest image has.</summary>
        internal void Reserve()
        {
            int there = _storage.GetLength(ImageOf(StagedSlot));
            DriveReserve.Fill(_storage, Capacity - (there < 0 ? 0 : there));
        }

        /// <inheritdoc/>
        public OtaOutcome Keep(byte[] envelope, int imageLength, long revision)
        {
            _kept = 0;
            string slot = NameOf(StagedSlot);
            LoadOrder order = new LoadOrder();
            OtaOutcome linked = order.Read(_storage, slot + ImageSuffix, imageLength, _residents);
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
                _kept = revision;
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
            if (_kept == 0)
            {
                return OtaResult.SlotImageInvalid;
            }

            int slot = StagedSlot;
            _record.SetRevision(slot, _kept);
            _record.SetState(slot, SlotTrial.Pending);
            _record.Candidate = slot;
            _record.TrialBoots = _trialBoots;
            return Save(OtaResult.ActivateFailed);
        }

        /// <summary>Before a declared restart or sleep on trial: the next start costs no trial boot.</summary>
        internal OtaResult AllowAnotherStart()
        {
            lock (_lock)
            {
                if (GetTrial(_running) != SlotTrial.OnTrial)
                {
                    return OtaResult.Ok;
                }

                _record.TrialBoots++;
                return Save(OtaResult.ActivateFailed);
            }
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

                _record.Active = _running;
                _record.Candidate = 0;
                _record.SetState(_running, SlotTrial.Confirmed);
                OtaResult result = Save(OtaResult.ConfirmFailed);
                if (result == OtaResult.Ok)
                {
                    Reserve();
                }

                return result;
            }
        }

        /// <inheritdoc/>
        /// <remarks>An image on trial can always roll back. Without another image, the device goes back to recovery.</remarks>
        public OtaResult RollBack()
        {
            lock (_lock)
            {
                if (GetTrial(_running) != SlotTrial.OnTrial)
                {
                    return OtaResult.RollBackImpossible;
                }

                OtaResult result = Condemn(_running);
                if (result == OtaResult.Ok)
                {
                    _restart.Restart();
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
