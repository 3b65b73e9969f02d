using System.Buffers.Binary;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What a swap was begun for. The numbers are MCUboot's.</summary>
    public enum McuBootSwap
    {
        /// <summary>Nothing is to be swapped.</summary>
        None = 1,

        /// <summary>In for one start, and back without a confirmation.</summary>
        Test = 2,

        /// <summary>In to stay.</summary>
        Permanent = 3,

        /// <summary>Back for lack of a confirmation.</summary>
        Revert = 4,
    }

    /// <summary>
    /// The end of a slot: swap status, swap size and type, copy_done, image_ok, magic. The write unit has 8 bytes, as in MCUboot's layout. A flag
    /// that a power cut tore counts as unset. Whoever sets the flag does so again.
    /// </summary>
    /// <remarks>Source: MCUboot's design.md, "Image trailer", and bootutil_public.c.</remarks>
    public sealed class McuBootTrailer
    {
        private const int Unit = 8;
        private const int MagicSize = 16;
        private const int ImageOkBack = MagicSize + Unit;
        private const int CopyDoneBack = ImageOkBack + Unit;
        private const int SwapInfoBack = CopyDoneBack + Unit;
        private const int SwapSizeBack = SwapInfoBack + Unit;
        private const int StatesPerSector = 3;

        private static readonly byte[] _magic =
            [0x77, 0xC2, 0x95, 0xF3, 0x60, 0xD2, 0xEF, 0x7F, 0x35, 0x52, 0x50, 0x0F, 0x2C, 0xB6, 0x79, 0x80];

        private readonly NorFlash _flash;
        private readonly int _end;
        private readonly int _start;
        private readonly int _statusEnd;

        /// <summary>The trailer of a slot.</summary>
        public McuBootTrailer(NorFlash flash, McuBootSlots slots, Partition slot)
        {
            _flash = flash;
            _end = slot.End;
            _start = slot.End - (slots.TrailerSectors * NorFlash.SectorSize);
            _statusEnd = slot.End - LengthFor(slot.Size / NorFlash.SectorSize);
        }

        /// <summary>The magic is whole.</summary>
        public bool HasMagic => Read(MagicSize, MagicSize).AsSpan().SequenceEqual(_magic);

        /// <summary>Confirmed.</summary>
        public bool ImageOk => Read(ImageOkBack, 1)[0] == 1;

        /// <summary>The swap that the trailer speaks of is over.</summary>
        public bool CopyDone => Read(CopyDoneBack, 1)[0] == 1;

        /// <summary>What the swap is for.</summary>
        public McuBootSwap SwapType => (McuBootSwap)Read(SwapInfoBack, 1)[0];

        /// <summary>Bytes that are being swapped.</summary>
        public int SwapSize => BinaryPrimitives.ReadInt32LittleEndian(Read(SwapSizeBack, 4));

        /// <summary>Bytes of a trailer for slots of so many sectors.</summary>
        public static int LengthFor(int sectors) => SwapSizeBack + (StatesPerSector * sectors * Unit);

        /// <summary>Steps of the swap that are recorded as done.</summary>
        public int CountDone(int steps)
        {
            int done = 0;
            Span<byte> entry = stackalloc byte[Unit];
            while (done < steps)
            {
                _flash.Read(_statusEnd + (done * Unit), entry);
                if (entry.IndexOfAnyExcept((byte)0xFF) < 0)
                {
                    break;
                }

                // Torn or whole: the step was over before the write began.
                done++;
            }

            return done;
        }

        /// <summary>Records a step.</summary>
        public bool MarkDone(int step) => Write(_end - _statusEnd - (step * Unit), [1, 1, 1, 1, 1, 1, 1, 1]);

        /// <summary>Writes swap type, size, and then the magic: from now on the swap goes on after a restart.</summary>
        public bool Begin(McuBootSwap type, int size)
        {
            byte[] length = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
            BinaryPrimitives.WriteInt32LittleEndian(length, size);
            return Write(SwapSizeBack, length) && WriteFlag(SwapInfoBack, (byte)type) && WriteMagic();
        }

        /// <summary>Asks for a swap: the magic last.</summary>
        public bool Request(McuBootSwap type) => (type != McuBootSwap.Permanent || WriteImageOk()) && WriteMagic();

        /// <summary>Sets image_ok.</summary>
        public bool WriteImageOk() => WriteFlag(ImageOkBack, 1);

        /// <summary>Sets copy_done.</summary>
        public bool WriteCopyDone() => WriteFlag(CopyDoneBack, 1);

        /// <summary>
        /// Erases the trailer, the magic first. An erase that is cut off may leave any bits. A trailer with a magic but without copy_done would
        /// count as a swap under way.
        /// </summary>
        public bool Erase()
        {
            return Write(MagicSize, new byte[MagicSize]) && _flash.Erase(_start, _end - _start) == FlashStatus.Ok;
        }

        private bool WriteMagic() => Write(MagicSize, _magic);

        private bool WriteFlag(int back, byte value) => Write(back, [value]);

        private bool Write(int back, ReadOnlySpan<byte> bytes) => _flash.Write(_end - back, bytes) == FlashStatus.Ok;

        private byte[] Read(int back, int count)
        {
            byte[] bytes = new byte[count];
            _flash.Read(_end - back, bytes);
            return bytes;
        }
    }
}
