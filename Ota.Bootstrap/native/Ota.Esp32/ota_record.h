/*
 * nanoOta's state record in a partition of its own: what Ota.Client/Client/Ports/IStateStore.cs promises of an IRecordMedium.
 *
 * The partition is data, subtype undefined (0x06), labelled "nanoota", two sectors or more. Copy n has sector n: u32 length, u32 its
 * complement (both little-endian), then the bytes; the rest is erased. The reader, TwoCopyStateStore, finds out which copy is newer and whether a
 * copy is whole. Not thread-safe.
 */

#ifndef OTA_RECORD_H
#define OTA_RECORD_H

#include <stdint.h>

#include "ota_result.h"

#ifdef __cplusplus
extern "C"
{
#endif

#define OTA_RECORD_LABEL "nanoota"

/* Bytes that fit into one copy; 0 if there is no such partition. */
int32_t ota_record_get_copy_size(void);

/*
 * Reads up to count bytes of copy 0 or 1: bytes read, 0 for a copy that was never written, or the negated STATE_READ_FAILED. A torn copy gives its
 * bytes all the same, and the reader sees the damage.
 */
int32_t ota_record_read(int32_t copy, uint8_t *buffer, int32_t count);

/* Replaces a copy and reads the bytes back. STATE_WRITE_FAILED. */
int32_t ota_record_write(int32_t copy, const uint8_t *buffer, int32_t count);

#ifdef __cplusplus
}
#endif

#endif
