/*
 * Images as ESP-IDF's tools make them and as its loader checks them, for a virtual ESP32 of revision 3.1. What the loader refuses is
 * what the compiled loader of ESP-IDF v5.5 refuses (bootloader_support, esp_image_format.c), not what the format's description says.
 */

#ifndef IMAGE_H
#define IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* Where an image's read-only data is mapped; its first segment has the application's description. */
#define IMAGE_DROM 0x3F400000u

typedef struct
{
    uint32_t address;
    const uint8_t *data;
    size_t length;
} image_segment;

/* Writes an image with checksum and digest; its length. The test ends if it does not fit into size. */
size_t image_build(uint8_t *target, size_t size, const image_segment *segments, int count);

/* Corrects checksum and digest of an image whose bytes a test has changed. */
void image_seal(uint8_t *image, size_t size);

/* A first segment: the description with a version, then data bytes that are other ones for each version. Its length. */
size_t image_description(uint8_t *target, const char *version, size_t data);

typedef enum
{
    IMAGE_CHECKED_BY_APPLICATION,

    /* Looks at load addresses as well. */
    IMAGE_CHECKED_BY_BOOTLOADER
} image_checker;

bool image_is_sound(const uint8_t *image, size_t size, image_checker checker);

/* A PE file of nanoFramework: marker, total size, CRC of the header, then bytes. Kind is '1' or '2' of the marker. Its padded length. */
size_t image_assembly(uint8_t *target, char kind, size_t total, uint32_t noise);

/* A segment for load address 0: header, then the two parts. Its length. */
size_t image_attached(uint8_t *target, const uint8_t *boot, size_t boot_length, const uint8_t *app, size_t app_length);

/* The same with zeros before the boot part and behind the application: multiples of 4. */
size_t image_attached_with_zeros(
    uint8_t *target, const uint8_t *boot, size_t boot_length, const uint8_t *app, size_t app_length, size_t before, size_t behind);

/* Corrects the CRC of a segment's header. */
void image_seal_attached(uint8_t *segment);

#ifdef __cplusplus
}
#endif

#endif
