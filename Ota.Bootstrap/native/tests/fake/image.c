#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nor_flash.h"
#include "sha256.h"

enum
{
    HEADER = 24,
    SEGMENT_HEADER = 8,
    DESCRIPTION = 256,
    DIGEST = 32,
    CHECKSUM_START = 0xEF
};

static void put_u32(uint8_t *target, uint32_t value)
{
    for (int i = 0; i < 4; i++)
    {
        target[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint32_t get_u32(const uint8_t *source)
{
    return source[0] | (uint32_t)source[1] << 8 | (uint32_t)source[2] << 16 | (uint32_t)source[3] << 24;
}

/* The checksum is the last byte of a 16-byte block. */
static size_t checksum_end(size_t end)
{
    return (end / 16 + 1) * 16;
}

size_t device_build_image(uint8_t *target, const char *version, size_t data)
{
    size_t segment = (DESCRIPTION + data + 3) / 4 * 4;
    size_t hashed = checksum_end(HEADER + SEGMENT_HEADER + segment);
    if (hashed + DIGEST > DEVICE_SLOT_SIZE || strlen(version) > 31)
    {
        fprintf(stderr, "the test's image is too large\n");
        abort();
    }

    memset(target, 0, hashed);
    target[0] = 0xE9;
    target[1] = 1;
    target[23] = 1;
    put_u32(target + HEADER, 0x3F400020);
    put_u32(target + HEADER + 4, (uint32_t)segment);
    uint8_t *description = target + HEADER + SEGMENT_HEADER;
    put_u32(description, ESP_APP_DESC_MAGIC_WORD);
    memcpy(description + 16, version, strlen(version));

    /* Every version has other bytes: xorshift, seeded with its name. */
    uint32_t noise = 2463534242u;
    for (const char *c = version; *c != '\0'; c++)
    {
        noise = noise * 31 + (uint8_t)*c;
    }

    uint8_t checksum = CHECKSUM_START;
    for (size_t i = 0; i < segment; i++)
    {
        if (i >= DESCRIPTION)
        {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            description[i] = (uint8_t)noise;
        }

        checksum ^= description[i];
    }

    target[hashed - 1] = checksum;
    sha256(target, hashed, target + hashed);
    return hashed + DIGEST;
}

bool device_image_digest(const esp_partition_t *partition, uint8_t digest[32])
{
    uint8_t probe;
    if (partition == NULL || !nor_read(partition->address, &probe, 1))
    {
        return false;
    }

    const uint8_t *image = nor_bytes() + partition->address;
    if (image[0] != 0xE9 || image[1] < 1 || image[1] > 16 || image[23] > 1)
    {
        return false;
    }

    size_t end = HEADER;
    uint8_t checksum = CHECKSUM_START;
    for (int i = 0; i < image[1]; i++)
    {
        if (end + SEGMENT_HEADER > partition->size || get_u32(image + end + 4) > partition->size - end - SEGMENT_HEADER)
        {
            return false;
        }

        size_t length = get_u32(image + end + 4);
        end += SEGMENT_HEADER;
        for (size_t j = 0; j < length; j++)
        {
            checksum ^= image[end + j];
        }

        end += length;
    }

    size_t hashed = checksum_end(end);
    if (hashed + (image[23] == 1 ? DIGEST : 0) > partition->size || image[hashed - 1] != checksum)
    {
        return false;
    }

    sha256(image, hashed, digest);
    return image[23] == 0 || memcmp(digest, image + hashed, DIGEST) == 0;
}

bool device_verifies(const esp_partition_t *partition)
{
    uint8_t digest[DIGEST];
    return device_image_digest(partition, digest);
}
