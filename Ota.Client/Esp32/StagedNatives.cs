using System.Text;

namespace NanoOta
{
    /// <summary>
    /// Judges whether a staged firmware has the natives that the assemblies of its own application need. So no firmware is started that would start
    /// no managed code. The object reads the slot and changes nothing. Not thread-safe; one object judges once.
    /// </summary>
    /// <remarks>
    /// A record of nanoCLR is { pointer to name, checksum, pointer to methods, 4 × 16 bits of version }. A record counts when four things hold. Its
    /// name is the assembly's, and its third word points into the image. Its version is a version, and a word of the image points to the record. The
    /// image is read twice, in windows of 1 KiB. Source: nf-interpreter, nanoCLR_Interop.h (CLR_RT_NativeAssemblyData). docs/FORMAT.md describes the
    /// segment.
    /// </remarks>
    internal sealed class StagedNatives
    {
        private const int MaxSegments = 16;
        private const int MaxAssemblies = 64;
        private const int Window = 1024;
        private const int ImageHeader = 24;
        private const int SegmentHeader = 8;
        private const int RecordLength = 20;
        private const int MaxName = 128;

        // From here on a segment is loaded or mapped.
        private const int FirstAddress = 0x10000000;

        // Of the segment with the application: "NOTASEG1", then where its boot part begins, then its lengths.
        private const long Magic = 0x3147455341544F4E;
        private const int AppHeader = 32;
        private const int BootOffsetAt = 10;
        private const int BootLengthAt = 12;
        private const int AppLengthAt = 16;

        // Of an assembly: NFMRK1; what follows the flags moved in NFMRK2.
        private const int ChecksumAt = 20;
        private const int NameAt = 36;
        private const int StringsAt = 84;
        private const int BuiltInNames = 0x8000;

        private readonly IUpdateSlot _slot;
        private readonly byte[] _window = new byte[Window];
        private readonly byte[] _small = new byte[MaxName];
        private readonly int[] _addresses = new int[MaxSegments];
        private readonly int[] _starts = new int[MaxSegments];
        private readonly int[] _lengths = new int[MaxSegments];
        private readonly string[] _names = new string[MaxAssemblies];
        private readonly int[] _wanted = new int[MaxAssemblies];
        private readonly bool[] _found = new bool[MaxAssemblies];
        private int _segments;
        private int _count;
        private OtaResult _result;

        public StagedNatives(IUpdateSlot slot)
        {
            _slot = slot;
        }

        /// <summary>
        /// <see cref="OtaResult.NativeMismatch"/> about the first assembly that the firmware cannot run; <see cref="OtaResult.SlotImageInvalid"/> for a
        /// slot that holds no such image; <see cref="OtaResult.SlotReadFailed"/>. An image without an application is good.
        /// </summary>
        public OtaOutcome Judge()
        {
            ReadImage();
            Scan(true);
            Scan(false);
            for (int i = 0; i < _count && _result == OtaResult.Ok; i++)
            {
                if (!_found[i])
                {
                    return OtaOutcome.About(OtaResult.NativeMismatch, _names[i]);
                }
            }

            return OtaOutcome.Of(_result);
        }

        private bool Read(int offset, byte[] target, int count)
        {
            OtaResult result = offset < 0 || offset > _slot.Capacity - count ? OtaResult.SlotImageInvalid : _slot.ReadStaged(offset, target, 0, count);
            if (result != OtaResult.Ok)
            {
                _result = result;
            }

            return result == OtaResult.Ok;
        }

        // The segments that are loaded or mapped, and what the application's assemblies need.
        private void ReadImage()
        {
            if (!Read(0, _small, ImageHeader))
            {
                return;
            }

            int left = _small[1];
            int offset = ImageHeader;
            if (left > MaxSegments)
            {
                _result = OtaResult.SlotImageInvalid;
            }

            for (; left > 0 && Read(offset, _small, SegmentHeader); left--)
            {
                int address = LittleEndian.ReadInt32(_small, 0);
                int length = LittleEndian.ReadInt32(_small, 4);
                offset += SegmentHeader;
                if (length < 0 || length > _slot.Capacity - offset)
                {
                    _result = OtaResult.SlotImageInvalid;
                    return;
                }

                if (address >= FirstAddress)
                {
                    _addresses[_segments] = address;
                    _starts[_segments] = offset;
                    _lengths[_segments] = length;
                    _segments++;
                }
                else if (address == 0 && length > AppHeader && Read(offset, _small, AppHeader) && LittleEndian.ReadInt64(_small, 0) == Magic)
                {
                    int bootAt = LittleEndian.ReadUInt16(_small, BootOffsetAt);
                    int parts = LittleEndian.ReadInt32(_small, BootLengthAt) + LittleEndian.ReadInt32(_small, AppLengthAt);
                    ReadAssemblies(offset + bootAt, parts < length - bootAt ? parts : length - bootAt);
                }

                offset += length;
            }
        }

        private void ReadAssemblies(int offset, int left)
        {
            while (left >= PeHeader.Length && _count < MaxAssemblies && Read(offset, _window, PeHeader.Length))
            {
                if (LittleEndian.ReadInt64(_window, 0) == 0)
                {
                    // Zeros fill the last sector.
                    return;
                }

                int padded = PeHeader.PaddedLength(_window, left);
                if (padded == 0)
                {
                    _result = OtaResult.SlotImageInvalid;
                    return;
                }

                int checksum = LittleEndian.ReadInt32(_window, ChecksumAt);
                if (checksum != 0)
                {
                    int shift = PeHeader.Shift(_window);
                    int name = LittleEndian.ReadUInt16(_window, NameAt - shift);
                    int strings = LittleEndian.ReadInt32(_window, StringsAt + (shift == 0 ? 0 : 4));
                    _names[_count] = name >= BuiltInNames || strings < 0 || strings > padded ? string.Empty : ReadName(offset + strings + name);
                    _wanted[_count] = checksum;
                    _count++;
                }

                offset += padded;
                left -= padded;
            }
        }

        // Of what lies at a place of the slot, up to a zero; empty when there is none.
        private string ReadName(int offset)
        {
            int count = _slot.Capacity - offset;
            count = count < MaxName ? count : MaxName;
            if (count < 1 || !Read(offset, _small, count))
            {
                return string.Empty;
            }

            int length = 0;
            while (length < count && _small[length] != 0)
            {
                length++;
            }

            return length == count ? string.Empty : Encoding.UTF8.GetString(_small, 0, length);
        }

        // First for the checksums: what is wanted of an assembly becomes the address of its record. Then for pointers to the records.
        private void Scan(bool isForRecords)
        {
            if (_count == 0 || _result != OtaResult.Ok)
            {
                return;
            }

            bool[] first = new bool[256];
            bool[] looked = new bool[MaxAssemblies];
            for (int i = 0; i < _count; i++)
            {
                looked[i] = isForRecords || _found[i];
                first[_wanted[i] & 0xFF] = true;
                _found[i] = false;
            }

            for (int s = 0; s < _segments; s++)
            {
                for (int at = -_addresses[s] & 3; at + 4 <= _lengths[s]; at += Window)
                {
                    int count = _lengths[s] - at < Window ? _lengths[s] - at : Window;
                    if (!Read(_starts[s] + at, _window, count))
                    {
                        return;
                    }

                    for (int i = 0; i + 4 <= count; i += 4)
                    {
                        if (first[_window[i]])
                        {
                            Match(LittleEndian.ReadInt32(_window, i), s, at + i, isForRecords, looked);
                        }
                    }
                }
            }
        }

        private void Match(int word, int segment, int at, bool isForRecords, bool[] looked)
        {
            for (int i = 0; i < _count; i++)
            {
                if (looked[i] && !_found[i] && _wanted[i] == word && (!isForRecords || IsRecord(_names[i], segment, at - 4)))
                {
                    _found[i] = true;
                    _wanted[i] = isForRecords ? _addresses[segment] + at - 4 : word;
                }
            }
        }

        private bool IsRecord(string name, int segment, int at)
        {
            if (at < 0 || at + RecordLength > _lengths[segment] || !Read(_starts[segment] + at, _small, RecordLength))
            {
                return false;
            }

            int nameAt = Place(LittleEndian.ReadInt32(_small, 0));
            bool isOne = Place(LittleEndian.ReadInt32(_small, 8)) >= 0
                && (LittleEndian.ReadInt32(_small, 12) != 0 || LittleEndian.ReadInt32(_small, 16) != 0);

            // A name in the CLR's own table of strings is not known here; the checksum has to do.
            return isOne && nameAt >= 0 && (name.Length == 0 || ReadName(nameAt) == name);
        }

        // Of an address in the slot; -1 for one that is not in the image.
        private int Place(int address)
        {
            for (int s = 0; s < _segments; s++)
            {
                int at = address - _addresses[s];
                if (address >= FirstAddress && at >= 0 && at < _lengths[s])
                {
                    return _starts[s] + at;
                }
            }

            return -1;
        }
    }
}
