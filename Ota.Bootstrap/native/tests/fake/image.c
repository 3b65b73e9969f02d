#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "idf/esp_app_desc.h"
#include "sha256.h"

enum
{
    HEADER = 24,
    SEGMENT_HEADER = 8,
    SEGMENTS = 16,
    DESCRIPTION = 256,
    DIGEST = 32,
    CHECKSUM_START = 0xEF,
    CHIP = 0,
    REVISION = 301,
    PAGE = 0x10000,
    LONGEST_SEGMENT = 16 * 1024 * 1024
};

static void put(uint8_t *target, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
    {
        target[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint32_t get(const uint8_t *source, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++)
    {
        value |= (uint32_t)source[i] << (8 * i);
    }

    return value;
}

static uint32_t next_noise(uint32_t noise)
{
    noise ^= noise << 13;
    noise ^= noise >> 17;
    return noise ^ noise << 5;
}

/* The checksum is the last byte of a 16-byte block. */
static size_t checksum_end(size_t end)
{
    return (end / 16 + 1) * 16;
}

static void give_up(const char *why)
{
    fprintf(stderr, "the test's image: %s\n", why);
    abort();
}

size_t image_description(uint8_t *target, const char *version, size_t data)
{
    size_t length = (DESCRIPTION + data + 3) / 4 * 4;
    uint32_t noise = 2463534242u;
    if (strlen(version) > 31)
    {
        give_up("too long a version");
    }

    memset(target, 0, length);
    put(target, ESP_APP_DESC_MAGIC_WORD, 4);
    memcpy(target + 16, version, strlen(version));
    for (const char *c = version; *c != '\0'; c++)
    {
        noise = noise * 31 + (uint8_t)*c;
    }

    for (size_t i = DESCRIPTION; i < length; i++)
    {
        noise = next_noise(noise);
        target[i] = (uint8_t)noise;
    }

    return length;
}

/* Where the segments end and what their bytes sum up to; 0 if they leave the space. */
static size_t walk(const uint8_t *image, size_t size, uint8_t *checksum)
{
    size_t end = HEADER;
    *checksum = CHECKSUM_START;
    for (int i = 0; i < image[1]; i++)
    {
        if (end + SEGMENT_HEADER > size || get(image + end + 4, 4) > size - end - SEGMENT_HEADER)
        {
            return 0;
        }

        size_t length = get(image + end + 4, 4);
        end += SEGMENT_HEADER;
        for (size_t j = 0; j < length; j++)
        {
            *checksum ^= image[end + j];
        }

        end += length;
    }

    return end;
}

void image_seal(uint8_t *image, size_t size)
{
    uint8_t checksum;
    size_t end = walk(image, size, &checksum);
    size_t hashed = checksum_end(end);
    if (end == 0 || hashed + DIGEST > size)
    {
        give_up("too long");
    }

    memset(image + end, 0, hashed - end);
    image[hashed - 1] = checksum;
    sha256(image, hashed, image + hashed);
}

size_t image_build(uint8_t *target, size_t size, const image_segment *segments, int count)
{
    size_t end = HEADER;
    memset(target, 0, HEADER);
    target[0] = 0xE9;
    target[1] = (uint8_t)count;
    target[23] = 1;
    for (int i = 0; i < count; i++)
    {
        if (end + SEGMENT_HEADER + segments[i].length > size)
        {
            give_up("too long");
        }

        put(target + end, segments[i].address, 4);
        put(target + end + 4, (uint32_t)segments[i].length, 4);
        memmove(target + end + SEGMENT_HEADER, segments[i].data, segments[i].length);
        end += SEGMENT_HEADER + segments[i].length;
    }

    image_seal(target, size);
    return checksum_end(end) + DIGEST;
}

static bool is_inside(uint32_t address, size_t length, uint32_t first, uint32_t end)
{
    return address >= first && length <= end - first && address - first <= end - first - length;
}

static bool is_mapped(uint32_t address)
{
    return is_inside(address, 0, IMAGE_DROM, 0x3F800000) || is_inside(address, 0, 0x400D0000, 0x40400000);
}

/* The memory that an ESP32's bootloader loads into: not its own data, stack and code. */
static bool is_loadable(uint32_t address, size_t length)
{
    return is_inside(address, length, 0x3FFAE000, 0x3FFE0000) || is_inside(address, length, 0x40080000, 0x400A0000)
        || is_inside(address, length, 0x3FF80000, 0x3FF82000) || is_inside(address, length, 0x400C0000, 0x400C2000)
        || is_inside(address, length, 0x50000000, 0x50002000);
}

static bool is_segment(uint32_t address, size_t length, size_t offset, image_checker checker)
{
    if (length % 4 != 0 || length >= LONGEST_SEGMENT)
    {
        return false;
    }

    if (is_mapped(address))
    {
        return offset % PAGE == address % PAGE;
    }

    return checker == IMAGE_CHECKED_BY_APPLICATION || length == 0 || address < 0x10000000 || is_loadable(address, length);
}

bool image_is_sound(const uint8_t *image, size_t size, image_checker checker)
{
    uint32_t least = get(image + 15, 2);
    uint32_t most = get(image + 17, 2);
    bool limits_revision = most != 0 && most != 0xFFFF;
    if (size < HEADER || image[0] != 0xE9 || get(image + 12, 2) != CHIP || least > REVISION || (limits_revision && most < REVISION)
        || image[1] > SEGMENTS)
    {
        return false;
    }

    uint8_t checksum;
    size_t end = walk(image, size, &checksum);
    size_t offset = HEADER + SEGMENT_HEADER;
    for (int i = 0; end > 0 && i < image[1]; i++)
    {
        const uint8_t *header = image + offset - SEGMENT_HEADER;
        if (!is_segment(get(header, 4), get(header + 4, 4), offset, checker))
        {
            return false;
        }

        offset += get(header + 4, 4) + SEGMENT_HEADER;
    }

    size_t hashed = checksum_end(end);
    bool has_digest = image[23] != 0;
    if (end == 0 || hashed + (has_digest ? DIGEST : 0) > size || image[hashed - 1] != checksum)
    {
        return false;
    }

    uint8_t digest[DIGEST];
    sha256(image, hashed, digest);
    return !has_digest || memcmp(digest, image + hashed, DIGEST) == 0;
}

static uint32_t clr_crc(const uint8_t *data, size_t length)
{
    uint32_t crc = 0;
    for (size_t bit = 0; bit < 8 * length; bit++)
    {
        uint32_t in = (uint32_t)data[bit / 8] >> (7 - bit % 8) & 1;
        crc = crc << 1 ^ ((crc >> 31 ^ in) != 0 ? 0x04C11DB7u : 0);
    }

    return crc;
}

size_t image_assembly(uint8_t *target, char kind, size_t total, uint32_t noise)
{
    size_t header = kind == '2' ? 128 : 124;
    memset(target, 0, (total + 3) / 4 * 4);
    for (size_t i = 0; i < total; i++)
    {
        noise = next_noise(noise + 1);
        target[i] = (uint8_t)noise;
    }

    memcpy(target, "NFMRK1\0", 8);
    target[5] = (uint8_t)kind;
    put(target + 8, 0, 4);
    put(target + (kind == '2' ? 104 : 100), (uint32_t)total, 4);
    put(target + 8, clr_crc(target, header), 4);
    return (total + 3) / 4 * 4;
}

void image_seal_attached(uint8_t *segment)
{
    uint32_t crc = UINT32_MAX;
    for (int bit = 0; bit < 28 * 8; bit++)
    {
        uint32_t in = (uint32_t)segment[bit / 8] >> bit % 8 & 1;
        crc = crc >> 1 ^ (((crc & 1) ^ in) != 0 ? 0xEDB88320u : 0);
    }

    put(segment + 28, ~crc, 4);
}

size_t image_attached(uint8_t *target, const uint8_t *boot, size_t boot_length, const uint8_t *app, size_t app_length)
{
    return image_attached_with_zeros(target, boot, boot_length, app, app_length, 0, 0);
}

size_t image_attached_with_zeros(
    uint8_t *target, const uint8_t *boot, size_t boot_length, const uint8_t *app, size_t app_length, size_t before, size_t behind)
{
    size_t boot_at = 32 + before;
    memset(target, 0, boot_at);
    memcpy(target, "NOTASEG1", 8);
    put(target + 8, 2, 2);
    put(target + 10, (uint32_t)boot_at, 2);
    put(target + 12, (uint32_t)boot_length, 4);
    put(target + 16, (uint32_t)(app_length + behind), 4);
    image_seal_attached(target);
    memcpy(target + boot_at, boot, boot_length);
    memcpy(target + boot_at + boot_length, app, app_length);
    memset(target + boot_at + boot_length + app_length, 0, behind);
    return boot_at + boot_length + app_length + behind;
}
