/* Whether a partition holds an image that the bootloader would start. */

#ifndef OTA_IMAGE_H
#define OTA_IMAGE_H

#include <stdbool.h>

#include <esp_partition.h>

#ifdef __cplusplus
extern "C"
{
#endif

/*
 * Structure, chip, revision, checksum, digest and, where configured, signature: esp_image_verify, which reads the whole image.
 * (esp_partition_get_sha256 verifies nothing, and skips most of these checks.)
 */
bool ota_image_is_whole(const esp_partition_t *partition);

#ifdef __cplusplus
}
#endif

#endif
