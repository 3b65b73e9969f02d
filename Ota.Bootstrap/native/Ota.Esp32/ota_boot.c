#include "ota_boot.h"

#include <stddef.h>
#include <string.h>

#include <esp_ota_ops.h>

#include "ota_chip.h"
#include "ota_image.h"
#include "ota_otadata.h"
#include "ota_ram.h"
#include "ota_region.h"
#include "ota_segment.h"

/* otadata, and the running image's place there. */
typedef struct
{
    bool is_readable;
    ota_otadata data;
    const esp_partition_t *running;

    /* -1: a factory image runs. */
    int slot;

    /* -1: the running image has no entry. */
    int index;
} choice;

static void read_choice(choice *found)
{
    found->running = esp_ota_get_running_partition();
    found->slot = ota_otadata_slot(found->running);
    found->is_readable = ota_otadata_read(&found->data);
    found->index = found->is_readable && found->slot >= 0 ? ota_otadata_find(&found->data, found->slot) : -1;
}

static ota_entry_kind kind_of(const choice *found)
{
    return found->index < 0 ? OTA_ENTRY_NONE : ota_otadata_kind(&found->data, found->index);
}

static bool is_on_trial(const choice *found)
{
    ota_entry_kind kind = kind_of(found);
    return kind == OTA_ENTRY_TRIAL || kind == OTA_ENTRY_NEW;
}

static const esp_partition_t *slot_at(int slot)
{
    return esp_partition_find_first(
        ESP_PARTITION_TYPE_APP,
        (esp_partition_subtype_t)(ESP_PARTITION_SUBTYPE_APP_OTA_0 + slot),
        NULL);
}

static int slot_of_note(const ota_note *note)
{
    return (int)note->slot - ESP_PARTITION_SUBTYPE_APP_OTA_0;
}

/*
 * The running image was chosen for a trial, and its entry does not say so. A power cut tore the state when the bootloader turned NEW into
 * PENDING_VERIFY. Any crash would now be for good. The entry's own mark says so, or the note where the mark is torn. A
 * confirmed entry has another mark, so a confirmation that was cut is left alone. So are entries without a label, which a cable or ESP-IDF
 * wrote; and INVALID and ABORTED, with which the bootloader started this image because there was no other.
 */
static void repair(choice *found, const ota_note *note)
{
    ota_entry_kind kind = kind_of(found);
    bool is_odd = kind == OTA_ENTRY_NEW || kind == OTA_ENTRY_ODD || kind == OTA_ENTRY_GOOD;
    if (!is_odd || ota_otadata_is_for_good(&found->data, found->index))
    {
        return;
    }

    bool is_noted = note->word == OTA_WORD_TRIAL && slot_of_note(note) == found->slot
        && ota_otadata_is_labelled(&found->data, found->index);
    if (is_noted || ota_otadata_is_for_trial(&found->data, found->index))
    {
        (void)ota_otadata_rewrite(&found->data, found->index, ESP_OTA_IMG_PENDING_VERIFY);
    }
}

/* The confirmation of the slot in the note was decided, and a power cut took its entry. */
static bool has_cut_confirmation(const choice *found, const ota_note *note)
{
    int slot = slot_of_note(note);
    if (note->word != OTA_WORD_CONFIRMING || !found->is_readable || slot < 0 || (uint32_t)slot >= found->data.slots
        || slot == found->slot || found->index < 0)
    {
        return false;
    }

    int index = ota_otadata_find(&found->data, slot);
    ota_entry_kind kind = index < 0 ? OTA_ENTRY_NONE : ota_otadata_kind(&found->data, index);
    return (kind == OTA_ENTRY_NONE || kind == OTA_ENTRY_REJECTED) && ota_image_is_whole(slot_at(slot));
}

/* The slot that the entry beside the running image's leads to, if that slot was confirmed; NULL for none. */
static const esp_partition_t *way_back(const choice *found)
{
    if (found->index < 0 || ota_otadata_kind(&found->data, found->index ^ 1) != OTA_ENTRY_GOOD)
    {
        return NULL;
    }

    for (int slot = 0; slot < (int)found->data.slots; slot++)
    {
        if (slot != found->slot && ota_otadata_find(&found->data, slot) == (found->index ^ 1))
        {
            return slot_at(slot);
        }
    }

    return NULL;
}

static bool has_way_back(const choice *found, const ota_note *note)
{
    return (note->flags & OTA_FLAG_NO_WAY_BACK) == 0 && way_back(found) != NULL;
}

/*
 * Leaves the running slot for the other one, whose entry says VALID. On flash: the note says that the slot was left; the running image's
 * entry is blank, so the other one decides; it is ABORTED. After a power cut behind the note the next start goes on here.
 */
static bool go_back(choice *found, ota_note *note)
{
    const esp_partition_t *target = way_back(found);
    if (target == NULL || !ota_image_is_whole(target))
    {
        return false;
    }

    uint8_t cause = note->cause;
    memset(note, 0, sizeof *note);
    note->word = OTA_WORD_LEFT;
    note->slot = (uint8_t)found->running->subtype;
    note->cause = cause;

    /* The restart is this guard's, and no end of the other release. */
    note->flags = OTA_FLAG_DECLARED;
    return ota_notes_write(note) && ota_otadata_rewrite(&found->data, found->index, ESP_OTA_IMG_ABORTED);
}

/* Writes the entry that the power cut took, above the running image's. On flash: torn, the running image's decides, as before. */
static bool finish_confirmation(choice *found, const ota_note *note)
{
    return ota_otadata_choose(&found->data, found->index ^ 1, slot_of_note(note), ESP_OTA_IMG_VALID);
}

static void when_due(void *nothing)
{
    (void)nothing;
    uint32_t left = ota_timer_left(&g_ota_ram.timer, ota_chip_seconds());
    if (left > 0)
    {
        ota_chip_call_in(left, when_due);
        return;
    }

    ota_chip_leave_message(OTA_MESSAGE_TIMER);
    ota_chip_restart();
}

static void rearm(void)
{
    ota_chip_call_in(ota_timer_left(&g_ota_ram.timer, ota_chip_seconds()), when_due);
}

static bool asks(ota_plan plan)
{
    return plan == OTA_PLAN_ASK || plan == OTA_PLAN_ASK_LONG;
}

static void start_timer(const choice *found)
{
    ota_phase phase = is_on_trial(found) ? OTA_PHASE_TRIAL : asks(g_ota_ram.plan) ? OTA_PHASE_UPDATER : OTA_PHASE_STARTING;
    ota_timer_start(&g_ota_ram.timer, phase, ota_chip_seconds());
    rearm();
}

/* Does what the plan says beyond starting the CLR, and restarts. Where that is not possible, the next best plan holds. */
static void carry_out(choice *found, ota_note *note)
{
    switch (g_ota_ram.plan)
    {
        case OTA_PLAN_GO_BACK:
            if (go_back(found, note))
            {
                ota_chip_restart();
            }

            /* A way back that was cut and that leads nowhere any more is given up. */
            note->word = note->word == OTA_WORD_LEFT ? OTA_WORD_NONE : note->word;
            note->ask = OTA_ASK_MUTE;
            g_ota_ram.plan = OTA_PLAN_ASK_LONG;
            break;
        case OTA_PLAN_FINISH_CONFIRMATION:
            if (finish_confirmation(found, note))
            {
                ota_chip_restart();
            }

            g_ota_ram.plan = OTA_PLAN_APPLICATION;
            break;
        default:
            break;
    }
}

void ota_boot_run(void)
{
    if (g_ota_ram.is_decided)
    {
        return;
    }

    g_ota_ram.is_decided = true;
    ota_note note;
    choice found;
    bool has_notes = ota_notes_read(&note) == OTA_NOTES_READ;
    read_choice(&found);
    repair(&found, &note);
    g_ota_ram.reason = ota_chip_reason((note.flags & OTA_FLAG_DECLARED) != 0);
    g_ota_ram.has_deployment = ota_region_has_deployment();
    const ota_guard_facts facts = {
        .reason = g_ota_ram.reason,
        .has_notes = has_notes,
        .is_on_trial = is_on_trial(&found),
        .has_deployment = g_ota_ram.has_deployment,
        .has_cut_confirmation = has_cut_confirmation(&found, &note),
        .has_cut_way_back = note.word == OTA_WORD_LEFT && slot_of_note(&note) == found.slot,
        .has_way_back = has_way_back(&found, &note),
    };
    g_ota_ram.plan = ota_guard_decide(&facts, &note);
    carry_out(&found, &note);
    if (has_notes)
    {
        (void)ota_notes_write(&note);
    }

    start_timer(&found);
}

/*
 * A declared restart or sleep. Within a trial the bootloader must give another boot. On flash: the note; the entry blank, so that the other
 * one decides and the trial ends undecided; the entry NEW.
 */
static int32_t declare(ota_note *note, uint8_t flags)
{
    choice found;
    read_choice(&found);
    note->flags |= flags;
    if (kind_of(&found) != OTA_ENTRY_TRIAL)
    {
        return OTA_RESULT_OK;
    }

    if (note->declared >= OTA_MOST_DECLARED)
    {
        return OTA_RESULT_SLOT_ON_TRIAL;
    }

    note->declared++;
    if (!ota_notes_write(note))
    {
        return OTA_RESULT_STATE_WRITE_FAILED;
    }

    return ota_otadata_rewrite(&found.data, found.index, ESP_OTA_IMG_NEW) ? OTA_RESULT_OK : OTA_RESULT_ACTIVATE_FAILED;
}

/* An undeclared sleep must not pass for a declared one. So the message stays in RTC memory only if the sleep may happen. */
static int32_t declare_sleep(ota_note *note)
{
    int32_t result = declare(note, ota_chip_keeps_over_sleep() ? 0 : OTA_FLAG_DECLARED);
    if (result == OTA_RESULT_OK)
    {
        ota_chip_leave_message(OTA_MESSAGE_SLEEP);
    }

    return result;
}

static void clear_count(ota_note *note)
{
    note->starts = 0;
    note->ends = 0;
    note->ask = OTA_ASK_NONE;
}

static bool is_updater(void)
{
    return asks(g_ota_ram.plan);
}

/* How the state record was read at this start: 0 whole, 1 a failed read, 2 any other error. Starts in a row with one error are counted to three. */
static int32_t count_record_read(int32_t value, ota_note *note)
{
    if (value < 0 || value > 2)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    uint8_t kind = value == 2 ? OTA_FLAG_RECORD_KIND : 0;
    uint8_t before = note->flags & OTA_FLAG_RECORD_ERRORS;
    bool is_same = (note->flags & OTA_FLAG_RECORD_KIND) == kind;
    uint8_t errors = value == 0 ? 0 : !is_same ? OTA_FLAG_RECORD_ERROR : before < OTA_FLAG_RECORD_ERRORS ? (uint8_t)(before + OTA_FLAG_RECORD_ERROR) : before;
    note->flags = (uint8_t)((note->flags & ~(OTA_FLAG_RECORD_KIND | OTA_FLAG_RECORD_ERRORS)) | kind | errors);
    return OTA_RESULT_OK;
}

/* Changes the note as an event says. SLOT_ARGUMENT: nothing is changed. */
static int32_t apply(int32_t what, int32_t value, ota_note *note)
{
    switch (what)
    {
        case OTA_TELL_SIGN:
            note->ask = is_updater() && note->ask == OTA_ASK_MUTE ? OTA_ASK_OPEN : note->ask;
            ota_timer_sign(&g_ota_ram.timer, ota_chip_seconds());
            return OTA_RESULT_OK;
        case OTA_TELL_LIFE:
            if (is_updater())
            {
                return OTA_RESULT_SLOT_ARGUMENT;
            }

            clear_count(note);
            ota_timer_live(&g_ota_ram.timer, ota_chip_seconds());
            return OTA_RESULT_OK;
        case OTA_TELL_WINDOW:
            return value > 0 && ota_timer_set_window(&g_ota_ram.timer, (uint32_t)value, ota_chip_seconds())
                ? OTA_RESULT_OK
                : OTA_RESULT_SLOT_ARGUMENT;
        case OTA_TELL_SLEEP:
            if (!is_updater())
            {
                clear_count(note);
            }

            return declare_sleep(note);
        case OTA_TELL_RESTART:
            note->ask = is_updater() && note->ask == OTA_ASK_MUTE ? OTA_ASK_OPEN : note->ask;
            return declare(note, OTA_FLAG_DECLARED);
        case OTA_TELL_RESTART_TO_ASK:
            /* From an asking, too: without this the next start would be the application's. */
            note->ask = OTA_ASK_NONE;
            return declare(note, OTA_FLAG_DECLARED | OTA_FLAG_ASK_NEXT);
        case OTA_TELL_ANSWERED:
            if (!is_updater())
            {
                return OTA_RESULT_SLOT_ARGUMENT;
            }

            note->ask = OTA_ASK_ANSWERED;
            return OTA_RESULT_OK;
        case OTA_TELL_WAY_BACK:
            if (value != 0 && value != 1)
            {
                return OTA_RESULT_SLOT_ARGUMENT;
            }

            note->flags = (uint8_t)(value == 1 ? note->flags & ~OTA_FLAG_NO_WAY_BACK : note->flags | OTA_FLAG_NO_WAY_BACK);
            return OTA_RESULT_OK;
        case OTA_TELL_TAKEN:
            note->word = note->word == OTA_WORD_LEFT ? OTA_WORD_NONE : note->word;
            return OTA_RESULT_OK;
        case OTA_TELL_RECORD_READ:
            return count_record_read(value, note);
        default:
            return OTA_RESULT_SLOT_ARGUMENT;
    }
}

int32_t ota_boot_tell(int32_t what, int32_t value)
{
    ota_note note;
    bool has_notes = ota_notes_read(&note) == OTA_NOTES_READ;
    int32_t result = apply(what, value, &note);
    if (result == OTA_RESULT_OK)
    {
        rearm();
        result = !has_notes || ota_notes_write(&note) ? OTA_RESULT_OK : OTA_RESULT_STATE_WRITE_FAILED;
    }

    return result;
}

static ota_region_kind region_kind(void)
{
    if (!g_ota_ram.has_region)
    {
        return g_ota_ram.has_deployment ? OTA_REGION_DEPLOYMENT : OTA_REGION_NOTHING;
    }

    return g_ota_ram.is_boot_part ? OTA_REGION_BOOT_PART : OTA_REGION_WHOLE;
}

int32_t ota_boot_get_status(uint8_t *status, int32_t length)
{
    if (status == NULL || length < OTA_STATUS_SIZE)
    {
        return OTA_RESULT_SLOT_ARGUMENT;
    }

    ota_note note;
    choice found;
    ota_notes_state notes = ota_notes_read(&note);
    read_choice(&found);
    const uint8_t bytes[OTA_STATUS_SIZE] = {
        (uint8_t)region_kind(),
        (uint8_t)g_ota_ram.reason,
        (uint8_t)g_ota_ram.plan,
        note.word,
        note.slot,
        note.starts,
        note.ask,
        note.ends,
        note.declared,
        note.flags,
        note.cause,
        (uint8_t)notes,
        has_way_back(&found, &note) ? 1 : 0,
        g_ota_ram.timer.phase,
    };
    memcpy(status, bytes, OTA_STATUS_SIZE);
    return OTA_RESULT_OK;
}

void ota_boot_note_trial(const esp_partition_t *target)
{
    ota_note note = {.word = OTA_WORD_TRIAL, .slot = (uint8_t)target->subtype};
    (void)ota_notes_write(&note);
}

void ota_boot_note_confirmation(const esp_partition_t *running)
{
    ota_note note;
    if (ota_notes_read(&note) == OTA_NOTES_READ)
    {
        note.word = OTA_WORD_CONFIRMING;
        note.slot = (uint8_t)running->subtype;
        (void)ota_notes_write(&note);
    }
}

/* The word is no more. */
static void take_word(void)
{
    ota_note note;
    if (ota_notes_read(&note) == OTA_NOTES_READ)
    {
        note.word = OTA_WORD_NONE;
        (void)ota_notes_write(&note);
    }
}

void ota_boot_note_confirmed(void)
{
    ota_timer_confirm(&g_ota_ram.timer, ota_chip_seconds());
    rearm();
    take_word();
}

void ota_boot_note_rejection(void)
{
    take_word();
}
