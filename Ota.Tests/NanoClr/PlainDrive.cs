using System;

namespace NanoOta.Tests
{
    /// <summary>A drive whose room is all taken beforehand: what it holds does not show in a measurement of memory.</summary>
    internal sealed class PlainDrive : IAppStorage
    {
        // Nobody reads the reserve, and only its length counts.
        private const string Room = "room";

        private readonly string[] _names = new string[] { "a.img", "b.img", "a.jws", "b.jws", "start.0", "start.1", "boot.0", "boot.1", "ota.0", "ota.1", "net.0", "net.1", Room };
        private readonly byte[][] _files;
        private readonly int[] _lengths;
        private int _open = -1;

        public PlainDrive(int capacity)
        {
            Capacity = capacity;
            _files = new byte[_names.Length][];
            _lengths = new int[_names.Length];
            for (int i = 0; i < _names.Length; i++)
            {
                _files[i] = _names[i] == Room ? null : new byte[capacity];
                _lengths[i] = -1;
            }
        }

        public int Capacity { get; }

        /// <summary>Called before each operation; null for nothing.</summary>
        public MemoryTransport.Reading OnUse { get; set; }

        public int GetLength(string name)
        {
            int file = Find(name);
            return file < 0 ? -1 : _lengths[file];
        }

        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count)
        {
            Use();
            int file = Find(name);
            if (file < 0 || offset + count > _lengths[file])
            {
                return OtaResult.SlotReadFailed;
            }

            Array.Copy(_files[file], offset, buffer, index, count);
            return OtaResult.Ok;
        }

        public OtaResult Open(string name, int keep)
        {
            _open = Find(name);
            _lengths[_open] = keep;
            return OtaResult.Ok;
        }

        public OtaResult Append(byte[] buffer, int index, int count)
        {
            Use();
            if (_files[_open] != null)
            {
                Array.Copy(buffer, index, _files[_open], _lengths[_open], count);
            }

            _lengths[_open] += count;
            return OtaResult.Ok;
        }

        public OtaResult Flush()
        {
            return OtaResult.Ok;
        }

        public OtaResult Close()
        {
            return OtaResult.Ok;
        }

        public OtaResult Delete(string name)
        {
            _lengths[Find(name)] = -1;
            return OtaResult.Ok;
        }

        private void Use()
        {
            if (OnUse != null)
            {
                OnUse();
            }
        }

        private int Find(string name)
        {
            for (int i = 0; i < _names.Length; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
