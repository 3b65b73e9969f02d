/*
 * What the guard keeps in flash: one note of 16 bytes for each change, the newest counts. docs/FORMAT.md describes the bytes.
 *
 * The notes have the third and the fourth sector of the partition "nanoota", behind the two copies of the state record. A note is written in one go
 * behind the last one. When a sector is full, the other one is erased and takes the next note. A torn note has a wrong CRC, so the earlier note
 * counts. A power cut leaves the old content or the new one. A sector is erased once in 256 notes.
 * The partition must not be encrypted: erased bytes could not be told from written ones.
 */

#ifndef OTA_NOTES_H
#define OTA_NOTES_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* What a note says about a slot. Numbers are in flash. */
typedef enum
{
    OTA_WORD_NONE = 0,

    /* The slot was chosen for a trial. */
    OTA_WORD_TRIAL = 1,

    /* The slot's release passed its trial; its entry is being written. */
    OTA_WORD_CONFIRMING = 2,

    /* The guard left the slot for the other one. Stays until the client has taken the word. */
    OTA_WORD_LEFT = 3
} ota_word;

/* How far the asking of this count of starts has come. Numbers are in flash. */
typedef enum
{
    OTA_ASK_NONE = 0,

    /* The boot part was started; its program gave no sign yet. */
    OTA_ASK_MUTE = 1,

    /* The boot part's program runs. */
    OTA_ASK_OPEN = 2,

    /* The server answered. */
    OTA_ASK_ANSWERED = 3,

    /* The application was started after an answered ask. */
    OTA_ASK_RAN = 4
} ota_ask;

/* Flags. Numbers are in flash. */
enum
{
    /* The next start by software was announced. */
    OTA_FLAG_DECLARED = 1,

    /* The next start asks, whatever the count. */
    OTA_FLAG_ASK_NEXT = 2,

    /* The other slot must not be gone back to: condemned, or below notBelow. */
    OTA_FLAG_NO_WAY_BACK = 4,

    /* The state record was read with another error than a failed read; in how many starts in a row, 0 to 3 times OTA_FLAG_RECORD_ERROR. */
    OTA_FLAG_RECORD_KIND = 8,
    OTA_FLAG_RECORD_ERROR = 16,
    OTA_FLAG_RECORD_ERRORS = 48
};

typedef struct
{
    uint8_t word;

    /* Subtype of the slot that the word is about. */
    uint8_t slot;

    /* Starts without life, this one included; at most 255. */
    uint8_t starts;
    uint8_t ask;

    /* Answered or mute asks that an end before life followed. */
    uint8_t ends;

    /* Declared restarts and sleeps of the trial that runs. */
    uint8_t declared;
    uint8_t flags;

    /* ota_reason of the start after the last end that was counted. */
    uint8_t cause;
} ota_note;

/* Numbers of the status that managed code reads. */
typedef enum
{
    /* No such partition, or one without room for notes: nothing is kept. */
    OTA_NOTES_ABSENT = 0,
    OTA_NOTES_READ = 1,

    /* Flash could not be read: nothing is known, and nothing is written. */
    OTA_NOTES_FAILED = 2
} ota_notes_state;

/* Reads the newest note; all zero if none was written. Reads flash once a start of the chip. */
ota_notes_state ota_notes_read(ota_note *note);

/* Writes a note unless the newest one says the same, and reads the written note back. False: flash failed, or there is no room for notes. */
bool ota_notes_write(const ota_note *note);

#ifdef __cplusplus
}
#endif

#endif
