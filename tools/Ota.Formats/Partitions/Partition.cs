namespace NanoOta.Formats
{
    /// <summary>One entry of the partition table. Source: ESP-IDF v5.5, esp_partition_info_t.</summary>
    /// <param name="Label">1 to 15 ASCII characters.</param>
    /// <param name="Type">0 app, 1 data.</param>
    /// <param name="Subtype">See the constants.</param>
    /// <param name="Offset">Absolute, in bytes.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="Flags">Bit 0 encrypted, bit 1 read-only.</param>
    public sealed record Partition(string Label, byte Type, byte Subtype, int Offset, int Size, uint Flags = 0)
    {
        public const byte TypeApp = 0x00;
        public const byte TypeData = 0x01;
        public const byte SubtypeFactory = 0x00;
        public const byte SubtypeOta0 = 0x10;
        public const byte SubtypeTest = 0x20;
        public const byte SubtypeOtaData = 0x00;
        public const byte SubtypePhy = 0x01;
        public const byte SubtypeNvs = 0x02;
        public const byte SubtypeUndefined = 0x06;
        public const byte SubtypeLittleFs = 0x83;

        /// <summary>nanoFramework's own: where the CLR looks for the deployed assemblies.</summary>
        public const byte SubtypeDeployment = 0x84;

        /// <summary>Bytes of a flash sector: what an erase takes, and what places and sizes of data partitions are multiples of.</summary>
        public const int SectorSize = 4096;

        /// <summary>The most OTA slots that subtypes exist for.</summary>
        public const int MaxOtaSlots = 16;

        /// <summary>The first byte behind the partition.</summary>
        public int End => Offset + Size;

        /// <summary>An app partition of subtype ota_0 to ota_15.</summary>
        public bool IsOta => Type == TypeApp && Subtype >= SubtypeOta0 && Subtype < SubtypeOta0 + MaxOtaSlots;

        /// <summary>0 for ota_0 to 15 for ota_15.</summary>
        public int OtaIndex => Subtype - SubtypeOta0;
    }
}
