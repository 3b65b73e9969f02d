/*
 * Managed code cannot end every run: a CLR can wait for a debugger, hang in native code, or never start. The timer is the last resort then. The timer
 * is a state machine over seconds since the start of the chip, without a clock of its own. ota_boot.c restarts the chip when the time is over.
 *
 * The timer is started once a start of the chip. A restart of the CLR alone starts nothing anew. Some values only the first call may set, and a
 * second run of managed code cannot set them again. So such a restart neither counts nor prolongs.
 */

#ifndef OTA_TIMER_H
#define OTA_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* Seconds: a trial until managed code sets its window, and the longest window; a start until life; after each sign of life. */
#define OTA_TRIAL_SECONDS (15u * 60)
#define OTA_LONGEST_WINDOW_SECONDS (24u * 3600)
#define OTA_START_SECONDS (30u * 60)
#define OTA_SIGN_SECONDS (26u * 3600)

/* Numbers of the status that managed code reads. */
typedef enum
{
    OTA_PHASE_OFF = 0,
    OTA_PHASE_TRIAL = 1,

    /* Until life. */
    OTA_PHASE_STARTING = 2,

    /* The application lives: from sign to sign. */
    OTA_PHASE_ALIVE = 3,

    /* The boot part's program runs: from sign to sign as well, but each gives the time of a start. */
    OTA_PHASE_UPDATER = 4
} ota_phase;

typedef struct
{
    uint8_t phase;
    bool has_window;

    /* The timer's task reads this word while nanoCLR's task writes the word. */
    uint32_t deadline;
} ota_timer;

/* Called once a start of the chip. */
void ota_timer_start(ota_timer *timer, ota_phase phase, uint32_t now);

/* Sets the trial's window, from now on, 1 to OTA_LONGEST_WINDOW_SECONDS. False: out of range, not on trial, or set already and longer. */
bool ota_timer_set_window(ota_timer *timer, uint32_t seconds, uint32_t now);

/* The trial is over: the image is confirmed, and life is awaited. */
void ota_timer_confirm(ota_timer *timer, uint32_t now);

/* The application lives. Nothing on trial and in the boot part. */
void ota_timer_live(ota_timer *timer, uint32_t now);

/* The agent's thread works. Prolongs where the application lives and in the boot part. */
void ota_timer_sign(ota_timer *timer, uint32_t now);

/* Seconds that are left; 0: the chip must restart. UINT32_MAX: off. */
uint32_t ota_timer_left(const ota_timer *timer, uint32_t now);

#ifdef __cplusplus
}
#endif

#endif
