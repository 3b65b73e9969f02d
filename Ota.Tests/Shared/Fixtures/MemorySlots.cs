using System;

namespace NanoOta.Tests
{
    /// <summary>Two slots in memory, switched and undone as a boot program with one trial boot does it.</summary>
    public sealed class MemorySlots : IUpdateSlot, IBootControl, IRestart
    {
        private const int Sector = 4096;

        private readonly byte[][] _slots = new byte[2][];
        private readonly int[] _lengths = new int[2];
        private readonly SlotTrial[] _trials = new SlotTrial[2];
        private int _boot;
        private int _position = -1;

        /// <summary>Two slots of that many bytes, the first of which runs.</summary>
        public MemorySlots(int capacity)
        {
            Capacity = capacity;
            _slots[0] = new byte[capacity];
            _slots[1] = new byte[capacity];
            _trials[0] = SlotTrial.Confirmed;
        }

        /// <inheritdoc/>
        public int Capacity { get; set; }

        /// <inheritdoc/>
        public SlotWriting Writing { get; set; }

        /// <inheritdoc/>
        public int RunningLength => _lengths[Running];

        /// <inheritdoc/>
        public int RunningSlot => Running + 1;

        /// <inheritdoc/>
        public int StagedSlot => 2 - Running;

        /// <summary>Index of the slot that runs.</summary>
        public int Running { get; private set; }

        /// <summary>Restarts so far.</summary>
        public int Restarts { get; private set; }

        /// <summary>Whether a Begin waits for its End or Abort.</summary>
        public bool IsOpen => _position >= 0;

        /// <summary>Sectors erased so far.</summary>
        public int Erases { get; private set; }

        /// <summary>How often the slot was opened.</summary>
        public int Begins { get; private set; }

        /// <summary>How often the slot was given up.</summary>
        public int Aborts { get; private set; }

        /// <summary>What reads of the running slot fail with.</summary>
        public OtaResult RunningReadFault { get; set; }

        /// <summary>What reads of the inactive slot fail with.</summary>
        public OtaResult ReadFault { get; set; }

        /// <summary>What writes fail with.</summary>
        public OtaResult WriteFault { get; set; }

        /// <summary>What End fails with.</summary>
        public OtaResult EndFault { get; set; }

        /// <summary>What Begin fails with.</summary>
        public OtaResult BeginFault { get; set; }

        /// <summary>What Activate fails with.</summary>
        public OtaResult ActivateFault { get; set; }

        /// <summary>What Confirm fails with.</summary>
        public OtaResult ConfirmFault { get; set; }

        /// <summary>What RollBack fails with.</summary>
        public OtaResult RollBackFault { get; set; }

        /// <summary>Writes are accepted and change nothing.</summary>
        public bool LosesWrites { get; set; }

        /// <summary>The boot choice is lost, as when a power cut hits the write of it.</summary>
        public bool LosesBootChoice { get; set; }

        /// <summary>What feeds the boot side's writes; null for a device without a cut.</summary>
        public WritePower Power { get; set; }

        /// <summary>What a start finds: the slot that runs, 0 or 1, and what the boot side says of both.</summary>
        public void Find(int running, SlotTrial first, SlotTrial second)
        {
            Running = running;
            _boot = running;
            _trials[0] = first;
            _trials[1] = second;
        }

        /// <summary>Puts an image into the running slot, as a cable would.</summary>
        public void Flash(byte[] image)
        {
            Array.Copy(image, 0, _slots[Running], 0, image.Length);
            _lengths[Running] = image.Length;
        }

        /// <summary>Whether a slot begins with an image.</summary>
        public bool Holds(int slot, byte[] image)
        {
            for (int i = 0; i < image.Length; i++)
            {
                if (_slots[slot][i] != image[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Changes one byte of a slot.</summary>
        public void Damage(int slot, int offset)
        {
            _slots[slot][offset] ^= 1;
        }

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            if (RunningReadFault == OtaResult.Ok)
            {
                Array.Copy(_slots[Running], offset, buffer, index, count);
            }

            return RunningReadFault;
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            if (ReadFault == OtaResult.Ok)
            {
                Array.Copy(_slots[1 - Running], offset, buffer, index, count);
            }

            return ReadFault;
        }

        /// <inheritdoc/>
        public OtaResult Begin(int imageLength, int offset)
        {
            if (BeginFault == OtaResult.Ok)
            {
                Begins++;
                _position = offset;
                _lengths[1 - Running] = imageLength;
                _trials[1 - Running] = SlotTrial.None;
            }

            return BeginFault;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            if (_position < 0)
            {
                return OtaResult.SlotArgument;
            }

            if (WriteFault != OtaResult.Ok)
            {
                return WriteFault;
            }

            byte[] slot = _slots[1 - Running];
            for (int i = 0; i < count; i++)
            {
                if ((_position & (Sector - 1)) == 0)
                {
                    Erases++;
                    Array.Clear(slot, _position, Sector);
                }

                if (!LosesWrites)
                {
                    slot[_position] = buffer[index + i];
                }

                _position++;
            }

            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            _position = -1;
            return EndFault;
        }

        /// <inheritdoc/>
        public void Abort()
        {
            Aborts++;
            _position = -1;
        }

        /// <inheritdoc/>
        public SlotTrial GetTrial(int slot)
        {
            return _trials[slot - 1];
        }

        /// <inheritdoc/>
        public OtaResult Activate()
        {
            WritePower.Use(Power);
            if (ActivateFault == OtaResult.Ok && !LosesBootChoice)
            {
                _boot = 1 - Running;
                _trials[_boot] = SlotTrial.Pending;
            }

            return ActivateFault;
        }

        /// <summary>The next restart goes on with the trial.</summary>
        public void AllowAnotherStart()
        {
            WritePower.Use(Power);
            _trials[Running] = SlotTrial.Pending;
        }

        /// <inheritdoc/>
        public OtaResult Confirm()
        {
            WritePower.Use(Power);
            if (ConfirmFault == OtaResult.Ok)
            {
                _trials[Running] = SlotTrial.Confirmed;
            }

            return ConfirmFault;
        }

        /// <inheritdoc/>
        public OtaResult RollBack()
        {
            WritePower.Use(Power);
            if (RollBackFault == OtaResult.Ok)
            {
                _trials[Running] = SlotTrial.Failed;
                Restart();
            }

            return RollBackFault;
        }

        /// <inheritdoc/>
        public void Restart()
        {
            Restarts++;
            _position = -1;
            if (_trials[_boot] == SlotTrial.OnTrial)
            {
                _trials[_boot] = SlotTrial.Failed;
            }

            if (_trials[_boot] == SlotTrial.Failed)
            {
                _boot = 1 - _boot;
            }

            if (_trials[_boot] == SlotTrial.Pending)
            {
                _trials[_boot] = SlotTrial.OnTrial;
            }

            Running = _boot;
        }
    }
}
