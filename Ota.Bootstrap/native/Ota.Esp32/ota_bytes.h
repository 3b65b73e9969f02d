/* Little-endian numbers in bytes that need not be aligned. */

#ifndef OTA_BYTES_H
#define OTA_BYTES_H

#include <stdint.h>

static inline uint16_t ota_get_u16(const uint8_t *source)
{
    return (uint16_t)(source[0] | source[1] << 8);
}

static inline uint32_t ota_get_u32(const uint8_t *source)
{
    return source[0] | (uint32_t)source[1] << 8 | (uint32_t)source[2] << 16 | (uint32_t)source[3] << 24;
}

static inline void ota_put_u32(uint8_t *target, uint32_t value)
{
    for (int i = 0; i < 4; i++)
    {
        target[i] = (uint8_t)(value >> (8 * i));
    }
}

#endif
