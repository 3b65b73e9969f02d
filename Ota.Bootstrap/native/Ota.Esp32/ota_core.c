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

#define IMAGE_MAGIC 0xE9
#define LARGEST_SUBTYPE 0x1F

_Static_assert(sizeof(esp_app_desc_t) == OTA_DESCRIPTION_SIZE, "the application description has another size than in the format");

/* The update that is open: target is NULL if none is. Position counts what was taken, also what ESP-IDF still buffers. */
static struct
{
    const esp_partition_t *target;
    esp_ota_handle_t handle;
    uint32_t position;
} s_update;

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

/* With one OTA partition, or none, the next one is the running one, or none. */
static const esp_partition_t *find_target(void)
{
    const esp_partition_t *target = find(OTA_PARTITION_NEXT_UPDATE);
    return target == find(OTA_PARTITION_RUNNING) ? NULL : target;
}

/* What an error means that the checks before the call did not rule out; otherwise: what the call as a whole then is. */
static int32_t result_of(esp_err_t error, int32_t otherwise)
{
    switch (error)
    {
        case ESP_OK:
            return OTA_RESULT_OK;
        case ESP_ERR_NO_MEM:
            return OTA_RESULT_OUT_OF_MEMORY;
        case ESP_ERR_OTA_VALIDATE_FAILED:
        case ESP_ERR_OTA_SMALL_SEC_VER:
            return OTA_RESULT_SLOT_IMAGE_INVALID;
        case ESP_ERR_OTA_ROLLBACK_INVALID_STATE:
            return OTA_RESULT_SLOT_ON_TRIAL;
        default:
            return otherwise;
    }
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
    if (subtype < 0 || subtype > LARGEST_SUBTYPE)
    {
        return OTA_STATE_NONE;
    }

    const esp_partition_t *found = esp_partition_find_first(ESP_PARTITION_TYPE_APP, (esp_partition_subtype_t)subtype, NULL);
    esp_ota_img_states_t state;
    return found == NULL || esp_ota_get_state_partition(found, &state) != ESP_OK ? OTA_STATE_NONE : (int32_t)state;
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
                      : result_of(esp_partition_read(found, (size_t)offset, buffer, (size_t)count), OTA_RESULT_SLOT_READ_FAILED);
}

int32_t ota_core_begin(int32_t offset)
{
    ota_core_abort();
    if (offset < 0 || offset % OTA_SECTOR_SIZE != 0)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    const esp_partition_t *target = find_target();
    if (target == NULL)
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    if ((uint32_t)offset > target->size)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    /* esp_ota_begin looks at this only if rollback is on, esp_ota_resume never does. */
    esp_ota_img_states_t state;
    if (esp_ota_get_state_partition(find(OTA_PARTITION_RUNNING), &state) == ESP_OK && state == ESP_OTA_IMG_PENDING_VERIFY)
    {
        return OTA_RESULT_SLOT_ON_TRIAL;
    }

    esp_ota_handle_t handle = 0;
    esp_err_t error = offset == 0 ? esp_ota_begin(target, OTA_WITH_SEQUENTIAL_WRITES, &handle)
                                  : esp_ota_resume(target, OTA_WITH_SEQUENTIAL_WRITES, (size_t)offset, &handle);
    if (error == ESP_OK)
    {
        s_update.target = target;
        s_update.handle = handle;
        s_update.position = (uint32_t)offset;
    }

    return result_of(error, OTA_RESULT_SLOT_UNAVAILABLE);
}

int32_t ota_core_write(const uint8_t *data, int32_t count)
{
    if (s_update.target == NULL || data == NULL || count < 0 || (uint32_t)count > s_update.target->size - s_update.position)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    /* Asked here, before ESP-IDF erases the first sector and only then looks. */
    if (count > 0 && s_update.position == 0 && data[0] != IMAGE_MAGIC)
    {
        return OTA_RESULT_SLOT_IMAGE_INVALID;
    }

    uint32_t left = (uint32_t)count;
    while (left > 0)
    {
        /* One piece stays inside one sector, so ESP-IDF erases at most that sector for it. */
        uint32_t inside = s_update.position % OTA_SECTOR_SIZE;
        uint32_t piece = left < OTA_SECTOR_SIZE - inside ? left : OTA_SECTOR_SIZE - inside;
        esp_err_t error = esp_ota_write(s_update.handle, data, piece);
        if (error != ESP_OK)
        {
            ota_core_abort();
            return result_of(error, OTA_RESULT_SLOT_WRITE_FAILED);
        }

        s_update.position += piece;
        data += piece;
        left -= piece;
        if (inside == 0)
        {
            vTaskDelay(1);
        }
    }

    return OTA_RESULT_OK;
}

int32_t ota_core_end(void)
{
    if (s_update.target == NULL)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    s_update.target = NULL;
    esp_err_t error = esp_ota_end(s_update.handle);
    return error == ESP_ERR_INVALID_ARG ? OTA_RESULT_SLOT_ARGUMENT : result_of(error, OTA_RESULT_SLOT_IMAGE_INVALID);
}

void ota_core_abort(void)
{
    if (s_update.target != NULL)
    {
        s_update.target = NULL;

        /* Its one error is an unknown handle, and then there is nothing to abort. */
        (void)esp_ota_abort(s_update.handle);
    }
}

int32_t ota_core_get_sha256(int32_t partition, uint8_t *digest, int32_t length)
{
    if (!is_partition(partition) || digest == NULL || length < OTA_DIGEST_SIZE)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    const esp_partition_t *found = find(partition);
    return found == NULL ? OTA_RESULT_SLOT_UNAVAILABLE
                         : result_of(esp_partition_get_sha256(found, digest), OTA_RESULT_SLOT_IMAGE_INVALID);
}

/*
 * otadata already chooses the target, and another image runs. ESP-IDF v5.5 would now write the sequence of the target's entry into the
 * other entry, which is the running image's: the way back would be lost. ESP_OK: the choice stands, or can be made anew.
 */
static esp_err_t keep_way_back(const esp_partition_t *target, bool *stands)
{
    esp_ota_img_states_t state;
    uint8_t digest[OTA_DIGEST_SIZE];
    if (esp_ota_get_state_partition(target, &state) == ESP_OK && (state == ESP_OTA_IMG_NEW || state == ESP_OTA_IMG_UNDEFINED))
    {
        *stands = true;
        return esp_partition_get_sha256(target, digest) == ESP_OK ? ESP_OK : ESP_ERR_OTA_VALIDATE_FAILED;
    }

    /* The target's image was chosen but did not load. The running one becomes the choice again, and confirmed as it was. */
    *stands = false;
    esp_err_t error = esp_ota_set_boot_partition(find(OTA_PARTITION_RUNNING));
    return error == ESP_OK ? esp_ota_mark_app_valid_cancel_rollback() : error;
}

int32_t ota_core_set_boot(void)
{
    const esp_partition_t *target = find_target();
    if (target == NULL)
    {
        return OTA_RESULT_SLOT_UNAVAILABLE;
    }

    bool stands = false;
    esp_err_t error = ESP_OK;
    if (find(OTA_PARTITION_BOOT) == target && ota_core_get_state((int32_t)target->subtype) != OTA_STATE_NONE)
    {
        error = keep_way_back(target, &stands);
    }

    if (error == ESP_OK && !stands)
    {
        error = esp_ota_set_boot_partition(target);
    }

    return error == ESP_ERR_NOT_FOUND || error == ESP_ERR_INVALID_ARG ? OTA_RESULT_SLOT_UNAVAILABLE
                                                                      : result_of(error, OTA_RESULT_ACTIVATE_FAILED);
}

int32_t ota_core_mark_valid(void)
{
    return esp_ota_mark_app_valid_cancel_rollback() == ESP_OK ? OTA_RESULT_OK : OTA_RESULT_CONFIRM_FAILED;
}

int32_t ota_core_mark_invalid_and_restart(void)
{
    /* It restarts; to come back is the failure, whatever the code. */
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

    return error == ESP_ERR_NOT_FOUND ? OTA_RESULT_SLOT_IMAGE_INVALID : result_of(error, OTA_RESULT_SLOT_READ_FAILED);
}
