/* esp_ota_ops.h over the fake's partitions: which one runs, starts next and is updated next; the way back. */

#include "device.h"


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

esp_err_t esp_ota_get_partition_description(const esp_partition_t *partition, esp_app_desc_t *app_desc)
{
    esp_err_t error = esp_partition_read(partition, 32, app_desc, sizeof *app_desc);
    return error != ESP_OK ? error : app_desc->magic_word == ESP_APP_DESC_MAGIC_WORD ? ESP_OK : ESP_ERR_NOT_FOUND;
}

esp_err_t esp_ota_mark_app_invalid_rollback_and_reboot(void)
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

    const otadata_entry *other = &data.entry[active ^ 1];
    const esp_partition_t *back = otadata_is_valid(other)
        ? slot_of(other)
        : device_find(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, NULL);
    if (!device_verifies(back))
    {
        return ESP_ERR_OTA_ROLLBACK_FAILED;
    }

    data.entry[active].state = ESP_OTA_IMG_INVALID;
    if (!otadata_write(&data, active))
    {
        return ESP_ERR_FLASH_OP_FAIL;
    }

    chip_restarts();
}
