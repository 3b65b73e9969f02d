/*
 * What the native half keeps in RAM, in one place: all of it is zero when the chip starts and stays over a restart of the CLR alone.
 * Tests clear it where a chip would.
 */

#ifndef OTA_RAM_H
#define OTA_RAM_H

#include <stdbool.h>
#include <stdint.h>

#include <esp_partition.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* Bytes that flash encryption writes at once. */
#define OTA_GRANULE 16

typedef struct
{
    /* ota_core: the update that is open (NULL: none), the next byte's offset, and bytes that do not fill a granule yet. */
    const esp_partition_t *target;
    uint32_t position;
    uint8_t granule[OTA_GRANULE];

    /* ota_region: nanoCLR asks twice and must get the same answer, also if flash cannot be read the second time. */
    bool has_answer;
    bool has_region;
    esp_partition_t region;
} ota_ram;

extern ota_ram g_ota_ram;

#ifdef __cplusplus
}
#endif

#endif
