/*
 * ESP-IDF's own calls program an entry in one go. A power cut in the middle can leave an entry that is right but for its state (docs/SECURITY.md). So
 * nanoOta itself writes the two entries of otadata.
 *
 * How an entry is written, and what a power cut leaves:
 *   1. erase its sector           blank: the other entry decides
 *   2. program bytes 0 to 27      the CRC is still blank: the other entry decides
 *   3. read them back             a difference ends the writing here
 *   4. program the CRC, 28 to 31  torn: the other entry decides; whole: this one counts
 * Under flash encryption state and CRC share a block of 16 bytes, so steps 2 and 4 are one there.
 *
 * ESP-IDF does not use the 20 bytes of seq_label, and every rewrite keeps them. They hold a mark: "nanoOtaT" for an entry that was written for a
 * trial, "nanoOtaV" for one that was written for good. VALID in an entry with the mark of a trial is a torn NEW.
 * Source: ESP-IDF v5.5, bootloader_common.c, esp_ota_ops.c, esp_flash_partitions.h.
 */

#ifndef OTA_OTADATA_H
#define OTA_OTADATA_H

#include <stdbool.h>
#include <stdint.h>

#include <esp_ota_ops.h>
#include <esp_partition.h>

#ifdef __cplusplus
extern "C"
{
#endif

#define OTA_ENTRIES 2
#define OTA_ENTRY_SIZE 32

/* What an entry is worth. */
typedef enum
{
    /* Blank, or with a wrong CRC: the bootloader does not count such an entry. */
    OTA_ENTRY_NONE,

    /* NEW, and written for a trial. */
    OTA_ENTRY_NEW,

    /* PENDING_VERIFY. */
    OTA_ENTRY_TRIAL,

    /* VALID, and not torn. */
    OTA_ENTRY_GOOD,

    /* INVALID or ABORTED. */
    OTA_ENTRY_REJECTED,

    /* Boots without a trial, but nobody said that the image is good: UNDEFINED, or a state that a power cut left. */
    OTA_ENTRY_ODD
} ota_entry_kind;

typedef struct
{
    const esp_partition_t *partition;
    uint8_t entry[OTA_ENTRIES][OTA_ENTRY_SIZE];

    /* OTA partitions, from ota_0 on. */
    uint32_t slots;
} ota_otadata;

/* Reads both entries. False: no otadata partition, no OTA partition, or flash cannot be read. */
bool ota_otadata_read(ota_otadata *data);

/* Number of an OTA partition: 0 for ota_0; -1 for another partition and for NULL. */
int ota_otadata_slot(const esp_partition_t *partition);

ota_entry_kind ota_otadata_kind(const ota_otadata *data, int index);

/* The entry has the mark of a trial. */
bool ota_otadata_is_for_trial(const ota_otadata *data, int index);

/* The label is not empty: nanoOta wrote the entry. A torn mark is one of these as well. */
bool ota_otadata_is_labelled(const ota_otadata *data, int index);

/* The entry has the mark of a confirmed image. */
bool ota_otadata_is_for_good(const ota_otadata *data, int index);

uint32_t ota_otadata_state(const ota_otadata *data, int index);

/* Index of the entry that the bootloader follows; -1 for none. */
int ota_otadata_active(const ota_otadata *data);

/* Index of the entry of a slot: the active one if that is the slot's, else the first with a right CRC; -1 for none. */
int ota_otadata_find(const ota_otadata *data, int slot);

/* Erases an entry's sector. */
bool ota_otadata_erase(ota_otadata *data, int index);

/* Rewrites the state of an entry that counts; its sequence stays. */
bool ota_otadata_rewrite(ota_otadata *data, int index, esp_ota_img_states_t state);

/*
 * Writes an entry that wins over the other one: its sequence is the next one above the other entry's. False as well
 * when there is no such sequence below 0xFFFFFFFE.
 */
bool ota_otadata_choose(ota_otadata *data, int index, int slot, esp_ota_img_states_t state);

/*
 * Gives the running image an entry that boots, so that the other entry can be erased or end in a failed trial. Before:
 * the running image was started without an entry, by a fallback of the bootloader. After: the image has a VALID one. A power cut in between
 * leaves the choice that was there. True without a write if there is nothing to do, or a factory image runs.
 */
bool ota_otadata_keep_running(ota_otadata *data, int running);

#ifdef __cplusplus
}
#endif

#endif
