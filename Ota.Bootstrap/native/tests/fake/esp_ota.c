/* esp_ota_ops.h over the fake's partitions: handles and updates, otadata, what starts next. */

#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nor_flash.h"

#define MAX_UPDATES 4

typedef struct
{
    esp_ota_handle_t handle;
    const esp_partition_t *partition;
    bool erases;
    uint32_t written;
} update;

static update s_updates[MAX_UPDATES];
static esp_ota_handle_t s_last_handle;

void ota_forget_updates(void)
{
    memset(s_updates, 0, sizeof s_updates);
}

int device_open_updates(void)
{
    int open = 0;
    for (int i = 0; i < MAX_UPDATES; i++)
    {
        open += s_updates[i].handle != 0;
    }

    return open;
}

static const esp_partition_t *slot_of(const otadata_entry *entry)
{
    int slot = (int)((entry->sequence - 1) % (uint32_t)device_slot_count());
    return device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_OTA_0 + slot, NULL);
}

static bool is_ota(const esp_partition_t *partition)
{
    return partition->type == ESP_PARTITION_TYPE_APP && partition->subtype >= ESP_PARTITION_SUBTYPE_APP_OTA_0
        && partition->subtype <= 0x1F;
}

const esp_partition_t *esp_ota_get_running_partition(void)
{
    return device_running();
}

const esp_partition_t *esp_ota_get_boot_partition(void)
{
    otadata data;
    if (!otadata_read(&data))
    {
        return NULL;
    }

    int active = otadata_active(&data);
    if (active >= 0 && device_slot_count() > 0)
    {
        return slot_of(&data.entry[active]);
    }

    const esp_partition_t *factory = device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, NULL);
    return factory != NULL ? factory : device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_OTA_0, NULL);
}

const esp_partition_t *esp_ota_get_next_update_partition(const esp_partition_t *start_from)
{
    const esp_partition_t *start = start_from == NULL ? device_running() : start_from;
    int slots = device_slot_count();
    if (slots == 0)
    {
        return NULL;
    }

    int slot = is_ota(start) ? ((int)start->subtype - ESP_PARTITION_SUBTYPE_APP_OTA_0 + 1) % slots : 0;
    return device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_OTA_0 + slot, NULL);
}

esp_err_t esp_ota_get_state_partition(const esp_partition_t *partition, esp_ota_img_states_t *ota_state)
{
    otadata data;
    if (partition == NULL || ota_state == NULL)
    {
        return ESP_ERR_INVALID_ARG;
    }

    if (!is_ota(partition))
    {
        return ESP_ERR_NOT_SUPPORTED;
    }

    if (!otadata_read(&data))
    {
        return ESP_ERR_NOT_FOUND;
    }

    for (int i = 0; i < 2; i++)
    {
        if (data.entry[i].crc == otadata_crc(data.entry[i].sequence) && slot_of(&data.entry[i]) == partition)
        {
            *ota_state = (esp_ota_img_states_t)data.entry[i].state;
            return ESP_OK;
        }
    }

    return ESP_ERR_NOT_FOUND;
}

esp_err_t esp_ota_get_partition_description(const esp_partition_t *partition, esp_app_desc_t *app_desc)
{
    esp_err_t error = esp_partition_read(partition, 32, app_desc, sizeof *app_desc);
    return error != ESP_OK ? error : app_desc->magic_word == ESP_APP_DESC_MAGIC_WORD ? ESP_OK : ESP_ERR_NOT_FOUND;
}

static update *find_update(esp_ota_handle_t handle)
{
    for (int i = 0; i < MAX_UPDATES; i++)
    {
        if (handle != 0 && s_updates[i].handle == handle)
        {
            return &s_updates[i];
        }
    }

    return NULL;
}

static esp_err_t open_update(const esp_partition_t *partition, bool erases, uint32_t written, esp_ota_handle_t *handle)
{
    if (partition == NULL || handle == NULL || !is_ota(partition))
    {
        return ESP_ERR_INVALID_ARG;
    }

    if (partition == device_running())
    {
        return ESP_ERR_OTA_PARTITION_CONFLICT;
    }

    for (int i = 0; i < MAX_UPDATES; i++)
    {
        if (s_updates[i].handle == 0)
        {
            s_updates[i] = (update){.handle = ++s_last_handle, .partition = partition, .erases = erases, .written = written};
            *handle = s_last_handle;
            return ESP_OK;
        }
    }

    return ESP_ERR_NO_MEM;
}

/* esp_ota_invalidate_inactive_ota_data_slot: unless that entry is none, or the running image's. */
static void invalidate_inactive_entry(void)
{
    otadata data;
    int active = otadata_read(&data) ? otadata_active(&data) : -1;
    if (active < 0)
    {
        return;
    }

    const otadata_entry *inactive = &data.entry[active ^ 1];
    if (inactive->sequence != UINT32_MAX && inactive->crc == otadata_crc(inactive->sequence) && slot_of(inactive) != device_running())
    {
        otadata_erase(active ^ 1);
    }
}

esp_err_t esp_ota_begin(const esp_partition_t *partition, size_t image_size, esp_ota_handle_t *out_handle)
{
    esp_ota_img_states_t state;
    if (device_has_rollback() && esp_ota_get_state_partition(device_running(), &state) == ESP_OK
        && state == ESP_OTA_IMG_PENDING_VERIFY)
    {
        return ESP_ERR_OTA_ROLLBACK_INVALID_STATE;
    }

    if (image_size != OTA_WITH_SEQUENTIAL_WRITES)
    {
        fprintf(stderr, "esp_ota_begin would erase a whole slot at once\n");
        abort();
    }

    esp_err_t error = open_update(partition, true, 0, out_handle);
    if (error == ESP_OK && device_has_rollback())
    {
        invalidate_inactive_entry();
    }

    return error;
}

esp_err_t esp_ota_resume(
    const esp_partition_t *partition,
    const size_t erase_size,
    const size_t image_offset,
    esp_ota_handle_t *out_handle)
{
    if (partition == NULL || image_offset > partition->size)
    {
        return ESP_ERR_INVALID_ARG;
    }

    return open_update(partition, erase_size == OTA_WITH_SEQUENTIAL_WRITES, (uint32_t)image_offset, out_handle);
}

esp_err_t esp_ota_write(esp_ota_handle_t handle, const void *data, size_t size)
{
    update *open = find_update(handle);
    if (open == NULL || data == NULL || size == 0)
    {
        fprintf(stderr, "esp_ota_write without an update or without data\n");
        abort();
    }

    device_check_range(open->partition, open->written, size, "esp_ota_write");
    if (open->erases)
    {
        /* Sectors that begin in what is written now. */
        uint32_t first = (open->written + NOR_SECTOR - 1) / NOR_SECTOR * NOR_SECTOR;
        uint32_t end = (open->written + (uint32_t)size + NOR_SECTOR - 1) / NOR_SECTOR * NOR_SECTOR;
        esp_err_t error = end > first ? esp_partition_erase_range(open->partition, first, end - first) : ESP_OK;
        if (error != ESP_OK)
        {
            return error;
        }
    }

    if (open->written == 0 && *(const uint8_t *)data != 0xE9)
    {
        return ESP_ERR_OTA_VALIDATE_FAILED;
    }

    esp_err_t error = esp_partition_write(open->partition, open->written, data, size);
    if (error == ESP_OK)
    {
        open->written += (uint32_t)size;
    }

    return error;
}

esp_err_t esp_ota_end(esp_ota_handle_t handle)
{
    update *open = find_update(handle);
    if (open == NULL)
    {
        return ESP_ERR_NOT_FOUND;
    }

    open->handle = 0;
    return open->written == 0 ? ESP_ERR_INVALID_ARG : device_verifies(open->partition) ? ESP_OK : ESP_ERR_OTA_VALIDATE_FAILED;
}

esp_err_t esp_ota_abort(esp_ota_handle_t handle)
{
    update *open = find_update(handle);
    if (open == NULL)
    {
        return ESP_ERR_NOT_FOUND;
    }

    open->handle = 0;
    return ESP_OK;
}

esp_err_t esp_ota_set_boot_partition(const esp_partition_t *partition)
{
    otadata data;
    if (partition == NULL || partition->type != ESP_PARTITION_TYPE_APP)
    {
        return ESP_ERR_INVALID_ARG;
    }

    if (!device_verifies(partition))
    {
        return ESP_ERR_OTA_VALIDATE_FAILED;
    }

    if (!otadata_read(&data))
    {
        return ESP_ERR_NOT_FOUND;
    }

    if (!is_ota(partition))
    {
        return otadata_erase(0) && otadata_erase(1) ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
    }

    uint32_t slot = (uint32_t)partition->subtype - ESP_PARTITION_SUBTYPE_APP_OTA_0;
    uint32_t slots = (uint32_t)device_slot_count();
    int active = otadata_active(&data);
    int target = active == 0 ? 1 : 0;
    uint32_t sequence = slot + 1;
    if (active >= 0)
    {
        for (sequence = (slot + 1) % slots; sequence < data.entry[active].sequence; sequence += slots)
        {
        }
    }

    memset(&data.entry[target], 0xFF, sizeof data.entry[target]);
    data.entry[target].sequence = sequence;
    data.entry[target].state = device_has_rollback() ? ESP_OTA_IMG_NEW : ESP_OTA_IMG_UNDEFINED;
    data.entry[target].crc = otadata_crc(sequence);
    return otadata_write(&data, target) ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
}

static esp_err_t mark(esp_ota_img_states_t state)
{
    otadata data;
    if (!otadata_read(&data))
    {
        return ESP_ERR_NOT_FOUND;
    }

    int active = otadata_active(&data);
    if (active < 0 || device_slot_count() == 0)
    {
        return ESP_FAIL;
    }

    if (state == ESP_OTA_IMG_INVALID)
    {
        const otadata_entry *other = &data.entry[active ^ 1];
        const esp_partition_t *back = otadata_is_valid(other)
            ? slot_of(other)
            : device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, NULL);
        if (!device_verifies(back))
        {
            return ESP_ERR_OTA_ROLLBACK_FAILED;
        }
    }
    else if (data.entry[active].state == ESP_OTA_IMG_VALID)
    {
        return ESP_OK;
    }

    data.entry[active].state = state;
    return otadata_write(&data, active) ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
}

esp_err_t esp_ota_mark_app_valid_cancel_rollback(void)
{
    return mark(ESP_OTA_IMG_VALID);
}

esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void)
{
    esp_err_t error = mark(ESP_OTA_IMG_INVALID);
    if (error == ESP_OK)
    {
        longjmp(device_restart, 1);
    }

    return error;
}
