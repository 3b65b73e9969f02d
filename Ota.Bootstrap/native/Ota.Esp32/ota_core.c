#include "ota_core.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <esp_app_desc.h>
#include <esp_err.h>
#include <esp_ota_ops.h>
#include <esp_partition.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include "ota_boot.h"
#include "ota_image.h"
#include "ota_otadata.h"
#include "ota_ram.h"
#include "ota_region.h"

#define IMAGE_MAGIC 0xE9
#define LARGEST_SUBTYPE 0x1F

_Static_assert(sizeof(esp_app_desc_t) == OTA_DESCRIPTION_SIZE, "the application description has another size than in the format");

static const esp_partition_t *find(int32_t partition)
{
    switch (partition)
    {
        case OTA_PARTITION_RUNNING:
            return esp_ota_get_running_partition();
        case OTA_PARTITION_BOOT:
            return esp_ota_get_boot_partition();
        case OTA_PARTITION_NEXT_UPDATE:
            return esp_ota_get_next_update_partition(NULL);
        default:
            return NULL;
    }
}

static bool is_partition(int32_t partition)
{
    return partition >= OTA_PARTITION_RUNNING && partition <= OTA_PARTITION_NEXT_UPDATE;
}

/*
 * With one OTA partition, or none, the next one is the running one, or none. A factory app beside one OTA partition could be updated once and never
 * again: the partition behind the target is the target. So that first update is refused.
 */
static const esp_partition_t *find_target(void)
{
    const esp_partition_t *target = find(OTA_PARTITION_NEXT_UPDATE);
    return target == NULL || esp_ota_get_next_update_partition(target) == target ? NULL : target;
}

/* An update beside a deployment would not be what runs, so nothing is written for such an update. */
static int32_t find_open_target(const esp_partition_t **target)
{
    *target = find_target();
    return *target == NULL ? OTA_RESULT_SLOT_UNAVAILABLE : ota_region_has_deployment() ? OTA_RESULT_DEPLOYMENT_WINS : OTA_RESULT_OK;
}

static int32_t read_result(esp_err_t error)
{
    return error == ESP_OK ? OTA_RESULT_OK : OTA_RESULT_SLOT_READ_FAILED;
}

int32_t ota_core_get_subtype(int32_t partition)
{
    const esp_partition_t *found = find(partition);
    return found == NULL ? -1 : (int32_t)found->subtype;
}

int32_t ota_core_get_size(int32_t partition)
{
    const esp_partition_t *found = find(partition);
    return found == NULL ? 0 : (int32_t)found->size;
}

int32_t ota_core_get_state(int32_t subtype)
{
    if (subtype < ESP_PARTITION_SUBTYPE_APP_OTA_0 || subtype > LARGEST_SUBTYPE)
    {
        return OTA_STATE_NONE;
    }

    ota_otadata data;
    int slot = subtype - ESP_PARTITION_SUBTYPE_APP_OTA_0;
    int index = ota_otadata_read(&data) && (uint32_t)slot < data.slots ? ota_otadata_find(&data, slot) : -1;
    if (index < 0)
    {
        return OTA_STATE_NONE;
    }

    return ota_otadata_kind(&data, index) == OTA_ENTRY_ODD ? OTA_STATE_UNDEFINED : (int32_t)ota_otadata_state(&data, index);
}

int32_t ota_core_read(int32_t partition, int32_t offset, uint8_t *buffer, int32_t count)
{
    if (!is_partition(partition) || offset < 0 || buffer == NULL || count < 0)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    const esp_partition_t *found = find(partition);
    if (found == NULL)
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    if ((uint32_t)offset > found->size || (uint32_t)count > found->size - (uint32_t)offset)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    return count == 0 ? OTA_RESULT_OK
                      : read_result(esp_partition_read(found, (size_t)offset, buffer, (size_t)count));
}

/*
 * What esp_ota_begin does before its erase. On flash, before: entries as they were. Then the running image has an entry that boots.
 * Then no entry leads to the target. No byte of the target changed yet, so a power cut after any step starts the running image. Where a fallback of
 * the bootloader had started that image, the fallback decides again.
 */
static int32_t take_entry_out(const esp_partition_t *target)
{
    ota_otadata data;
    if (!ota_otadata_read(&data))
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    int running = ota_otadata_slot(find(OTA_PARTITION_RUNNING));
    int index = running < 0 ? -1 : ota_otadata_find(&data, running);
    ota_entry_kind kind = index < 0 ? OTA_ENTRY_NONE : ota_otadata_kind(&data, index);
    if (kind == OTA_ENTRY_TRIAL || kind == OTA_ENTRY_NEW)
    {
        return OTA_RESULT_SLOT_ON_TRIAL;
    }

    if (!ota_otadata_keep_running(&data, running))
    {
        return OTA_RESULT_SLOT_ERASE_FAILED;
    }

    for (index = ota_otadata_find(&data, ota_otadata_slot(target)); index >= 0;
         index = ota_otadata_find(&data, ota_otadata_slot(target)))
    {
        if (!ota_otadata_erase(&data, index))
        {
            return OTA_RESULT_SLOT_ERASE_FAILED;
        }
    }

    return OTA_RESULT_OK;
}

int32_t ota_core_begin(int32_t offset)
{
    ota_core_abort();
    if (offset < 0 || offset % OTA_SECTOR_SIZE != 0)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    const esp_partition_t *target;
    int32_t result = find_open_target(&target);
    if (result != OTA_RESULT_OK)
    {
        return result;
    }

    if ((uint32_t)offset > target->size)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    result = take_entry_out(target);
    if (result == OTA_RESULT_OK)
    {
        g_ota_ram.target = target;
        g_ota_ram.position = (uint32_t)offset;
    }

    return result;
}

/* Writes at an offset inside one sector; the sector is erased if that is its first byte. */
static int32_t program(uint32_t offset, const uint8_t *data, uint32_t count)
{
    bool erases = offset % OTA_SECTOR_SIZE == 0;
    if (erases && esp_partition_erase_range(g_ota_ram.target, offset, OTA_SECTOR_SIZE) != ESP_OK)
    {
        return OTA_RESULT_SLOT_ERASE_FAILED;
    }

    if (esp_partition_write(g_ota_ram.target, offset, data, count) != ESP_OK)
    {
        return OTA_RESULT_SLOT_WRITE_FAILED;
    }

    if (erases)
    {
        vTaskDelay(1);
    }

    return OTA_RESULT_OK;
}

/* Takes bytes of one sector: whole granules go to flash, the rest waits. Returns the bytes taken, or a negated result. */
static int32_t take(const uint8_t *data, uint32_t count)
{
    uint32_t waiting = g_ota_ram.position % OTA_GRANULE;
    if (waiting == 0 && count >= OTA_GRANULE)
    {
        uint32_t whole = count - count % OTA_GRANULE;
        int32_t result = program(g_ota_ram.position, data, whole);
        return result == OTA_RESULT_OK ? (int32_t)whole : -result;
    }

    uint32_t taken = count < OTA_GRANULE - waiting ? count : OTA_GRANULE - waiting;
    memcpy(g_ota_ram.granule + waiting, data, taken);
    if (waiting + taken < OTA_GRANULE)
    {
        return (int32_t)taken;
    }

    int32_t result = program(g_ota_ram.position - waiting, g_ota_ram.granule, OTA_GRANULE);
    return result == OTA_RESULT_OK ? (int32_t)taken : -result;
}

int32_t ota_core_write(const uint8_t *data, int32_t count)
{
    if (g_ota_ram.target == NULL || data == NULL || count < 0 || (uint32_t)count > g_ota_ram.target->size - g_ota_ram.position)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    if (count > 0 && g_ota_ram.position == 0 && data[0] != IMAGE_MAGIC)
    {
        return OTA_RESULT_SLOT_IMAGE_INVALID;
    }

    for (uint32_t left = (uint32_t)count; left > 0;)
    {
        uint32_t inside = OTA_SECTOR_SIZE - g_ota_ram.position % OTA_SECTOR_SIZE;
        int32_t taken = take(data, left < inside ? left : inside);
        if (taken < 0)
        {
            ota_core_abort();
            return -taken;
        }

        g_ota_ram.position += (uint32_t)taken;
        data += taken;
        left -= (uint32_t)taken;
    }

    return OTA_RESULT_OK;
}

int32_t ota_core_end(void)
{
    if (g_ota_ram.target == NULL)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    /* What is left of the image is less than a granule. Bytes of erased flash fill the granule up. */
    int32_t result = OTA_RESULT_OK;
    uint32_t waiting = g_ota_ram.position % OTA_GRANULE;
    if (waiting > 0)
    {
        memset(g_ota_ram.granule + waiting, 0xFF, OTA_GRANULE - waiting);
        result = program(g_ota_ram.position - waiting, g_ota_ram.granule, OTA_GRANULE);
    }

    const esp_partition_t *target = g_ota_ram.target;
    ota_core_abort();
    return result != OTA_RESULT_OK ? result : ota_image_is_whole(target) ? OTA_RESULT_OK : OTA_RESULT_SLOT_IMAGE_INVALID;
}

void ota_core_abort(void)
{
    g_ota_ram.target = NULL;
}

int32_t ota_core_set_boot(void)
{
    const esp_partition_t *target;
    ota_otadata data;
    int32_t result = find_open_target(&target);
    if (result != OTA_RESULT_OK)
    {
        return result;
    }

    if (!ota_otadata_read(&data))
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    if (!ota_image_is_whole(target))
    {
        return OTA_RESULT_SLOT_IMAGE_INVALID;
    }

    ota_boot_note_trial(target);
    int slot = ota_otadata_slot(target);
    int active = ota_otadata_active(&data);
    if (active >= 0 && ota_otadata_find(&data, slot) == active && ota_otadata_kind(&data, active) == OTA_ENTRY_NEW)
    {
        return OTA_RESULT_OK;
    }

    /*
     * On flash, before: entries as they were. Then the running image has an entry that boots. Then the other entry is rewritten. During that write
     * the running image's entry decides. From the last four bytes on the target's decides, on trial.
     */
    int running = ota_otadata_slot(find(OTA_PARTITION_RUNNING));
    if (!ota_otadata_keep_running(&data, running))
    {
        return OTA_RESULT_ACTIVATE_FAILED;
    }

    active = ota_otadata_active(&data);
    int kept = running < 0 ? -1 : ota_otadata_find(&data, running);
    int index = kept >= 0 ? kept ^ 1 : active < 0 ? 0 : ota_otadata_find(&data, slot) == active ? active : active ^ 1;
    return ota_otadata_choose(&data, index, slot, ESP_OTA_IMG_NEW) ? OTA_RESULT_OK : OTA_RESULT_ACTIVATE_FAILED;
}

int32_t ota_core_mark_valid(void)
{
    ota_otadata data;
    int running = ota_otadata_slot(find(OTA_PARTITION_RUNNING));
    int active = running >= 0 && ota_otadata_read(&data) ? ota_otadata_active(&data) : -1;
    if (active < 0 || ota_otadata_find(&data, running) != active)
    {
        return OTA_RESULT_CONFIRM_FAILED;
    }

    if (ota_otadata_kind(&data, active) != OTA_ENTRY_GOOD)
    {
        /*
         * On flash: the note says "confirming"; the entry is blank or torn, and the other one decides, whose image then finishes the
         * confirmation (ota_boot.c); the entry says VALID.
         */
        ota_boot_note_confirmation(find(OTA_PARTITION_RUNNING));
        if (!ota_otadata_rewrite(&data, active, ESP_OTA_IMG_VALID))
        {
            return OTA_RESULT_CONFIRM_FAILED;
        }

        ota_boot_note_confirmed();
    }

    return OTA_RESULT_OK;
}

int32_t ota_core_mark_invalid_and_restart(void)
{
    /*
     * A rejected image is neither on trial nor confirmed, so its word goes first. This call restarts. To come back is the failure, whatever the code.
     */
    ota_boot_note_rejection();
    (void)esp_ota_mark_app_invalid_rollback_and_reboot();
    return OTA_RESULT_ROLL_BACK_IMPOSSIBLE;
}

int32_t ota_core_read_description(int32_t partition, uint8_t *description, int32_t length)
{
    if (!is_partition(partition) || description == NULL || length < OTA_DESCRIPTION_SIZE)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    const esp_partition_t *found = find(partition);
    if (found == NULL)
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    /* By way of a struct of its own: the caller's bytes need not be aligned. */
    esp_app_desc_t read;
    esp_err_t error = esp_ota_get_partition_description(found, &read);
    if (error == ESP_OK)
    {
        memcpy(description, &read, OTA_DESCRIPTION_SIZE);
    }

    return error == ESP_ERR_NOT_FOUND ? OTA_RESULT_SLOT_IMAGE_INVALID : read_result(error);
}
