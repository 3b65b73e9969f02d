/*
 * What the native half keeps in RAM, in one place. Everything is zero when the chip starts, and stays over a restart of the CLR alone.
 * Tests clear this RAM where a chip would.
 */

#ifndef OTA_RAM_H
#define OTA_RAM_H

#include <stdbool.h>
#include <stdint.h>

#include <esp_partition.h>
#include <esp_timer.h>

#include "ota_guard.h"
#include "ota_notes.h"
#include "ota_timer.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* Bytes that flash encryption writes at once. */
#define OTA_GRANULE 16

/* ota_notes: the newest note, and the place of the next one. */
typedef struct
{
    bool is_loaded;
    uint32_t generation;
    uint32_t sector;
    uint32_t next;
    ota_note note;
} ota_notes_ram;

typedef struct
{
    /* ota_core: the update that is open (NULL: none), the next byte's offset, and bytes that do not fill a granule yet. */
    const esp_partition_t *target;
    uint32_t position;
    uint8_t granule[OTA_GRANULE];

    /* ota_region: nanoCLR asks twice and must get the same answer, also if flash cannot be read the second time. */
    bool has_answer;
    bool has_region;
    bool is_boot_part;
    esp_partition_t region;

    /* ota_boot: this start of the chip is decided, and how. */
    bool is_decided;
    bool has_deployment;
    ota_plan plan;
    ota_reason reason;
    ota_notes_ram notes;
    ota_timer timer;
    esp_timer_handle_t timer_handle;
} ota_ram;

extern ota_ram g_ota_ram;

#ifdef __cplusplus
}
#endif

#endif
