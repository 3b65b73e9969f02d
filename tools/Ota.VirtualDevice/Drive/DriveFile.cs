namespace NanoOta.VirtualDevice
{
    /// <summary>An open file. What is written reaches the drive with <see cref="Flush"/> or <see cref="Close"/>, as a whole. Not thread-safe.</summary>
    public sealed class DriveFile
    {
        private readonly LittleFsDrive _drive;
        private readonly List<int> _blocks;
        private readonly HashSet<int> _stale = [];
        private byte[]? _inline;
        private byte[]? _cache;
        private int _cached = -1;
        private bool _cacheIsDirty;
        private bool _isDirty;
        private DriveStatus _failure;
        private bool _isClosed;

        internal DriveFile(LittleFsDrive drive, DriveEntry entry, DriveMode mode)
        {
            _drive = drive;
            Name = entry.Name;
            IsWritable = mode != DriveMode.Read;
            bool truncate = mode == DriveMode.Create;
            Length = truncate ? 0 : entry.Length;
            _inline = truncate ? [] : entry.Inline;
            _blocks = truncate ? [] : [.. entry.Blocks];
            _isDirty = truncate && entry.Length != 0;
        }

        /// <summary>The name of the file when the file was opened.</summary>
        public string Name { get; }

        /// <summary>Opened for writing.</summary>
        public bool IsWritable { get; }

        /// <summary>Bytes, those included that are not committed.</summary>
        public int Length { get; private set; }

        internal IReadOnlyList<int> Blocks => _blocks;

        /// <summary>Reads; fewer bytes than asked for at the end alone.</summary>
        public DriveStatus Read(int position, Span<byte> target, out int count)
        {
            count = 0;
            if (_isClosed || position < 0)
            {
                return DriveStatus.ArgumentInvalid;
            }

            int end = (int)Math.Min(Length, (long)position + target.Length);
            while (position + count < end)
            {
                DriveStatus status = Locate(position + count, out byte[] bytes, out int start, out int room);
                if (status != DriveStatus.Ok)
                {
                    return status;
                }

                int part = Math.Min(room, end - position - count);
                bytes.AsSpan(start, part).CopyTo(target[count..]);
                count += part;
            }

            return DriveStatus.Ok;
        }

        /// <summary>Writes; a gap behind the end is filled with zeros. After a failure the file takes no more and commits nothing.</summary>
        public DriveStatus Write(int position, ReadOnlySpan<byte> data)
        {
            if (_isClosed || !IsWritable || position < 0 || position > int.MaxValue - data.Length)
            {
                return DriveStatus.ArgumentInvalid;
            }

            if (_failure == DriveStatus.Ok && position > Length)
            {
                _failure = WriteAt(Length, new byte[position - Length]);
            }

            if (_failure == DriveStatus.Ok)
            {
                _failure = WriteAt(position, data);
            }

            return _failure;
        }

        /// <summary>Cuts off what lies behind a length; nothing happens to a shorter file. Committed as everything is.</summary>
        public DriveStatus Truncate(int length)
        {
            if (_isClosed || !IsWritable || length < 0)
            {
                return DriveStatus.ArgumentInvalid;
            }

            if (_failure == DriveStatus.Ok && length < Length)
            {
                Cut(length);
            }

            return _failure;
        }

        /// <summary>Commits what was written. Atomic.</summary>
        public DriveStatus Flush()
        {
            if (_isClosed || _failure != DriveStatus.Ok)
            {
                return _isClosed ? DriveStatus.ArgumentInvalid : _failure;
            }

            if (_isDirty)
            {
                _failure = WriteBack();
                if (_failure == DriveStatus.Ok)
                {
                    _failure = _drive.Commit(new DriveEntry(Name, Length, (byte[]?)_inline?.Clone(), [.. _blocks]));
                    _isDirty = _failure != DriveStatus.Ok;
                }
            }

            return _failure;
        }

        /// <summary>Commits what was written, and ends.</summary>
        public DriveStatus Close()
        {
            DriveStatus status = Flush();
            _isClosed = true;
            _drive.Forget(this);
            return status;
        }

        private void Cut(int length)
        {
            int count = BlockShape.CountFor(length);
            if (_inline != null || count == 0)
            {
                Array.Resize(ref _inline, length);
            }

            if (_cached >= count)
            {
                _cached = -1;
                _cacheIsDirty = false;
            }

            if (_blocks.Count > count)
            {
                _blocks.RemoveRange(count, _blocks.Count - count);
            }

            _stale.RemoveWhere(index => index >= count);
            Length = length;
            _isDirty = true;
        }

        private DriveStatus WriteAt(int position, ReadOnlySpan<byte> data)
        {
            if (!data.IsEmpty)
            {
                _isDirty = true;
            }

            if (_inline != null && position + data.Length <= LittleFsDrive.InlineMax)
            {
                if (position + data.Length > _inline.Length)
                {
                    Array.Resize(ref _inline, position + data.Length);
                }

                data.CopyTo(_inline.AsSpan(position));
                Length = _inline.Length;
                return DriveStatus.Ok;
            }

            LeaveMetadata();
            while (!data.IsEmpty)
            {
                DriveStatus status = Cache(BlockShape.Find(position, out int first));
                if (status != DriveStatus.Ok)
                {
                    return status;
                }

                int start = position - first;
                int part = Math.Min(data.Length, BlockShape.DataLength(_cached) - start);
                data[..part].CopyTo(_cache.AsSpan(BlockShape.DataStart(_cached) + start));
                _cacheIsDirty = true;
                position += part;
                data = data[part..];
                Length = Math.Max(Length, position);
            }

            return DriveStatus.Ok;
        }

        // Grown out of the metadata: what was inline begins block 0.
        private void LeaveMetadata()
        {
            if (_inline != null)
            {
                _cache = NewSector();
                _inline.CopyTo(_cache, 0);
                _cached = 0;
                _cacheIsDirty = true;
                _inline = null;
            }
        }

        private static byte[] NewSector()
        {
            byte[] sector = new byte[NorFlash.SectorSize];
            Array.Fill(sector, (byte)0xFF);
            return sector;
        }

        private DriveStatus Locate(int position, out byte[] bytes, out int start, out int room)
        {
            if (_inline != null)
            {
                bytes = _inline;
                start = position;
                room = _inline.Length - position;
                return DriveStatus.Ok;
            }

            DriveStatus status = Cache(BlockShape.Find(position, out int first));
            bytes = _cache!;
            start = _cached < 0 ? 0 : BlockShape.DataStart(_cached) + position - first;
            room = NorFlash.SectorSize - start;
            return status;
        }

        // One block of the file is in RAM, as one is in littlefs.
        private DriveStatus Cache(int index)
        {
            if (index == _cached)
            {
                return DriveStatus.Ok;
            }

            DriveStatus status = ProgramCache();
            if (status == DriveStatus.Ok)
            {
                _cache = NewSector();
                _cached = index;
                status = index < _blocks.Count ? _drive.ReadBlock(_blocks[index], _cache) : DriveStatus.Ok;
            }

            return status;
        }

        private DriveStatus ProgramCache()
        {
            if (!_cacheIsDirty)
            {
                return DriveStatus.Ok;
            }

            DriveStatus status = _drive.ProgramFree(_cache!, out int block);
            if (status == DriveStatus.Ok)
            {
                Place(_cached, block);
                _cacheIsDirty = false;
            }

            return status;
        }

        private void Place(int index, int block)
        {
            if (index == _blocks.Count)
            {
                _blocks.Add(block);
            }
            else
            {
                _blocks[index] = block;
            }

            // The blocks behind point at the ones before: a moved block makes them move.
            _stale.Remove(index);
            for (int i = index + 1; i < _blocks.Count; i++)
            {
                _stale.Add(i);
            }
        }

        private DriveStatus WriteBack()
        {
            DriveStatus status = ProgramCache();
            byte[] sector = new byte[NorFlash.SectorSize];
            while (status == DriveStatus.Ok && _stale.Count != 0)
            {
                int index = _stale.Min();
                status = _drive.ReadBlock(_blocks[index], sector);
                if (status == DriveStatus.Ok)
                {
                    status = _drive.ProgramFree(sector, out int block);
                    if (status == DriveStatus.Ok)
                    {
                        Place(index, block);
                    }
                }
            }

            return status;
        }
    }
}
