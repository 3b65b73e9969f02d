namespace NanoOta.Formats
{
    /// <summary>
    /// Where a chip has flash mapped and RAM, as far as the bootloader judges the load addresses of segments. Source: ESP-IDF v5.5: soc.h of
    /// each chip, esp_image_format.c (should_map, verify_load_addresses), and the bootloader's linker scripts. Immutable.
    /// </summary>
    public sealed class EspMemory
    {
        /// <summary>The size of a page of mapped flash unless the application description says another.</summary>
        public const int DefaultPageSize = 0x10000;

        /// <summary>Load addresses under this one are neither loaded nor mapped.</summary>
        public const uint FirstLoadAddress = 0x10000000;

        // What lies below the ROM's stack pointer and must stay free while the bootloader loads.
        private const uint StackHeadroom = 0x8000;

        // The bootloader's own data and loader. The linker scripts of the newer chips place them from the end of its RAM downwards.
        private const uint BootData = 0x5000;
        private const uint BootLoader = 0x7000;
        private const uint BootOverhead = 0x2000;

        private static readonly Dictionary<int, EspMemory> _chips = new()
        {
            [0x00] = new EspMemory(
                [new(0x3F400000, 0x3F800000), new(0x400D0000, 0x40400000)],
                dram: new(0x3FFAE000, 0x40000000),
                iram: new(0x40080000, 0x400AA000),
                rtc: [new(0x400C0000, 0x400C2000), new(0x3FF80000, 0x3FF82000), new(0x50000000, 0x50002000)],
                own: [new(0x3FFE3F20 - StackHeadroom, 0x3FFE3F20), new(0x3FFF0000, 0x3FFF6000)]),
            [0x02] = new EspMemory(
                [new(0x3F000000, 0x3FF80000), new(0x40080000, 0x40800000)],
                dram: new(0x3FFB0000, 0x40000000),
                iram: new(0x40020000, 0x40070000),
                rtc: [new(0x40070000, 0x40072000), new(0x3FF9E000, 0x3FFA0000), new(0x50000000, 0x50002000)],
                own: [new(0x3FFFE70C - StackHeadroom, 0x3FFFE70C), new(0x3FFE5000, 0x3FFEAB00), new(0x3FFDE000, 0x3FFE5000)],
                iramToDram: unchecked(0x3FFB0000u - 0x40020000u)),
            [0x05] = new EspMemory(
                [new(0x3C000000, 0x3C800000), new(0x42000000, 0x42800000)],
                dram: new(0x3FC80000, 0x3FCE0000),
                iram: new(0x4037C000, 0x403E0000),
                rtc: [new(0x50000000, 0x50002000)],
                own: Own(0x3FCDC710, 0x3FCDE710),
                iramToDram: unchecked(0x3FC80000u - 0x40380000u)),
            [0x09] = new EspMemory(
                [new(0x3C000000, 0x3E000000), new(0x42000000, 0x44000000)],
                dram: new(0x3FC88000, 0x3FD00000),
                iram: new(0x40370000, 0x403E0000),
                rtc: [new(0x600FE000, 0x60100000), new(0x50000000, 0x50002000)],
                own: Own(0x3FCE9700, 0x3FCEB710),
                iramToDram: unchecked(0x3FC88000u - 0x40378000u)),
            [0x0C] = new EspMemory(
                [new(0x3C000000, 0x3C400000), new(0x42000000, 0x42400000)],
                dram: new(0x3FCA0000, 0x3FCE0000),
                iram: new(0x4037C000, 0x403C0000),
                rtc: [],
                own: Own(0x3FCDCB70, 0x3FCDEB70),
                iramToDram: unchecked(0x3FCA0000u - 0x40380000u),
                hasPageSizes: true),
            [0x0D] = Unified(0x43000000, 0x40880000, rtcSize: 0x4000, bootEnd: 0x4087C610, stackStart: 0x4087E610, hasPageSizes: true),
            [0x10] = Unified(0x43000000, 0x40850000, rtcSize: 0x1000, bootEnd: 0x4084CFD0, stackStart: 0x4084F380, hasPageSizes: true),
            [0x12] = new EspMemory(
                [new(0x40000000, 0x44000000), new(0x48000000, 0x4C000000)],
                dram: new(0x4FF00000, 0x4FFC0000),
                iram: new(0x4FF00000, 0x4FFC0000),
                rtc: [new(0x50108000, 0x50110000), new(0x30100000, 0x30102000)],
                own: Own(0x4FF3ABD0, 0x4FF3CFC0)),
            [0x14] = Unified(0x44000000, 0x40850000, rtcSize: 0, bootEnd: 0x4084C670, stackStart: 0x4084E670, hasPageSizes: true),
            [0x17] = Unified(0x44000000, 0x40860000, rtcSize: 0x4000, bootEnd: 0x4085C5A0, stackStart: 0x4085E5A0, hasPageSizes: false),
        };

        private readonly EspAddresses[] _mapped;
        private readonly EspAddresses[] _loadable;
        private readonly EspAddresses[] _own;
        private readonly uint _iramToDram;

        private EspMemory(
            EspAddresses[] mapped,
            EspAddresses dram,
            EspAddresses iram,
            EspAddresses[] rtc,
            EspAddresses[] own,
            uint iramToDram = 0,
            bool hasPageSizes = false)
        {
            _mapped = mapped;
            Dram = dram;
            Iram = iram;
            _loadable = [dram, iram, .. rtc];
            _own = own;
            _iramToDram = iramToDram;
            HasPageSizes = hasPageSizes;
        }

        /// <summary>Constant data, mapped from flash.</summary>
        public EspAddresses MappedData => _mapped[0];

        /// <summary>Code, mapped from flash. Chips with one bus have code and data in one range.</summary>
        public EspAddresses MappedCode => _mapped.Length > 1 && HasTwoBuses ? _mapped[1] : _mapped[0];

        /// <summary>RAM for data.</summary>
        public EspAddresses Dram { get; }

        /// <summary>RAM for code.</summary>
        public EspAddresses Iram { get; }

        /// <summary>The page size is the application description's: the bootloader refuses an image without one.</summary>
        public bool HasPageSizes { get; }

        private bool HasTwoBuses => Dram != Iram;

        /// <summary>The memory of a chip; null for a chip that is not known here.</summary>
        /// <param name="chipId">esp_chip_id_t; ESP32 is 0.</param>
        public static EspMemory? For(int chipId) => _chips.GetValueOrDefault(chipId);

        /// <summary>Whether a segment of this address is read through the flash cache.</summary>
        public bool IsMapped(uint address) => Array.Exists(_mapped, range => range.Contains(address));

        /// <summary>Whether the bootloader would copy a segment there: inside one kind of RAM, and over nothing of its own.</summary>
        public bool CanLoad(uint address, int length)
        {
            uint last = address + (uint)length - 1;
            if (!Array.Exists(_loadable, range => range.Contains(address) && range.Contains(last)))
            {
                return false;
            }

            uint shift = HasTwoBuses && Iram.Contains(address) ? _iramToDram : 0;
            EspAddresses data = new(address + shift, last + shift + 1);
            return !Array.Exists(_own, range => range.Overlaps(data));
        }

        private static EspMemory Unified(uint mappedEnd, uint ramEnd, uint rtcSize, uint bootEnd, uint stackStart, bool hasPageSizes) => new(
            [new(0x42000000, mappedEnd)],
            dram: new(0x40800000, ramEnd),
            iram: new(0x40800000, ramEnd),
            rtc: rtcSize == 0 ? [] : [new(0x50000000, 0x50000000 + rtcSize)],
            own: Own(bootEnd, stackStart),
            hasPageSizes: hasPageSizes);

        private static EspAddresses[] Own(uint bootEnd, uint stackStart)
        {
            uint dataEnd = bootEnd - BootOverhead;
            return [new(stackStart - StackHeadroom, stackStart), new(dataEnd - BootData - BootLoader, dataEnd)];
        }
    }
}
