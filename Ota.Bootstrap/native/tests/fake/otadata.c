#include "device.h"

#include <string.h>

#include "nor_flash.h"

uint32_t otadata_crc(uint32_t sequence)
{
    /* esp_rom_crc32_le complements on the way in and out: from 0xFFFFFFFF that is a CRC-32 that begins with 0. */
    uint32_t crc = 0;
    for (int byte = 0; byte < 4; byte++)
    {
        crc ^= sequence >> (8 * byte) & 0xFF;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
        }
    }

    return ~crc;
}

bool otadata_read(otadata *data)
{
    const esp_partition_t *partition = device_find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL);
    return partition != NULL && nor_read(partition->address, &data->entry[0], sizeof data->entry[0])
        && nor_read(partition->address + NOR_SECTOR, &data->entry[1], sizeof data->entry[1]);
}

bool otadata_erase(int index)
{
    const esp_partition_t *partition = device_find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL);
    return nor_erase_sector(partition->address + (uint32_t)index * NOR_SECTOR);
}

bool otadata_write(const otadata *data, int index)
{
    const esp_partition_t *partition = device_find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL);
    return otadata_erase(index)
        && nor_write(partition->address + (uint32_t)index * NOR_SECTOR, &data->entry[index], sizeof data->entry[index]);
}

bool otadata_is_invalid(const otadata_entry *entry)
{
    return entry->sequence == UINT32_MAX || entry->state == ESP_OTA_IMG_INVALID || entry->state == ESP_OTA_IMG_ABORTED;
}

bool otadata_is_valid(const otadata_entry *entry)
{
    return !otadata_is_invalid(entry) && entry->crc == otadata_crc(entry->sequence);
}

int otadata_active(const otadata *data)
{
    bool first = otadata_is_valid(&data->entry[0]);
    bool second = otadata_is_valid(&data->entry[1]);
    if (first && second)
    {
        return data->entry[0].sequence >= data->entry[1].sequence ? 0 : 1;
    }

    return first ? 0 : second ? 1 : -1;
}
