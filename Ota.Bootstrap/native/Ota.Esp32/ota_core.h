/*
 * An update through ESP-IDF's OTA partitions: what Ota.Client/Client/Slots/IEspOta.cs promises, in C and without the CLR.
 *
 * Results are the numbers of ota_result.h. Every argument is checked: a null pointer, a negative number, a range past the end
 * is OTA_RESULT_SLOT_ARGUMENT and touches nothing. One update is open at a time, so there is no handle. Not thread-safe: nanoCLR
 * calls from its one thread. Source of the calls underneath: ESP-IDF v5.5, components app_update, esp_partition, bootloader_support.
 *
 * The slot is written by esp_partition_erase_range and esp_partition_write, since esp_ota_write cannot leave out sectors that are right
 * already. So the rules of esp_ota_begin are enforced here. The running slot is never written, and no slot while the running image is on trial. The
 * slot's old entry of otadata is erased before the first byte of the slot changes.
 */

#ifndef OTA_CORE_H
#define OTA_CORE_H

#include <stdint.h>

#include "ota_result.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* Bytes that one erase takes. An update begins at a multiple of these. */
#define OTA_SECTOR_SIZE 4096

/* Bytes of an application description (esp_app_desc_t). */
#define OTA_DESCRIPTION_SIZE 256

/* What ota_core_get_state gives for a partition that no entry of otadata speaks of. */
#define OTA_STATE_NONE (-2)

/* ESP_OTA_IMG_UNDEFINED as a number. */
#define OTA_STATE_UNDEFINED (-1)

/* The numbers of the enum EspPartition. */
enum
{
    OTA_PARTITION_RUNNING = 0,
    OTA_PARTITION_BOOT = 1,
    OTA_PARTITION_NEXT_UPDATE = 2
};

/* Subtype: 0 factory, 0x10 to 0x1F ota_0 to ota_15; -1 if there is no such partition. */
int32_t ota_core_get_subtype(int32_t partition);

/* Size in bytes; 0 if there is no such partition. */
int32_t ota_core_get_size(int32_t partition);

/*
 * otadata's state of the app partition of a subtype: 0 NEW to 4 ABORTED, OTA_STATE_NONE; -1 for UNDEFINED and for a state that a power cut left.
 * Neither must pass for a confirmation.
 */
int32_t ota_core_get_state(int32_t subtype);

/* Raw bytes of a partition. SLOT_READ_FAILED. */
int32_t ota_core_read(int32_t partition, int32_t offset, uint8_t *buffer, int32_t count);

/*
 * Opens an update of the next slot at an offset, a multiple of OTA_SECTOR_SIZE and at most the slot's size. Erases no part of the slot: sectors are
 * erased when writes reach them. A second call goes on at a later sector, and the sectors in between stay unchanged. Bytes of the former position
 * that do not fill 16 are lost. So callers leave a position at the end of a sector or of the image.
 * On flash: the running image gets an entry if none is there. Then the slot's old entry goes. SLOT_UNAVAILABLE, SLOT_ERASE_FAILED (no
 * update is open then), SLOT_ON_TRIAL while the running image is PENDING_VERIFY. DEPLOYMENT_WINS while a deployment lies in the partition that the
 * table names: flash stays unchanged then.
 */
int32_t ota_core_begin(int32_t offset);

/*
 * Goes on writing. Whatever the count, flash is erased one sector at a time. After each sector the calling task sleeps for one tick, so that the idle
 * task with its watchdog, network and other tasks run. Managed threads wait until this returns, so callers
 * write a few KiB at a time. SLOT_IMAGE_INVALID: an image begins with 0xE9 (nothing was written, the update is still open).
 * SLOT_ERASE_FAILED, SLOT_WRITE_FAILED: the update is closed, since nobody knows how far the write came.
 */
int32_t ota_core_write(const uint8_t *data, int32_t count);

/*
 * Closes the update in every case, and verifies the image that the slot now holds (esp_image_verify): SLOT_IMAGE_INVALID,
 * SLOT_WRITE_FAILED. SLOT_ARGUMENT: none is open. An update without a write is one: every sector may have been right.
 */
int32_t ota_core_end(void);

/* Closes the update. Flash stays unchanged. Nothing happens if none is open. */
void ota_core_abort(void);

/*
 * Verifies the next slot's image and lets otadata choose that slot, on trial. This write is the commit; ota_otadata.h describes the write.
 * Nothing is written if the choice stands already: the slot is the next one and NEW. SLOT_IMAGE_INVALID, ACTIVATE_FAILED, and
 * DEPLOYMENT_WINS as for ota_core_begin.
 */
int32_t ota_core_set_boot(void);

/* The running image stays. Nothing is written if the image is confirmed already. CONFIRM_FAILED. */
int32_t ota_core_mark_valid(void);

/* Gives up the running image and restarts. To come back at all is the failure: ROLL_BACK_IMPOSSIBLE. */
int32_t ota_core_mark_invalid_and_restart(void);

/* The OTA_DESCRIPTION_SIZE bytes of the application description. SLOT_IMAGE_INVALID: no image with its magic word. */
int32_t ota_core_read_description(int32_t partition, uint8_t *description, int32_t length);

#ifdef __cplusplus
}
#endif

#endif
