/*
 * The guard's rules: what a start of the chip does, from what flash and chip say. Values in, decision out; ota_boot.c does the rest.
 *
 * A release can pass its trial and die at every later start. So starts are counted until the application is said to live. Every second start asks the
 * server before the application runs. Five asks, each followed by an end before life, lead back to the other slot.
 * An ask counts if the server answered. So no outage, and nobody who blocks the server, leads to another release. An ask counts as well if the boot
 * program did not even give a sign: such a firmware hangs. An end by power, by a brownout or by an announced restart never leads back. A power-on
 * does not count as a start either: people switch devices off and on. Ota.Tests/Vectors/guard/starts.txt has the rules as cases.
 */

#ifndef OTA_GUARD_H
#define OTA_GUARD_H

#include <stdbool.h>

#include "ota_notes.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* Asks with an end that lead back. */
#define OTA_ENDS_TO_GO_BACK 5

/* Declared restarts and sleeps of one trial. */
#define OTA_MOST_DECLARED 16

/* Why the chip started: the numbers of the enum StartReason. */
typedef enum
{
    OTA_REASON_UNKNOWN = 0,
    OTA_REASON_POWER_ON = 1,
    OTA_REASON_BROWNOUT = 2,
    OTA_REASON_DECLARED = 3,
    OTA_REASON_SOFTWARE = 4,
    OTA_REASON_CRASH = 5,
    OTA_REASON_WATCHDOG = 6,
    OTA_REASON_WAKE_UP = 7,
    OTA_REASON_UNDECLARED_WAKE_UP = 8
} ota_reason;

/* What a start does. Numbers of the status that managed code reads. */
typedef enum
{
    /* The whole region: the application starts. */
    OTA_PLAN_APPLICATION = 0,

    /* The boot part alone: its program asks for a while, then restarts into the application. */
    OTA_PLAN_ASK = 1,

    /* The same, and an answer does not end the asking: there is no way back. */
    OTA_PLAN_ASK_LONG = 2,

    /* The other slot, if its image is whole; else ASK_LONG. */
    OTA_PLAN_GO_BACK = 3,

    /* The confirmation of the other slot was decided and cut. The confirmation is finished, and that slot starts. */
    OTA_PLAN_FINISH_CONFIRMATION = 4
} ota_plan;

typedef struct
{
    ota_reason reason;

    /* The notes could be read. */
    bool has_notes;

    /* The running image is on trial. */
    bool is_on_trial;

    /* A deployment from Visual Studio runs instead of the image's own application. */
    bool has_deployment;

    /* The word is "confirming" of a whole slot that does not run and whose entry does not boot. */
    bool has_cut_confirmation;

    /* The word is "left" of the slot that runs: going back was cut. */
    bool has_cut_way_back;

    /* The other slot has an entry that says VALID, and the client did not forbid that slot. */
    bool has_way_back;
} ota_guard_facts;

/* Decides, and changes the note as the start counts. */
ota_plan ota_guard_decide(const ota_guard_facts *facts, ota_note *note);

#ifdef __cplusplus
}
#endif

#endif
