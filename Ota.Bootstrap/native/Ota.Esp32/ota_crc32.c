#include "ota_crc32.h"

uint32_t ota_crc32(uint32_t previous, const uint8_t *data, size_t length)
{
    uint32_t crc = ~previous;
    for (size_t i = 0; i < length; i++)
    {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
        {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320u : 0);
        }
    }

    return ~crc;
}

uint32_t ota_crc32_of_clr(uint32_t previous, const uint8_t *data, size_t length)
{
    uint32_t crc = previous;
    for (size_t i = 0; i < length; i++)
    {
        crc ^= (uint32_t)data[i] << 24;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = crc << 1 ^ ((crc & 0x80000000u) != 0 ? 0x04C11DB7u : 0);
        }
    }

    return crc;
}
