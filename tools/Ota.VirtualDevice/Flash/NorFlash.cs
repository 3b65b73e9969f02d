using System.Globalization;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// A NOR flash part: 4 KiB sectors that erase to 0xFF, writes that only clear bits, and planned faults.
    /// In memory, optionally with a file that follows every change.
    /// </summary>
    /// <remarks>
    /// A breach of these rules throws <see cref="FlashContractException"/>. After a power cut every call throws
    /// <see cref="PowerCutException"/> until <see cref="PowerOn"/>. <see cref="Clone"/> costs one pointer a sector (sectors are
    /// shared until one side changes them). Not thread-safe.
    /// </remarks>
    public sealed class NorFlash : IDisposable
    {
        /// <summary>The erase unit in bytes.</summary>
        public const int SectorSize = 4096;

        private const int PageSize = 256;

        private static readonly byte[] _blank = CreateBlank();

        private readonly byte[][] _sectors;
        private readonly bool[] _owned;
        private readonly int[] _eraseCounts;
        private readonly FlashFile? _file;
        private FaultPlan _faults = FaultPlan.None;
        private List<PowerCut> _cutsToCome = [];
        private Dictionary<int, List<BadSector>>? _bad;
        private long _bytesRead;
        private long _bytesWritten;
        private long _erases;
        private long _writes;
        private long _pages;

        /// <summary>A blank part in memory.</summary>
        /// <param name="size">Bytes, a multiple of 4096.</param>
        public NorFlash(int size)
            : this(NewSectors(size), null)
        {
        }

        private NorFlash(byte[][] sectors, FlashFile? file)
        {
            _sectors = sectors;
            _owned = new bool[sectors.Length];
            _eraseCounts = new int[sectors.Length];
            _file = file;
            Size = sectors.Length * SectorSize;
        }

        /// <summary>Bytes.</summary>
        public int Size { get; }

        /// <summary>False from a power cut to the next <see cref="PowerOn"/>.</summary>
        public bool IsPowered { get; private set; } = true;

        /// <summary>Erases and writes so far: the index that the next one gets.</summary>
        public int Operations { get; private set; }

        /// <summary>What has been done so far.</summary>
        public FlashCost Cost => new(_bytesRead, _bytesWritten, _erases, _writes, _pages);

        /// <summary>When set, gets every operation that is tried.</summary>
        public ICollection<FlashOperation>? Log { get; set; }

        /// <summary>What is to go wrong. Setting the plan arms all its cuts anew.</summary>
        public FaultPlan Faults
        {
            get => _faults;
            set
            {
                _faults = value;
                _cutsToCome = [.. value.Cuts];
                _bad = value.BadSectors.Count == 0
                    ? null
                    : value.BadSectors.GroupBy(bad => bad.Sector).ToDictionary(group => group.Key, group => group.ToList());
            }
        }

        /// <summary>A part whose content is a file; a file that does not exist becomes a blank part.</summary>
        /// <exception cref="IOException">The file cannot be opened or has another size.</exception>
        public static NorFlash Open(string path, int size)
        {
            byte[][] sectors = NewSectors(size);
            return new NorFlash(sectors, FlashFile.Open(path, sectors));
        }

        /// <summary>A copy in memory of the content alone: powered, no faults, counters at 0.</summary>
        public NorFlash Clone()
        {
            Array.Clear(_owned);
            return new NorFlash((byte[][])_sectors.Clone(), null);
        }

        /// <summary>How often a sector was erased.</summary>
        public int GetEraseCount(int sector) => _eraseCounts[sector];

        /// <summary>The most erases of any sector that overlaps a region.</summary>
        public int GetMaxEraseCount(int offset, int length)
        {
            CheckRange(offset, length);
            int most = 0;
            for (int sector = offset / SectorSize; sector * SectorSize < offset + length; sector++)
            {
                most = Math.Max(most, _eraseCounts[sector]);
            }

            return most;
        }

        /// <summary>Gives the part power again after a cut.</summary>
        public void PowerOn() => IsPowered = true;

        /// <summary>Takes the power away now, between two operations.</summary>
        public void CutPower() => IsPowered = false;

        /// <summary>Reads.</summary>
        public FlashStatus Read(int offset, Span<byte> target)
        {
            CheckPower();
            CheckRange(offset, target.Length);
            _bytesRead += target.Length;
            while (!target.IsEmpty)
            {
                int sector = offset / SectorSize;
                int start = offset % SectorSize;
                int count = Math.Min(target.Length, SectorSize - start);
                _sectors[sector].AsSpan(start, count).CopyTo(target);
                if (_bad != null && _bad.TryGetValue(sector, out List<BadSector>? faults))
                {
                    Distort(faults, target[..count], start);
                }

                offset += count;
                target = target[count..];
            }

            return FlashStatus.Ok;
        }

        /// <summary>Erases whole sectors, one operation each; stops at the first that fails.</summary>
        public FlashStatus Erase(int offset, int length)
        {
            CheckPower();
            CheckRange(offset, length);
            if (offset % SectorSize != 0 || length % SectorSize != 0)
            {
                throw new FlashContractException(Text($"Erase of 0x{length:x} bytes at 0x{offset:x}: not whole sectors."));
            }

            for (int end = offset + length; offset < end; offset += SectorSize)
            {
                int sector = offset / SectorSize;
                bool cut = Start(FlashOperationKind.Erase, offset, SectorSize, out PowerCut powerCut);
                _erases++;
                _eraseCounts[sector]++;
                if (HasFault(sector, SectorFault.EraseFails))
                {
                    EndCut(cut, powerCut);
                    return FlashStatus.Failed;
                }

                if (cut && powerCut.Kind == CutKind.Torn)
                {
                    TornOperation.Erase(Own(sector), powerCut.Seed, Operations - 1);
                }
                else
                {
                    _sectors[sector] = _blank;
                    _owned[sector] = false;
                }

                Persist(sector, 0, SectorSize);
                EndCut(cut, powerCut);
            }

            return FlashStatus.Ok;
        }

        /// <summary>Programs, one operation for every sector touched; stops at the first that fails.</summary>
        public FlashStatus Write(int offset, ReadOnlySpan<byte> data)
        {
            CheckPower();
            CheckRange(offset, data.Length);
            while (!data.IsEmpty)
            {
                int sector = offset / SectorSize;
                int start = offset % SectorSize;
                ReadOnlySpan<byte> part = data[..Math.Min(data.Length, SectorSize - start)];
                CheckClearsOnly(sector, start, part);
                bool cut = Start(FlashOperationKind.Write, offset, part.Length, out PowerCut powerCut);
                _writes++;
                _bytesWritten += part.Length;
                _pages += ((start + part.Length - 1) / PageSize) - (start / PageSize) + 1;
                if (HasFault(sector, SectorFault.ProgramFails))
                {
                    EndCut(cut, powerCut);
                    return FlashStatus.Failed;
                }

                if (!HasFault(sector, SectorFault.WritesIgnored))
                {
                    Span<byte> cells = Own(sector).AsSpan(start, part.Length);
                    if (cut && powerCut.Kind == CutKind.Torn)
                    {
                        TornOperation.Write(cells, part, powerCut.Seed, Operations - 1);
                    }
                    else
                    {
                        part.CopyTo(cells);
                    }

                    Persist(sector, start, part.Length);
                }

                EndCut(cut, powerCut);
                offset += part.Length;
                data = data[part.Length..];
            }

            return FlashStatus.Ok;
        }

        /// <summary>Puts bytes there as a factory's programmer does: past faults, counters, log and the NOR rules.</summary>
        public void Program(int offset, ReadOnlySpan<byte> data)
        {
            CheckRange(offset, data.Length);
            while (!data.IsEmpty)
            {
                int sector = offset / SectorSize;
                int start = offset % SectorSize;
                int count = Math.Min(data.Length, SectorSize - start);
                data[..count].CopyTo(Own(sector).AsSpan(start));
                Persist(sector, start, count);
                offset += count;
                data = data[count..];
            }
        }

        /// <summary>Looks at the cells from outside: past power, faults and counters.</summary>
        public byte[] Peek(int offset, int length)
        {
            CheckRange(offset, length);
            byte[] result = new byte[length];
            for (int done = 0; done < length;)
            {
                int start = (offset + done) % SectorSize;
                int count = Math.Min(length - done, SectorSize - start);
                _sectors[(offset + done) / SectorSize].AsSpan(start, count).CopyTo(result.AsSpan(done));
                done += count;
            }

            return result;
        }

        /// <summary>Closes the file, if there is one.</summary>
        public void Dispose() => _file?.Dispose();

        private static byte[] CreateBlank()
        {
            byte[] blank = new byte[SectorSize];
            Array.Fill(blank, (byte)0xFF);
            return blank;
        }

        private static byte[][] NewSectors(int size)
        {
            if (size <= 0 || size % SectorSize != 0)
            {
                throw new ArgumentOutOfRangeException(nameof(size), size, "A multiple of 4096, above 0.");
            }

            byte[][] sectors = new byte[size / SectorSize][];
            Array.Fill(sectors, _blank);
            return sectors;
        }

        private static void Distort(List<BadSector> faults, Span<byte> bytes, int start)
        {
            foreach (BadSector fault in faults)
            {
                int index = (fault.Bit / 8) - start;
                if (fault.Fault >= SectorFault.StuckAtZero && index >= 0 && index < bytes.Length)
                {
                    byte mask = (byte)(1 << (fault.Bit % 8));
                    bytes[index] = fault.Fault == SectorFault.StuckAtOne ? (byte)(bytes[index] | mask) : (byte)(bytes[index] & ~mask);
                }
            }
        }

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

        private bool HasFault(int sector, SectorFault fault)
        {
            return _bad != null && _bad.TryGetValue(sector, out List<BadSector>? faults) && faults.Exists(bad => bad.Fault == fault);
        }

        private void CheckPower()
        {
            if (!IsPowered)
            {
                throw new PowerCutException("The board is off.");
            }
        }

        private void CheckRange(int offset, int length)
        {
            if (offset < 0 || length < 0 || offset > Size - length)
            {
                throw new FlashContractException(Text($"0x{length:x} bytes at 0x{offset:x}: outside the flash of 0x{Size:x} bytes."));
            }
        }

        private void CheckClearsOnly(int sector, int start, ReadOnlySpan<byte> data)
        {
            byte[] cells = _sectors[sector];
            if (ReferenceEquals(cells, _blank))
            {
                return;
            }

            for (int i = 0; i < data.Length; i++)
            {
                if ((data[i] & ~cells[start + i]) != 0)
                {
                    throw new FlashContractException(Text(
                        $"Write of 0x{data[i]:x2} over 0x{cells[start + i]:x2} at 0x{(sector * SectorSize) + start + i:x}: a bit can be set by erasing only."));
                }
            }
        }

        private bool Start(FlashOperationKind kind, int offset, int length, out PowerCut cut)
        {
            int operation = Operations++;
            Log?.Add(new FlashOperation(kind, offset, length));
            for (int i = 0; i < _cutsToCome.Count; i++)
            {
                cut = _cutsToCome[i];
                if (cut.Hits(operation, kind, offset, length))
                {
                    _cutsToCome.RemoveAt(i);
                    EndCut(cut.Kind == CutKind.Before, cut);
                    return true;
                }
            }

            cut = default;
            return false;
        }

        private void EndCut(bool cut, PowerCut powerCut)
        {
            if (cut)
            {
                IsPowered = false;
                throw new PowerCutException(Text($"Power cut ({powerCut.Kind}) at operation {Operations - 1}."));
            }
        }

        private byte[] Own(int sector)
        {
            if (!_owned[sector])
            {
                _sectors[sector] = (byte[])_sectors[sector].Clone();
                _owned[sector] = true;
            }

            return _sectors[sector];
        }

        private void Persist(int sector, int start, int length)
        {
            _file?.Write(((long)sector * SectorSize) + start, _sectors[sector].AsSpan(start, length));
        }
    }
}
