/*
 * The guard at work. The guard runs before the CLR, once a start of the chip, and answers managed code afterwards.
 *
 * On every series app_main calls nvs_flash_init before any task starts. The linker sends that call to ota_wrap.c. (A constructor
 * would run before the scheduler, without stack and flash calls to rely on.) In firmware whose app_main does not call nvs_flash_init, nanoCLR's first
 * search for its deployment starts the guard, in nanoHAL_Initialize. A restart of the CLR alone runs that search again, and nothing here.
 */

#ifndef OTA_BOOT_H
#define OTA_BOOT_H

#include <stdbool.h>
#include <stdint.h>

#include <esp_partition.h>

#include "ota_result.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* Bytes of ota_boot_get_status. */
#define OTA_STATUS_SIZE 16

/* What managed code tells: the numbers of the enum GuardEvent. */
enum
{
    OTA_TELL_SIGN = 1,
    OTA_TELL_LIFE = 2,
    OTA_TELL_WINDOW = 3,
    OTA_TELL_SLEEP = 4,
    OTA_TELL_RESTART = 5,
    OTA_TELL_RESTART_TO_ASK = 6,
    OTA_TELL_ANSWERED = 7,
    OTA_TELL_WAY_BACK = 8,
    OTA_TELL_TAKEN = 9,
    OTA_TELL_RECORD_READ = 10
};

/* What nanoCLR was given. Numbers of the status. */
typedef enum
{
    OTA_REGION_NOTHING = 0,
    OTA_REGION_WHOLE = 1,
    OTA_REGION_BOOT_PART = 2,
    OTA_REGION_DEPLOYMENT = 3
} ota_region_kind;

/*
 * Decides what this start does, and acts. Returns at once at a second call in one start of the chip. May restart the chip. On flash, in this order: a
 * torn entry of the running image becomes PENDING_VERIFY; the note counts the start; an entry is rewritten if the other slot starts. A power cut
 * leaves each of the three steps done or not done. The next start does what is missing.
 */
void ota_boot_run(void);

/*
 * GuardEvent says what each event means. SLOT_ARGUMENT: no such event, a value out of range, or an event that this part has no use for.
 * SLOT_ON_TRIAL: the trial had its OTA_MOST_DECLARED restarts. STATE_WRITE_FAILED, ACTIVATE_FAILED (otadata).
 */
int32_t ota_boot_tell(int32_t what, int32_t value);

/* IEspGuard describes the bytes. SLOT_ARGUMENT: less than OTA_STATUS_SIZE. */
int32_t ota_boot_get_status(uint8_t *status, int32_t length);

/* The next slot is going to be chosen for a trial: the count begins anew. Best effort, since the entry has a mark of its own. */
void ota_boot_note_trial(const esp_partition_t *target);

/* The running image is going to be confirmed: from now on a power cut does not undo that. */
void ota_boot_note_confirmation(const esp_partition_t *running);

/* The running image is confirmed. The timer waits for life. */
void ota_boot_note_confirmed(void);

/* The running image is going to give itself up. */
void ota_boot_note_rejection(void);

#ifdef __cplusplus
}
#endif

#endif
