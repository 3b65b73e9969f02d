using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// app_main's nvs_flash_init with the native half's answer (ota_wrap.c). An NVS partition without a free page, or one of a later version, is
    /// erased once. Any error would stop every slot. Only page headers are modelled. Source: ESP-IDF v5.5, nvs_page.hpp.
    /// </summary>
    internal static class NvsGuard
    {
        private const int HeaderSize = 32;
        private const int VersionAt = 8;
        private const byte Version = 0xFE;

        /// <summary>False: flash could not be read or erased, so app_main ends the start.</summary>
        public static bool Init(EspPartitions partitions, PartitionTable table)
        {
            if (table.Find(Partition.TypeData, Partition.SubtypeNvs) is not { } nvs)
            {
                return true;
            }

            bool isUsable = false;
            byte[] header = new byte[HeaderSize];
            for (int page = 0; page < nvs.Size; page += NorFlash.SectorSize)
            {
                if (partitions.Read(nvs, page, header) != EspError.Ok)
                {
                    return false;
                }

                bool isBlank = !header.AsSpan().ContainsAnyExcept((byte)0xFF);
                if (!isBlank && header[VersionAt] < Version)
                {
                    isUsable = false;
                    break;
                }

                isUsable |= isBlank;
            }

            return isUsable || partitions.EraseRange(nvs, 0, nvs.Size) == EspError.Ok;
        }
    }
}
