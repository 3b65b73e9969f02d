using System;
using System.Collections;

namespace NanoOta.Tests
{
    /// <summary>How much of an operation a power cut lets through.</summary>
    public enum CutMode
    {
        /// <summary>Nothing.</summary>
        Before = 0,

        /// <summary>Some.</summary>
        Torn = 1,

        /// <summary>All.</summary>
        After = 2,
    }

    /// <summary>Looks at a device before something of it changes: a file, or a step of the firmware's boot side.</summary>
    public delegate void FlashWatch(string what);

    /// <summary>The power is gone, or the device restarts: what runs is unwound.</summary>
    public sealed class PowerGoneException : Exception
    {
    }

    /// <summary>Something happens to a device without its doing.</summary>
    public delegate void PowerWatch();

    /// <summary>Counts what changes flash, and cuts the power at one of those operations. Shared by all flash of a device.</summary>
    public sealed class PowerSupply
    {
        /// <summary>Operations so far.</summary>
        public int Operations { get; private set; }

        /// <summary>The operation that is cut, counted from 1; 0 for none.</summary>
        public int CutAt { get; set; }

        /// <summary>How.</summary>
        public CutMode Mode { get; set; }

        /// <summary>Called before each operation, once it is counted.</summary>
        public PowerWatch Beginning { get; set; }

        /// <summary>Whether the power has gone; every operation throws until <see cref="Restore"/>.</summary>
        public bool IsGone { get; private set; }

        /// <summary>The device restarts, or its power goes, between two operations.</summary>
        public void Cut()
        {
            IsGone = true;
            throw new PowerGoneException();
        }

        /// <summary>Nothing works on a device without power.</summary>
        public void Check()
        {
            if (IsGone)
            {
                throw new PowerGoneException();
            }
        }

        /// <summary>One operation begins: -1 when it is to be done; else what of it is done before <see cref="Cut"/>.</summary>
        public int Begin()
        {
            Check();
            Operations++;
            if (Beginning != null)
            {
                Beginning();
            }

            return Operations == CutAt ? (int)Mode : -1;
        }

        /// <summary>The power is back.</summary>
        public void Restore()
        {
            IsGone = false;
        }
    }

    /// <summary>A drive in memory that keeps to the letter of IAppStorage's contract, and to no more.</summary>
    public sealed class MemoryStorage : IAppStorage
    {
        private readonly Hashtable _files = new Hashtable();
        private readonly PowerSupply _power;
        private MemoryFile _open;
        private string _openName;

        /// <summary>An empty drive.</summary>
        public MemoryStorage(PowerSupply power)
        {
            _power = power;
        }

        /// <inheritdoc/>
        public int Capacity { get; set; } = 65536;

        /// <summary>Bytes that all files may have together; 0 for any number.</summary>
        public int Size { get; set; }

        /// <summary>What appends fail with.</summary>
        public OtaResult WriteFault { get; set; }

        /// <summary>Bytes appended so far.</summary>
        public int Written { get; private set; }

        /// <summary>Called before a file is changed, with its name.</summary>
        public FlashWatch Changing { get; set; }

        /// <summary>Changes one byte of a file.</summary>
        public void Damage(string name, int offset)
        {
            ((MemoryFile)_files[name]).Bytes[offset] ^= 1;
        }

        /// <summary>Puts a file there, flushed.</summary>
        public void Put(string name, byte[] bytes)
        {
            MemoryFile file = new MemoryFile();
            file.Append(bytes, 0, bytes.Length);
            file.Durable = file.Length;
            _files[name] = file;
        }

        /// <summary>After a power cut: what was not flushed is gone, and no file is open.</summary>
        public void Restart()
        {
            if (_open != null)
            {
                _open.Length = _open.Durable;
                _open = null;
            }
        }

        /// <inheritdoc/>
        public int GetLength(string name)
        {
            _power.Check();
            MemoryFile file = (MemoryFile)_files[name];
            return file == null ? -1 : file.Length;
        }

        /// <inheritdoc/>
        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            MemoryFile file = (MemoryFile)_files[name];
            if (file == null || file == _open || offset < 0 || offset + count > file.Length)
            {
                return OtaResult.SlotReadFailed;
            }

            Array.Copy(file.Bytes, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult Open(string name, int keep)
        {
            _power.Check();
            MemoryFile file = (MemoryFile)_files[name];
            if (_open != null || keep > (file == null ? 0 : file.Length))
            {
                return OtaResult.SlotWriteFailed;
            }

            int cut = Begin(name);
            if (cut != (int)CutMode.Before)
            {
                if (file == null)
                {
                    file = new MemoryFile();
                    _files[name] = file;
                }

                file.Length = keep;
                file.Durable = keep;
                _open = file;
                _openName = name;
            }

            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult Append(byte[] buffer, int index, int count)
        {
            _power.Check();
            if (_open == null || WriteFault != OtaResult.Ok || (Size > 0 && UsedBytes() + count > Size))
            {
                return OtaResult.SlotWriteFailed;
            }

            int cut = Begin(_openName);
            _open.Append(buffer, index, count);
            Written += count;
            Survive(cut);
            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult Flush()
        {
            _power.Check();
            if (_open == null)
            {
                return OtaResult.SlotWriteFailed;
            }

            int cut = _power.Begin();
            Survive(cut < 0 ? (int)CutMode.After : cut);
            return Done(cut);
        }

        /// <inheritdoc/>
        public OtaResult Close()
        {
            _power.Check();
            if (_open == null)
            {
                return OtaResult.Ok;
            }

            OtaResult result = Flush();
            _open = null;
            return result;
        }

        /// <inheritdoc/>
        public OtaResult Delete(string name)
        {
            int cut = Begin(name);
            if (cut < 0 || cut == (int)CutMode.After)
            {
                _files.Remove(name);
            }

            return Done(cut);
        }

        /// <summary>Bytes of all files.</summary>
        public int UsedBytes()
        {
            int used = 0;
            foreach (object file in _files.Values)
            {
                used += ((MemoryFile)file).Length;
            }

            return used;
        }

        private int Begin(string name)
        {
            if (Changing != null)
            {
                Changing(name);
            }

            return _power.Begin();
        }

        // What the drive happens to have written of what was appended.
        private void Survive(int cut)
        {
            if (cut == (int)CutMode.Torn)
            {
                _open.Durable += (_open.Length - _open.Durable) / 2;
            }
            else if (cut == (int)CutMode.After)
            {
                _open.Durable = _open.Length;
            }
        }

        private OtaResult Done(int cut)
        {
            if (cut >= 0)
            {
                _power.Cut();
            }

            return OtaResult.Ok;
        }

        private sealed class MemoryFile
        {
            public byte[] Bytes { get; private set; } = new byte[64];

            public int Length { get; set; }

            public int Durable { get; set; }

            public void Append(byte[] source, int index, int count)
            {
                if (Length + count > Bytes.Length)
                {
                    byte[] larger = new byte[(Length + count) * 2];
                    Array.Copy(Bytes, 0, larger, 0, Length);
                    Bytes = larger;
                }

                Array.Copy(source, index, Bytes, Length, count);
                Length += count;
            }
        }
    }
}
