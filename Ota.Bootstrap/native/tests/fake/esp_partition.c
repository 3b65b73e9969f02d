/* esp_partition.h and FreeRTOS over the fake's flash. */

#include "device.h"

#include <stdio.h>
#include <stdlib.h>

#include "idf/freertos/task.h"
#include "nor_flash.h"

void vTaskDelay(const TickType_t xTicksToDelay)
{
    if (xTicksToDelay > 0)
    {
        nor_slept();
    }
}

/* What the fake is stricter in than ESP-IDF: callers check ranges themselves, so one that reaches this is a bug. */
void device_check_range(const esp_partition_t *partition, size_t offset, size_t size, const char *call)
{
    if (partition == NULL || size == 0 || offset > partition->size || size > partition->size - offset)
    {
        fprintf(stderr, "%s outside its partition\n", call);
        abort();
    }
}

const esp_partition_t *esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype, const char *label)
{
    return device_find(type, (int)subtype, label);
}

esp_err_t esp_partition_read(const esp_partition_t *partition, size_t src_offset, void *dst, size_t size)
{
    device_check_range(partition, src_offset, size, "esp_partition_read");
    return nor_read(partition->address + (uint32_t)src_offset, dst, size) ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
}

esp_err_t esp_partition_write(const esp_partition_t *partition, size_t dst_offset, const void *src, size_t size)
{
    if (partition->readonly)
    {
        return ESP_ERR_NOT_ALLOWED;
    }

    device_check_range(partition, dst_offset, size, "esp_partition_write");
    if (partition->encrypted && (dst_offset % 16 != 0 || size % 16 != 0))
    {
        return ESP_ERR_INVALID_ARG;
    }

    return nor_write(partition->address + (uint32_t)dst_offset, src, size) ? ESP_OK : ESP_ERR_FLASH_OP_FAIL;
}

esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size)
{
    if (partition->readonly)
    {
        return ESP_ERR_NOT_ALLOWED;
    }

    device_check_range(partition, offset, size, "esp_partition_erase_range");
    for (size_t done = 0; done < size; done += NOR_SECTOR)
    {
        if (!nor_erase_sector(partition->address + (uint32_t)(offset + done)))
        {
            return ESP_ERR_FLASH_OP_FAIL;
        }
    }

    return ESP_OK;
}
