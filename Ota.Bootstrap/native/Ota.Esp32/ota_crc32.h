/*
 * The two CRC-32 that the native half needs. Both have the polynomial 0x04C11DB7. A start sums a few hundred bytes, and a table of 1 KiB would cost
 * more. So the sums are computed bit by bit.
 */

#ifndef OTA_CRC32_H
#define OTA_CRC32_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* CRC-32 of IEEE 802.3, reflected: what zlib's crc32(previous, data, length) gives; previous is 0 for the first bytes. */
uint32_t ota_crc32(uint32_t previous, const uint8_t *data, size_t length);

/* nanoCLR's CRC of assemblies: most significant bit first, no complements; previous is 0 for the first bytes. */
uint32_t ota_crc32_of_clr(uint32_t previous, const uint8_t *data, size_t length);

#ifdef __cplusplus
}
#endif

#endif
