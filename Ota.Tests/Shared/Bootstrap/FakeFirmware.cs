namespace NanoOta.Tests
{
    /// <summary>
    /// The firmware's two slots and the bootloader of ESP-IDF with rollback: a firmware on trial is undone at the next start unless it was
    /// marked as good. Writes of the boot choice happen or do not; a torn one is one that did not.
    /// </summary>
    public sealed class FakeFirmware : IBootControl, IUpdateSlot
    {
        private const int Size = 16384;

        private readonly BootWorld _world;
        private readonly byte[][] _slots = new byte[2][];
        private readonly SlotTrial[] _trials = new SlotTrial[2];
        private int _boot;
        private int _running;
        private int _position;

        /// <summary>Slots of that device, with release 1 in the first.</summary>
        public FakeFirmware(BootWorld world)
        {
            _world = world;
            _slots[0] = new byte[Size];
            _slots[1] = new byte[Size];
            byte[] image = TestApps.Firmware(1);
            System.Array.Copy(image, 0, _slots[0], 0, image.Length);
            _trials[0] = SlotTrial.Confirmed;
        }

        /// <summary>Called before the slots or the boot choice are changed, with the name of the call.</summary>
        public FlashWatch Changing { get; set; }

        /// <summary>The release of the firmware that runs.</summary>
        public int Release => _slots[_running][0];

        /// <summary>Its version.</summary>
        public string Version => Release + ".0";

        /// <inheritdoc/>
        public int RunningSlot => 17 + _running;

        /// <inheritdoc/>
        public int StagedSlot => 18 - _running;

        /// <inheritdoc/>
        public int Capacity => Size;

        /// <inheritdoc/>
        public int EraseSize => 4096;

        /// <inheritdoc/>
        public int RunningLength => Size;

        /// <summary>What the bootloader does at a start.</summary>
        public void Boot()
        {
            if (_trials[_boot] == SlotTrial.OnTrial)
            {
                _trials[_boot] = SlotTrial.Failed;
            }

            if (_trials[_boot] == SlotTrial.Failed)
            {
                _boot = 1 - _boot;
            }
            else if (_trials[_boot] == SlotTrial.Pending)
            {
                _trials[_boot] = SlotTrial.OnTrial;
            }

            _running = _boot;
        }

        /// <inheritdoc/>
        public SlotTrial GetTrial(int slot)
        {
            return _trials[slot - 17];
        }

        /// <inheritdoc/>
        public OtaResult Activate()
        {
            int cut = Begin("Activate");
            if (Happens(cut))
            {
                _boot = 1 - _running;
                _trials[_boot] = SlotTrial.Pending;
            }

            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult Confirm()
        {
            int cut = Begin("Confirm");
            if (Happens(cut))
            {
                _trials[_running] = SlotTrial.Confirmed;
            }

            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult RollBack()
        {
            if (_trials[1 - _running] != SlotTrial.Confirmed)
            {
                return OtaResult.RollBackImpossible;
            }

            int cut = Begin("RollBack");
            if (Happens(cut))
            {
                _trials[_running] = SlotTrial.Failed;
            }

            Done(cut);
            _world.Restart();
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            System.Array.Copy(_slots[_running], offset, buffer, index, count);
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            System.Array.Copy(_slots[1 - _running], offset, buffer, index, count);
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult Begin(int imageLength, int offset)
        {
            _position = offset;
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            // From here on the bootloader does not take the slot: its image is none.
            int cut = Begin("Write");
            _trials[1 - _running] = SlotTrial.None;
            if (Happens(cut))
            {
                System.Array.Copy(buffer, index, _slots[1 - _running], _position, count);
                _position += count;
            }

            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public void Abort()
        {
        }

        private int Begin(string call)
        {
            if (Changing != null)
            {
                Changing(call);
            }

            return _world.Power.Begin();
        }

        private static bool Happens(int cut)
        {
            return cut < 0 || cut == (int)CutMode.After;
        }

        private OtaResult Done(int cut)
        {
            if (cut >= 0)
            {
                _world.Power.Cut();
            }

            return OtaResult.Ok;
        }
    }
}
