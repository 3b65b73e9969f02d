using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The metadata pair: two blocks, of which the one with the higher revision counts. A commit is appended with a checksum, so the commit counts
    /// as a whole or not at all. A full block, or one with an unclean tail, makes the entries move into the other one.
    /// </summary>
    /// <remarks>
    /// littlefs' mechanism with bytes of our own: u32 magic, u32 revision, then commits. A commit has u16 length, u16 its complement, changes, and
    /// 4 bytes of checksum over revision, place and changes. One directory, the root.
    /// </remarks>
    internal sealed class DriveLog
    {
        /// <summary>Blocks that the pair takes.</summary>
        public const int BlockCount = 2;

        private const uint Magic = 0x53464C4E;
        private const int HeaderSize = 8;
        private const int LengthSize = 4;
        private const int ChecksumSize = 4;

        private readonly NorFlash _flash;
        private readonly int _offset;
        private readonly SortedDictionary<string, DriveEntry> _entries = new(StringComparer.Ordinal);
        private int _active;
        private int _end;
        private bool _tailIsClean;

        private DriveLog(NorFlash flash, int offset)
        {
            _flash = flash;
            _offset = offset;
        }

        /// <summary>The files, by name.</summary>
        public IReadOnlyDictionary<string, DriveEntry> Entries => _entries;

        /// <summary>Grows with every block that is begun.</summary>
        public uint Revision { get; private set; }

        /// <summary>Reads the pair; null if neither block holds anything.</summary>
        public static DriveLog? Mount(NorFlash flash, int offset)
        {
            DriveLog? newest = null;
            for (int block = 0; block < BlockCount; block++)
            {
                DriveLog log = new(flash, offset) { _active = block };
                if (log.Replay() && (newest == null || (int)(log.Revision - newest.Revision) > 0))
                {
                    newest = log;
                }
            }

            return newest;
        }

        /// <summary>Begins an empty pair.</summary>
        public static DriveLog? Format(NorFlash flash, int offset)
        {
            DriveLog log = new(flash, offset) { _active = 1 };
            return log.Compact([]) == DriveStatus.Ok ? log : null;
        }

        /// <summary>The bytes of an empty pair's first block, for a programmer.</summary>
        public static byte[] CreateEmptyBlock()
        {
            byte[] block = new byte[NorFlash.SectorSize];
            Array.Fill(block, (byte)0xFF);
            byte[] head = Header(0);
            head.CopyTo(block, 0);
            CommitBytes([], 0, HeaderSize).CopyTo(block, HeaderSize);
            return block;
        }

        /// <summary>All of the changes, atomically, or none.</summary>
        public DriveStatus Commit(params DriveChange[] changes)
        {
            byte[] commit = CommitBytes(changes, Revision, _end);
            DriveStatus status;
            if (_tailIsClean && _end + commit.Length <= NorFlash.SectorSize && Program(_active, _end, commit))
            {
                _end += commit.Length;
                status = DriveStatus.Ok;
            }
            else
            {
                status = Compact(changes);
            }

            if (status == DriveStatus.Ok)
            {
                Apply(changes);
            }

            return status;
        }

        private static byte[] Header(uint revision)
        {
            byte[] head = new byte[HeaderSize];
            BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), revision);
            return head;
        }

        private static byte[] CommitBytes(IEnumerable<DriveChange> changes, uint revision, int place)
        {
            using MemoryStream stream = new();
            stream.Write(new byte[LengthSize]);
            foreach (DriveChange change in changes)
            {
                change.WriteTo(stream);
            }

            byte[] commit = new byte[stream.Length + ChecksumSize];
            stream.ToArray().CopyTo(commit, 0);
            int length = commit.Length - LengthSize - ChecksumSize;
            BinaryPrimitives.WriteUInt16LittleEndian(commit, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(commit.AsSpan(2), (ushort)~length);
            Checksum(commit.AsSpan(LengthSize, length), revision, place).CopyTo(commit.AsSpan(LengthSize + length));
            return commit;
        }

        private static byte[] Checksum(ReadOnlySpan<byte> changes, uint revision, int place)
        {
            byte[] bytes = new byte[8 + changes.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, revision);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), place);
            changes.CopyTo(bytes.AsSpan(8));
            return SHA256.HashData(bytes)[..ChecksumSize];
        }

        private bool Replay()
        {
            byte[] block = new byte[NorFlash.SectorSize];
            if (_flash.Read(BlockOffset(_active), block) != FlashStatus.Ok || BinaryPrimitives.ReadUInt32LittleEndian(block) != Magic)
            {
                return false;
            }

            Revision = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(4));
            _end = HeaderSize;
            while (ReadCommit(block, out int length))
            {
                ReadOnlySpan<byte> bytes = block.AsSpan(_end + LengthSize, length);
                while (!bytes.IsEmpty)
                {
                    Apply([DriveChange.Read(ref bytes)]);
                }

                _end += LengthSize + length + ChecksumSize;
            }

            _tailIsClean = block.AsSpan(_end).IndexOfAnyExcept((byte)0xFF) < 0;
            return _end > HeaderSize;
        }

        private bool ReadCommit(byte[] block, out int length)
        {
            length = 0;
            if (_end + LengthSize + ChecksumSize > block.Length)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(_end));
            int check = BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(_end + 2));
            int end = _end + LengthSize + length;
            return check == (ushort)~length
                && end + ChecksumSize <= block.Length
                && Checksum(block.AsSpan(_end + LengthSize, length), Revision, _end).AsSpan().SequenceEqual(block.AsSpan(end, ChecksumSize));
        }

        private DriveStatus Compact(IReadOnlyList<DriveChange> changes)
        {
            SortedDictionary<string, DriveEntry> after = new(_entries, StringComparer.Ordinal);
            Apply(after, changes);
            uint revision = Revision + 1;
            byte[] commit = CommitBytes(after.Values.Select(DriveChange.Put), revision, HeaderSize);
            if (HeaderSize + commit.Length > NorFlash.SectorSize)
            {
                return DriveStatus.NoSpace;
            }

            int target = 1 - _active;
            if (_flash.Erase(BlockOffset(target), NorFlash.SectorSize) != FlashStatus.Ok || !Program(target, 0, [.. Header(revision), .. commit]))
            {
                return DriveStatus.IoError;
            }

            _active = target;
            Revision = revision;
            _end = HeaderSize + commit.Length;
            _tailIsClean = true;
            return DriveStatus.Ok;
        }

        private bool Program(int block, int start, byte[] bytes)
        {
            byte[] back = new byte[bytes.Length];
            int offset = BlockOffset(block) + start;
            if (_flash.Write(offset, bytes) == FlashStatus.Ok && _flash.Read(offset, back) == FlashStatus.Ok && back.AsSpan().SequenceEqual(bytes))
            {
                return true;
            }

            _tailIsClean = false;
            return false;
        }

        private void Apply(IReadOnlyList<DriveChange> changes) => Apply(_entries, changes);

        private static void Apply(SortedDictionary<string, DriveEntry> entries, IReadOnlyList<DriveChange> changes)
        {
            foreach (DriveChange change in changes)
            {
                if (change.Entry == null)
                {
                    entries.Remove(change.Name);
                }
                else
                {
                    entries[change.Name] = change.Entry;
                }
            }
        }

        private int BlockOffset(int block) => _offset + (block * NorFlash.SectorSize);
    }
}
