/*
 * The application inside the firmware's image: one segment with load address 0. ESP-IDF counts such a segment in checksum and digest, and neither
 * loads nor maps the segment. docs/FORMAT.md describes the segment's bytes.
 *
 * The finder reads headers only: the image's header, one header of each segment, one header of each assembly. Bytes that the bootloader checked are
 * believed no more than others. Every length is compared with the space that is left.
 */

#ifndef OTA_SEGMENT_H
#define OTA_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include <esp_partition.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* Bytes of the segment's own header. Zeros may follow, so that the application begins with a sector. */
#define OTA_SEGMENT_HEADER 32

/* nanoCLR takes no more assemblies (nanoCLR_Runtime.h, CLR_RT_TypeSystem). */
#define OTA_SEGMENT_ASSEMBLIES 64

typedef enum
{
    OTA_SEGMENT_NONE,
    OTA_SEGMENT_FOUND,
    OTA_SEGMENT_READ_FAILED
} ota_segment_result;

/* Where the two parts lie: offsets from the partition's start, lengths in bytes. The zeros behind the application do not count. */
typedef struct
{
    uint32_t offset;
    uint32_t boot_length;
    uint32_t app_length;
} ota_segment;

/*
 * Finds the segment of the image in a partition. NONE: no image, no such segment, or one with a wrong header or with assemblies that
 * do not end exactly where their part ends; nanoCLR would read such a part for ever. READ_FAILED: flash could not be read.
 */
ota_segment_result ota_segment_find(const esp_partition_t *partition, ota_segment *found);

/* An assembly begins at the partition's first byte. False as well if flash cannot be read. */
bool ota_segment_is_deployment(const esp_partition_t *partition);

#ifdef __cplusplus
}
#endif

#endif
