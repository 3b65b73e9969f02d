/* What the guard and the timer need of the chip: the reason of a start, seconds, a timer, a restart that nothing can stop. */

#ifndef OTA_CHIP_H
#define OTA_CHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "ota_guard.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* What RTC memory tells the next start. A sleep and a restart by software leave RTC memory unchanged. */
typedef enum
{
    OTA_MESSAGE_NONE = 0,

    /* The sleep was announced. */
    OTA_MESSAGE_SLEEP = 1,

    /* The native timer restarted the chip: the run hung. */
    OTA_MESSAGE_TIMER = 2
} ota_message;

/*
 * Why the chip started. A restart by software is DECLARED if the caller knows of an announcement. A wake-up was announced if RTC memory says so.
 * Takes the message out of RTC memory.
 */
ota_reason ota_chip_reason(bool was_declared);

/* A message outlives a deep sleep. Elsewhere the notes must say that a sleep was announced. */
bool ota_chip_keeps_over_sleep(void);

void ota_chip_leave_message(ota_message message);

/* Seconds since the chip started. */
uint32_t ota_chip_seconds(void);

/* Calls back once, in seconds from now, in the timer's own task; a call before is replaced. */
void ota_chip_call_in(uint32_t seconds, void (*callback)(void *));

/*
 * Restarts the chip. The RTC watchdog is armed first: whatever hangs in ESP-IDF's shutdown handlers, the chip starts again. Does not
 * return.
 */
void ota_chip_restart(void);

#ifdef __cplusplus
}
#endif

#endif
