using System.Text;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The internal drive I: of stock firmware, as far as its promises go. The drive is LittleFS in a partition of the board's flash.
    /// </summary>
    /// <remarks>
    /// Here are the promises, and nothing more (littlefs DESIGN.md). A commit is there as a whole after a power cut or not at all. Commits are closing or
    /// flushing a file, creating, renaming over another and removing. What was written and not committed is lost. Writing never damages a committed
    /// file, since changed blocks go elsewhere. Content takes whole blocks of 4 KiB, which hold the skip list's pointers. Up to 512 bytes lie in
    /// the metadata. Overwriting the middle of a file rewrites all that follows. The drive lives on <see cref="NorFlash"/>, so fault plans,
    /// costs and clones are the flash's. The bytes are not littlefs'. Not thread-safe.
    /// </remarks>
    public sealed class LittleFsDrive
    {
        /// <summary>The longest content that lies in the metadata: an eighth of a block, as in littlefs.</summary>
        public const int InlineMax = NorFlash.SectorSize / 8;

        private const int MaxName = 255;

        private readonly NorFlash _flash;
        private readonly Partition _partition;
        private readonly DriveLog _log;
        private readonly HashSet<int> _bad = [];
        private readonly List<DriveFile> _open = [];
        private int _next;

        private LittleFsDrive(NorFlash flash, Partition partition, DriveLog log)
        {
            _flash = flash;
            _partition = partition;
            _log = log;
            BlockCount = partition.Size / NorFlash.SectorSize;

            // Somewhere else after every mount, so that blocks wear evenly.
            _next = (int)(log.Revision % (uint)BlockCount);
        }

        /// <summary>Blocks of the partition.</summary>
        public int BlockCount { get; }

        /// <summary>Blocks that hold nothing: what is committed or being written is not free.</summary>
        public int FreeBlocks => BlockCount - DriveLog.BlockCount - Used().Count;

        /// <summary>The names of all files, in order.</summary>
        public IReadOnlyList<string> Names => [.. _log.Entries.Keys];

        /// <summary>What a factory does: an empty drive.</summary>
        public static void Provision(NorFlash flash, Partition partition)
        {
            flash.Program(partition.Offset, DriveLog.CreateEmptyBlock());
        }

        /// <summary>Mounts; formats first when there is nothing to mount, as the firmware does. Null if the flash refuses that.</summary>
        /// <exception cref="PowerCutException">The fault plan cut the power during the operation.</exception>
        public static LittleFsDrive? Mount(NorFlash flash, Partition partition)
        {
            DriveLog? log = DriveLog.Mount(flash, partition.Offset) ?? DriveLog.Format(flash, partition.Offset);
            return log == null ? null : new LittleFsDrive(flash, partition, log);
        }

        /// <summary>Bytes of a file as committed; -1 if there is none.</summary>
        public int GetLength(string name) => _log.Entries.TryGetValue(name, out DriveEntry? entry) ? entry.Length : -1;

        /// <summary>Opens a file; one that is made is committed, empty, at once.</summary>
        public DriveStatus Open(string name, DriveMode mode, out DriveFile? file)
        {
            file = null;
            if (!IsName(name) || mode is < DriveMode.Read or > DriveMode.Update)
            {
                return DriveStatus.ArgumentInvalid;
            }

            if (_open.Exists(other => other.Name == name && (mode != DriveMode.Read || other.IsWritable)))
            {
                return DriveStatus.InUse;
            }

            if (!_log.Entries.TryGetValue(name, out DriveEntry? entry))
            {
                entry = new DriveEntry(name, 0, [], []);
                DriveStatus status = mode == DriveMode.Read ? DriveStatus.NotFound : _log.Commit(DriveChange.Put(entry));
                if (status != DriveStatus.Ok)
                {
                    return status;
                }
            }

            file = new DriveFile(this, entry, mode);
            _open.Add(file);
            return DriveStatus.Ok;
        }

        /// <summary>Removes a file.</summary>
        public DriveStatus Delete(string name)
        {
            return !_log.Entries.ContainsKey(name) ? DriveStatus.NotFound
                : IsOpen(name) ? DriveStatus.InUse
                : _log.Commit(new DriveChange(name, null));
        }

        /// <summary>Renames a file, in place of one that may have the new name: one commit.</summary>
        public DriveStatus Rename(string from, string to)
        {
            return !IsName(to) ? DriveStatus.ArgumentInvalid
                : !_log.Entries.TryGetValue(from, out DriveEntry? entry) ? DriveStatus.NotFound
                : IsOpen(from) || IsOpen(to) ? DriveStatus.InUse
                : from == to ? DriveStatus.Ok
                : _log.Commit(new DriveChange(from, null), DriveChange.Put(entry with { Name = to }));
        }

        internal DriveStatus Commit(DriveEntry entry) => _log.Commit(DriveChange.Put(entry));

        internal void Forget(DriveFile file) => _open.Remove(file);

        internal DriveStatus ReadBlock(int block, byte[] sector)
        {
            return _flash.Read(OffsetOf(block), sector) == FlashStatus.Ok ? DriveStatus.Ok : DriveStatus.IoError;
        }

        /// <summary>Programs a block that was free; one that does not hold what was written is left aside, as littlefs does.</summary>
        internal DriveStatus ProgramFree(byte[] sector, out int block)
        {
            byte[] back = new byte[NorFlash.SectorSize];
            while (TakeFree(out block))
            {
                int offset = OffsetOf(block);
                if (_flash.Erase(offset, NorFlash.SectorSize) == FlashStatus.Ok
                    && _flash.Write(offset, sector) == FlashStatus.Ok
                    && _flash.Read(offset, back) == FlashStatus.Ok
                    && back.AsSpan().SequenceEqual(sector))
                {
                    return DriveStatus.Ok;
                }

                _bad.Add(block);
            }

            return DriveStatus.NoSpace;
        }

        private static bool IsName(string name)
        {
            return name.Length > 0 && name.AsSpan().IndexOfAny("/\\:") < 0 && Encoding.UTF8.GetByteCount(name) <= MaxName;
        }

        private bool IsOpen(string name) => _open.Exists(file => file.Name == name);

        private bool TakeFree(out int block)
        {
            HashSet<int> used = Used();
            for (int i = 0; i < BlockCount; i++)
            {
                block = (_next + i) % BlockCount;
                if (block >= DriveLog.BlockCount && !used.Contains(block))
                {
                    _next = block + 1;
                    return true;
                }
            }

            block = -1;
            return false;
        }

        private HashSet<int> Used()
        {
            HashSet<int> used = [.. _bad];
            foreach (DriveEntry entry in _log.Entries.Values)
            {
                used.UnionWith(entry.Blocks);
            }

            foreach (DriveFile file in _open)
            {
                used.UnionWith(file.Blocks);
            }

            return used;
        }

        private int OffsetOf(int block) => _partition.Offset + (block * NorFlash.SectorSize);
    }
}
