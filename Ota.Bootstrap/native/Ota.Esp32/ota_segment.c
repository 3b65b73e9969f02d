#include "ota_segment.h"

#include <string.h>

#include <esp_err.h>

#include "ota_bytes.h"
#include "ota_crc32.h"

enum
{
    IMAGE_HEADER = 24,
    IMAGE_MAGIC = 0xE9,
    IMAGE_SEGMENTS = 16,
    IMAGE_SEGMENT_HEADER = 8,
    SEGMENT_VERSION = 2,
    SECTOR = 4096,
    LARGEST_ASSEMBLY_HEADER = 128,
    MARKER = 8,
    HEADER_CRC = 8
};

static const uint8_t s_magic[8] = {'N', 'O', 'T', 'A', 'S', 'E', 'G', '1'};

/* nanoCLR's headers: length, and where the assembly's whole length stands. */
static const struct
{
    uint8_t marker[MARKER];
    uint32_t header;
    uint32_t total;
} s_assemblies[] = {
    {{'N', 'F', 'M', 'R', 'K', '1', 0, 0}, 124, 100},
    {{'N', 'F', 'M', 'R', 'K', '2', 0, 0}, 128, 104},
};

#define ASSEMBLY_KINDS (sizeof s_assemblies / sizeof s_assemblies[0])

static uint32_t round_up(uint32_t length)
{
    return (length + 3) & ~3u;
}

static int kind_of(const uint8_t *marker)
{
    for (size_t kind = 0; kind < ASSEMBLY_KINDS; kind++)
    {
        if (memcmp(marker, s_assemblies[kind].marker, MARKER) == 0)
        {
            return (int)kind;
        }
    }

    return -1;
}

/* nanoCLR skips a header whose CRC is wrong and goes on inside the assembly, where anything may look like another header. */
static bool has_right_crc(uint8_t *header, uint32_t length)
{
    uint32_t stated = ota_get_u32(header + HEADER_CRC);
    ota_put_u32(header + HEADER_CRC, 0);
    return ota_crc32_of_clr(0, header, length) == stated;
}

/* Fewer zeros than a sector has: what lies before the boot part, and behind the application. */
static ota_segment_result are_zeros(const esp_partition_t *partition, uint32_t offset, uint32_t length)
{
    uint8_t bytes[64];
    if (length >= SECTOR)
    {
        return OTA_SEGMENT_NONE;
    }

    for (uint32_t done = 0; done < length; done += sizeof bytes)
    {
        uint32_t count = length - done < sizeof bytes ? length - done : (uint32_t)sizeof bytes;
        if (esp_partition_read(partition, offset + done, bytes, count) != ESP_OK)
        {
            return OTA_SEGMENT_READ_FAILED;
        }

        for (uint32_t i = 0; i < count; i++)
        {
            if (bytes[i] != 0)
            {
                return OTA_SEGMENT_NONE;
            }
        }
    }

    return OTA_SEGMENT_FOUND;
}

/*
 * Walks one part, whose length is a multiple of 4; assemblies counts on over both. Zeros fill the last sector of the application. nanoCLR is not to
 * see these zeros, so the length becomes the one without them.
 */
static ota_segment_result walk_part(const esp_partition_t *partition, uint32_t offset, uint32_t *length, bool ends_in_zeros, int *assemblies)
{
    uint8_t header[LARGEST_ASSEMBLY_HEADER];
    for (uint32_t done = 0; done < *length;)
    {
        uint32_t left = *length - done;
        uint32_t marker = left < MARKER ? left : MARKER;
        memset(header, 0, MARKER);
        if (esp_partition_read(partition, offset + done, header, marker) != ESP_OK)
        {
            return OTA_SEGMENT_READ_FAILED;
        }

        int kind = kind_of(header);
        if (kind < 0 && ends_in_zeros)
        {
            ota_segment_result zeros = are_zeros(partition, offset + done, left);
            *length = done;
            return zeros;
        }

        if (kind < 0 || *assemblies == OTA_SEGMENT_ASSEMBLIES || left < s_assemblies[kind].header)
        {
            return OTA_SEGMENT_NONE;
        }

        ++*assemblies;
        if (esp_partition_read(partition, offset + done, header, s_assemblies[kind].header) != ESP_OK)
        {
            return OTA_SEGMENT_READ_FAILED;
        }

        uint32_t total = ota_get_u32(header + s_assemblies[kind].total);
        if (total < s_assemblies[kind].header || total > left || !has_right_crc(header, s_assemblies[kind].header))
        {
            return OTA_SEGMENT_NONE;
        }

        done += round_up(total);
    }

    return OTA_SEGMENT_FOUND;
}

static bool is_header(const uint8_t *header, uint32_t length)
{
    uint32_t boot_at = ota_get_u16(header + 10);
    uint32_t boot = ota_get_u32(header + 12);
    uint32_t app = ota_get_u32(header + 16);
    uint32_t parts = length - boot_at;
    return memcmp(header, s_magic, sizeof s_magic) == 0 && ota_get_u16(header + 8) == SEGMENT_VERSION
        && ota_get_u32(header + 20) == 0 && ota_get_u32(header + 24) == 0
        && ota_get_u32(header + 28) == ota_crc32(0, header, OTA_SEGMENT_HEADER - 4) && boot_at >= OTA_SEGMENT_HEADER && boot_at % 4 == 0
        && boot_at <= length && boot != 0 && boot % 4 == 0 && app % 4 == 0 && boot <= parts && app == parts - boot;
}

/* The segment whose data are length bytes from offset on. */
static ota_segment_result look_into(const esp_partition_t *partition, uint32_t offset, uint32_t length, ota_segment *found)
{
    uint8_t header[OTA_SEGMENT_HEADER];
    if (length <= OTA_SEGMENT_HEADER)
    {
        return OTA_SEGMENT_NONE;
    }

    if (esp_partition_read(partition, offset, header, OTA_SEGMENT_HEADER) != ESP_OK)
    {
        return OTA_SEGMENT_READ_FAILED;
    }

    if (!is_header(header, length))
    {
        return OTA_SEGMENT_NONE;
    }

    int assemblies = 0;
    uint32_t boot_at = ota_get_u16(header + 10);
    found->offset = offset + boot_at;
    found->boot_length = ota_get_u32(header + 12);
    found->app_length = ota_get_u32(header + 16);
    ota_segment_result result = are_zeros(partition, offset + OTA_SEGMENT_HEADER, boot_at - OTA_SEGMENT_HEADER);
    if (result == OTA_SEGMENT_FOUND)
    {
        result = walk_part(partition, found->offset, &found->boot_length, false, &assemblies);
    }

    return result != OTA_SEGMENT_FOUND ? result
                                       : walk_part(partition, found->offset + found->boot_length, &found->app_length, true, &assemblies);
}

ota_segment_result ota_segment_find(const esp_partition_t *partition, ota_segment *found)
{
    uint8_t header[IMAGE_HEADER];
    if (partition->size < IMAGE_HEADER)
    {
        return OTA_SEGMENT_NONE;
    }

    if (esp_partition_read(partition, 0, header, IMAGE_HEADER) != ESP_OK)
    {
        return OTA_SEGMENT_READ_FAILED;
    }

    int segments = header[1];
    if (header[0] != IMAGE_MAGIC || segments > IMAGE_SEGMENTS)
    {
        return OTA_SEGMENT_NONE;
    }

    uint32_t offset = IMAGE_HEADER;
    for (int i = 0; i < segments; i++)
    {
        if (partition->size - offset < IMAGE_SEGMENT_HEADER)
        {
            return OTA_SEGMENT_NONE;
        }

        if (esp_partition_read(partition, offset, header, IMAGE_SEGMENT_HEADER) != ESP_OK)
        {
            return OTA_SEGMENT_READ_FAILED;
        }

        uint32_t address = ota_get_u32(header);
        uint32_t length = ota_get_u32(header + 4);
        offset += IMAGE_SEGMENT_HEADER;
        if (length % 4 != 0 || length > partition->size - offset)
        {
            return OTA_SEGMENT_NONE;
        }

        ota_segment_result result = address == 0 ? look_into(partition, offset, length, found) : OTA_SEGMENT_NONE;
        if (result != OTA_SEGMENT_NONE)
        {
            return result;
        }

        offset += length;
    }

    return OTA_SEGMENT_NONE;
}

bool ota_segment_is_deployment(const esp_partition_t *partition)
{
    uint8_t marker[MARKER];
    return partition->size >= MARKER && esp_partition_read(partition, 0, marker, MARKER) == ESP_OK && kind_of(marker) >= 0;
}
