/* The part of ESP-IDF's header of this name that the native half uses, written from its documentation (v5.5). */

#ifndef FAKE_ESP_IMAGE_FORMAT_H
#define FAKE_ESP_IMAGE_FORMAT_H

#include <stdint.h>

#include "esp_err.h"

#ifdef __cplusplus
extern "C"
{
#endif

#define ESP_ERR_IMAGE_INVALID 0x2002

typedef struct
{
    uint32_t offset;
    uint32_t size;
} esp_partition_pos_t;

/* Of the real one's size, so that a test's stack is used as a chip's is; nothing here looks inside. */
typedef struct
{
    uint32_t start_addr;
    uint8_t content[272];
} esp_image_metadata_t;

typedef enum
{
    ESP_IMAGE_VERIFY,
    ESP_IMAGE_VERIFY_SILENT
} esp_image_load_mode_t;

esp_err_t esp_image_verify(esp_image_load_mode_t mode, const esp_partition_pos_t *part, esp_image_metadata_t *data);

#ifdef __cplusplus
}
#endif

#endif
