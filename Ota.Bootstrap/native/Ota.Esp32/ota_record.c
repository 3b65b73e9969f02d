#include "ota_record.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <esp_err.h>
#include <esp_partition.h>

#include "ota_bytes.h"

#define SECTOR_SIZE 4096
#define HEADER_SIZE 8
#define COPY_SIZE (SECTOR_SIZE - HEADER_SIZE)
#define COPIES 2

/* Bytes compared at a time, when a copy is read back: small enough for the stack of nanoCLR's task. */
#define WINDOW 64

static const esp_partition_t *find(void)
{
    const esp_partition_t *found =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, OTA_RECORD_LABEL);
    return found != NULL && found->size >= COPIES * SECTOR_SIZE ? found : NULL;
}

static bool is_copy(int32_t copy, const uint8_t *buffer, int32_t count)
{
    return copy >= 0 && copy < COPIES && buffer != NULL && count >= 0;
}

/* 1 if a copy's sector is blank, 0 if it is not, -1 if it cannot be read. */
static int is_blank(const esp_partition_t *partition, size_t sector)
{
    uint8_t window[WINDOW];
    for (size_t offset = 0; offset < SECTOR_SIZE; offset += WINDOW)
    {
        if (esp_partition_read(partition, sector + offset, window, WINDOW) != ESP_OK)
        {
            return -1;
        }

        for (size_t i = 0; i < WINDOW; i++)
        {
            if (window[i] != 0xFF)
            {
                return 0;
            }
        }
    }

    return 1;
}

static bool holds(const esp_partition_t *partition, size_t offset, const uint8_t *expected, size_t count)
{
    uint8_t window[WINDOW];
    while (count > 0)
    {
        size_t taken = count < WINDOW ? count : WINDOW;
        if (esp_partition_read(partition, offset, window, taken) != ESP_OK || memcmp(window, expected, taken) != 0)
        {
            return false;
        }

        offset += taken;
        expected += taken;
        count -= taken;
    }

    return true;
}

int32_t ota_record_get_copy_size(void)
{
    return find() == NULL ? 0 : COPY_SIZE;
}

int32_t ota_record_read(int32_t copy, uint8_t *buffer, int32_t count)
{
    const esp_partition_t *partition = find();
    if (!is_copy(copy, buffer, count) || partition == NULL)
    {
        return -OTA_RESULT_STATE_READ_FAILED;
    }

    size_t sector = (size_t)copy * SECTOR_SIZE;
    uint8_t header[HEADER_SIZE];
    if (esp_partition_read(partition, sector, header, HEADER_SIZE) != ESP_OK)
    {
        return -OTA_RESULT_STATE_READ_FAILED;
    }

    uint32_t length = ota_get_u32(header);
    if (length != ~ota_get_u32(header + 4) || length > COPY_SIZE)
    {
        int blank = is_blank(partition, sector);
        if (blank != 0)
        {
            return blank > 0 ? 0 : -OTA_RESULT_STATE_READ_FAILED;
        }

        length = COPY_SIZE;
    }

    uint32_t taken = length < (uint32_t)count ? length : (uint32_t)count;
    bool read = taken == 0 || esp_partition_read(partition, sector + HEADER_SIZE, buffer, taken) == ESP_OK;
    return read ? (int32_t)taken : -OTA_RESULT_STATE_READ_FAILED;
}

int32_t ota_record_write(int32_t copy, const uint8_t *buffer, int32_t count)
{
    const esp_partition_t *partition = find();
    if (!is_copy(copy, buffer, count) || count > COPY_SIZE || partition == NULL)
    {
        return OTA_RESULT_STATE_WRITE_FAILED;
    }

    size_t sector = (size_t)copy * SECTOR_SIZE;
    uint8_t header[HEADER_SIZE];
    ota_put_u32(header, (uint32_t)count);
    ota_put_u32(header + 4, ~(uint32_t)count);
    bool written = esp_partition_erase_range(partition, sector, SECTOR_SIZE) == ESP_OK
        && esp_partition_write(partition, sector, header, HEADER_SIZE) == ESP_OK
        && (count == 0 || esp_partition_write(partition, sector + HEADER_SIZE, buffer, (size_t)count) == ESP_OK)
        && holds(partition, sector, header, HEADER_SIZE)
        && holds(partition, sector + HEADER_SIZE, buffer, (size_t)count);
    return written ? OTA_RESULT_OK : OTA_RESULT_STATE_WRITE_FAILED;
}
