#include "ota_image.h"

#include <esp_err.h>
#include <esp_image_format.h>

bool ota_image_is_whole(const esp_partition_t *partition)
{
    const esp_partition_pos_t position = {.offset = partition->address, .size = partition->size};
    esp_image_metadata_t metadata;
    return esp_image_verify(ESP_IMAGE_VERIFY_SILENT, &position, &metadata) == ESP_OK;
}
