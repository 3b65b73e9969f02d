/* The guard and the native timer on a virtual board: firmwares that live, crash, hang and sleep; power cuts in every step of the guard. */

#include <string.h>

#include <nvs_flash.h>

#include "check.h"
#include "chip.h"
#include "fake/image.h"
#include "fake/nor_flash.h"
#include "ota_boot.h"
#include "ota_chip.h"
#include "ota_core.h"

#define OLD 0
#define NEW 1
#define HOUR 3600u

static uint8_t s_images[2][DEVICE_SLOT_SIZE];
static size_t s_lengths[2];
static size_t s_boot_length;
static size_t s_app_length;

/* Two firmwares, each with a boot program and an application. */
static void make_images(void)
{
    static uint8_t description[1024];
    static uint8_t parts[2][1024];
    static uint8_t attached[2100];
    s_boot_length = image_assembly(parts[0], '1', 300, 1);
    s_app_length = image_assembly(parts[1], '1', 500, 2);
    for (int i = 0; i < 2; i++)
    {
        image_segment segments[2] = {
            {IMAGE_DROM + 0x20, description, image_description(description, i == OLD ? "1.0.0.0" : "2.0.0.0", 600)},
            {0, attached, image_attached(attached, parts[0], s_boot_length, parts[1], s_app_length)},
        };
        s_lengths[i] = image_build(s_images[i], sizeof s_images[i], segments, 2);
    }
}

/* The old release runs, confirmed. */
static void manufacture(device_options options)
{
    device_create(options);
    memcpy(device_slot(OLD), s_images[OLD], s_lengths[OLD]);
    device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
    CHECK_EQUAL(OLD, chip_start());
}

static const device_options s_two_slots = {.slots = 2, .rollback = true};

static void stage_and_choose(void)
{
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_images[NEW], (int32_t)s_lengths[NEW]));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
}

/* The new release runs, on trial. */
static void begin_trial(device_options options)
{
    manufacture(options);
    stage_and_choose();
    device_reset_by(ESP_RST_SW);
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
}

/* The new release runs, confirmed; the old one is the way back. */
static void confirm_new(void)
{
    begin_trial(s_two_slots);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
}

static uint8_t status_at(int index)
{
    uint8_t status[OTA_STATUS_SIZE];
    CHECK_EQUAL(OTA_RESULT_OK, ota_boot_get_status(status, sizeof status));
    return status[index];
}

static void tell(int32_t what, int32_t value)
{
    CHECK_EQUAL(OTA_RESULT_OK, ota_boot_tell(what, value));
}

/* nanoHAL_Initialize: both searches get one answer. True: the boot part alone. */
static bool load(void)
{
    const esp_partition_t *first = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, (esp_partition_subtype_t)0x84, NULL);
    const esp_partition_t *second = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, (esp_partition_subtype_t)0x84, NULL);
    CHECK(first != NULL && first == second);
    bool is_boot_part = first->size == s_boot_length;
    CHECK(is_boot_part || first->size == s_boot_length + s_app_length);
    CHECK_EQUAL(is_boot_part ? OTA_REGION_BOOT_PART : OTA_REGION_WHOLE, status_at(0));
    return is_boot_part;
}

static void hang(void)
{
    device_let_pass(48 * HOUR);
}

static void pass_two_seconds(void)
{
    device_let_pass(2);
}

static void restart(void)
{
    chip_restarts();
}

/* A run that ends by the native timer alone. */
static int hang_and_start(void)
{
    CHECK(chip_run(hang));
    return chip_start();
}

static int crash_and_start(void)
{
    device_reset_by(ESP_RST_PANIC);
    return chip_start();
}

/* The boot program of a firmware that works: it asks, is answered or not, and restarts into the application. */
static int ask_and_start(bool is_answered)
{
    CHECK(load());
    tell(OTA_TELL_SIGN, 0);
    if (is_answered)
    {
        tell(OTA_TELL_ANSWERED, 0);
    }

    tell(OTA_TELL_RESTART, 0);
    CHECK(chip_run(restart));
    return chip_start();
}

static void a_trial_that_never_starts_managed_code_ends(void)
{
    for (int hangs_in_shutdown = 0; hangs_in_shutdown <= 1; hangs_in_shutdown++)
    {
        begin_trial(s_two_slots);
        device_hang_in_shutdown(hangs_in_shutdown == 1);
        CHECK_EQUAL(OTA_PHASE_TRIAL, status_at(13));
        device_let_pass(OTA_TRIAL_SECONDS - 1);
        if (hangs_in_shutdown == 0)
        {
            CHECK(chip_run(pass_two_seconds));
            CHECK_EQUAL(OLD, chip_start());
        }
        else
        {
            CHECK_EQUAL(OLD, hang_and_start());
        }

        CHECK_EQUAL(OTA_REASON_WATCHDOG, status_at(1));
        CHECK_EQUAL(ESP_OTA_IMG_ABORTED, ota_core_get_state(0x11));
        CHECK(!load());
        device_destroy();
    }
}

static void managed_code_sets_the_trials_window_once(void)
{
    begin_trial(s_two_slots);
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WINDOW, 0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WINDOW, -1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WINDOW, 24 * (int32_t)HOUR + 1));
    tell(OTA_TELL_WINDOW, 2 * (int32_t)HOUR);
    device_let_pass(HOUR);

    /* The CLR restarts alone: managed code would set the window anew, and nanoHAL_Initialize runs again. */
    CHECK_EQUAL(ESP_OK, nvs_flash_init());
    CHECK(!load());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WINDOW, 2 * (int32_t)HOUR));
    tell(OTA_TELL_WINDOW, (int32_t)HOUR);
    device_let_pass(HOUR - 1);
    tell(OTA_TELL_SIGN, 0);
    tell(OTA_TELL_LIFE, 0);
    CHECK_EQUAL(OTA_PHASE_TRIAL, status_at(13));
    CHECK_EQUAL(OLD, hang_and_start());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WINDOW, 60));
    device_destroy();
}

static void the_timer_waits_for_life_and_then_for_signs(void)
{
    confirm_new();
    CHECK_EQUAL(OTA_PHASE_STARTING, status_at(13));
    device_let_pass(OTA_START_SECONDS - 1);
    tell(OTA_TELL_SIGN, 0);
    CHECK_EQUAL(OTA_PHASE_STARTING, status_at(13));
    tell(OTA_TELL_LIFE, 0);
    for (int day = 0; day < 10; day++)
    {
        device_let_pass(OTA_SIGN_SECONDS - 1);
        tell(OTA_TELL_SIGN, 0);
    }

    CHECK_EQUAL(OTA_PHASE_ALIVE, status_at(13));
    CHECK_EQUAL(NEW, hang_and_start());
    CHECK_EQUAL(OTA_REASON_WATCHDOG, status_at(1));
    CHECK_EQUAL(1, status_at(5));

    /* A restart of the CLR alone neither counts nor prolongs. */
    device_let_pass(OTA_START_SECONDS - 1);
    CHECK_EQUAL(ESP_OK, nvs_flash_init());
    CHECK(!load());
    CHECK_EQUAL(1, status_at(5));
    CHECK_EQUAL(NEW, hang_and_start());
    CHECK_EQUAL(2, status_at(5));
    device_destroy();
}

/* Waits for a debugger, hangs in native code, links nothing: whichever part is started, no managed code runs. */
static void a_confirmed_firmware_that_never_starts_managed_code_is_left(void)
{
    confirm_new();
    int starts = 0;
    int slot = NEW;
    while (slot == NEW)
    {
        CHECK(starts++ < 20);
        CHECK(load() == (starts > 1 && status_at(5) % 2 == 0));
        slot = hang_and_start();
    }

    CHECK_EQUAL(OLD, slot);
    CHECK_EQUAL(11, starts);
    CHECK_EQUAL(OTA_WORD_LEFT, status_at(3));
    CHECK_EQUAL(0x11, status_at(4));
    CHECK_EQUAL(OTA_REASON_WATCHDOG, status_at(10));
    CHECK_EQUAL(ESP_OTA_IMG_ABORTED, ota_core_get_state(0x11));
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK(!load());

    /* The client takes the word, and later tries the release again. */
    tell(OTA_TELL_TAKEN, 0);
    CHECK_EQUAL(OTA_WORD_NONE, status_at(3));
    tell(OTA_TELL_LIFE, 0);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    device_reset_by(ESP_RST_SW);
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
    device_destroy();
}

static void an_application_that_crashes_at_every_start_is_left_when_the_server_answers(void)
{
    confirm_new();
    int asks = 0;
    for (int slot = crash_and_start(); slot == NEW; slot = crash_and_start())
    {
        if (load())
        {
            asks++;
            CHECK(asks <= 5);
            CHECK_EQUAL(OTA_PHASE_UPDATER, status_at(13));
            CHECK_EQUAL(NEW, ask_and_start(true));
            CHECK(!load());
        }
    }

    CHECK_EQUAL(5, asks);
    CHECK_EQUAL(OTA_WORD_LEFT, status_at(3));
    device_destroy();
}

static void no_outage_leads_to_another_release(void)
{
    confirm_new();
    for (int i = 0; i < 300; i++)
    {
        CHECK_EQUAL(NEW, crash_and_start());
        if (load())
        {
            /* An hour of asking: each sign of the program gives it more time. */
            for (int minute = 0; minute < 60; minute++)
            {
                device_let_pass(60);
                tell(OTA_TELL_SIGN, 0);
            }

            CHECK_EQUAL(NEW, ask_and_start(false));
            CHECK(!load());
        }
    }

    device_destroy();
}

/* The application is tried again and again, and the boot program runs in between: a cure can come at any time. */
static void without_a_way_back_nothing_is_left(void)
{
    for (int kind = 0; kind < 3; kind++)
    {
        confirm_new();
        if (kind == 0)
        {
            device_slot(OLD)[s_lengths[OLD] / 2] ^= 1;
        }
        else if (kind == 1)
        {
            tell(OTA_TELL_WAY_BACK, 0);
            CHECK_EQUAL(0, status_at(12));
        }
        else
        {
            device_put_entry(0, 1, ESP_OTA_IMG_UNDEFINED, true);
        }

        int applications = 0;
        int asks = 0;
        for (int i = 0; i < 60; i++)
        {
            CHECK_EQUAL(NEW, crash_and_start());
            if (load())
            {
                asks++;
                CHECK_EQUAL(NEW, ask_and_start(true));
            }

            CHECK(!load());
            applications++;
        }

        CHECK_EQUAL(60, applications);
        CHECK(asks > 40);
        CHECK_EQUAL(OTA_PLAN_APPLICATION, status_at(2));
        CHECK_EQUAL(OTA_WORD_NONE, status_at(3));
        device_destroy();
    }
}

static void a_declared_restart_goes_on_with_the_trial(void)
{
    begin_trial(s_two_slots);
    for (int i = 0; i < OTA_MOST_DECLARED; i++)
    {
        bool sleeps = i % 2 == 0;
        tell(sleeps ? OTA_TELL_SLEEP : OTA_TELL_RESTART, 0);
        if (sleeps)
        {
            device_reset_by(ESP_RST_DEEPSLEEP);
        }
        else
        {
            CHECK(chip_run(restart));
        }

        CHECK_EQUAL(NEW, chip_start());
        CHECK_EQUAL(sleeps ? OTA_REASON_WAKE_UP : OTA_REASON_DECLARED, status_at(1));
        CHECK_EQUAL(i + 1, status_at(8));
        CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
    }

    CHECK_EQUAL(OTA_RESULT_SLOT_ON_TRIAL, ota_boot_tell(OTA_TELL_RESTART, 0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ON_TRIAL, ota_boot_tell(OTA_TELL_SLEEP, 0));
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));

    /* A sleep all the same is one that nobody announced. */
    device_reset_by(ESP_RST_DEEPSLEEP);
    CHECK_EQUAL(OLD, chip_start());
    CHECK_EQUAL(OTA_REASON_UNDECLARED_WAKE_UP, status_at(1));
    device_destroy();
}

static void a_declared_restart_that_does_not_come_leaves_the_trial_to_be_confirmed(void)
{
    begin_trial(s_two_slots);
    tell(OTA_TELL_RESTART, 0);
    CHECK_EQUAL(OTA_RESULT_SLOT_ON_TRIAL, ota_core_begin(0));
    tell(OTA_TELL_RESTART, 0);
    CHECK_EQUAL(1, status_at(8));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
    CHECK_EQUAL(NEW, crash_and_start());
    CHECK_EQUAL(NEW, crash_and_start());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x11));
    device_destroy();
}

/* A trial whose entry has a state that a power cut left. What says that the entry was for a trial: the note and the mark, or one of them. */
static void a_torn_state_becomes_a_trial(uint32_t torn, bool has_note, bool has_mark)
{
    manufacture((device_options){.slots = 2, .rollback = true, .has_small_record = !has_note});
    stage_and_choose();
    uint8_t *entry = nor_bytes() + (device_entry(1) - nor_bytes());
    memcpy(entry + 24, &torn, sizeof torn);
    if (!has_mark)
    {
        /* Torn as well. */
        entry[5] |= 0x08;
        entry[6] |= 0x10;
    }

    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
    CHECK_EQUAL(OTA_PHASE_TRIAL, status_at(13));
    CHECK_EQUAL(OLD, crash_and_start());
    device_destroy();
}

/* Whatever a power cut made of the state when the bootloader wrote PENDING_VERIFY: the trial goes on, and a crash undoes it. */
static void a_torn_state_is_a_trial_again(void)
{
    for (int i = 0; i < 64; i++)
    {
        uint32_t torn = i < 32 ? (uint32_t)i : i == 63 ? UINT32_MAX : 1u << (i - 32);
        if (torn != ESP_OTA_IMG_PENDING_VERIFY && torn != ESP_OTA_IMG_INVALID && torn != ESP_OTA_IMG_ABORTED)
        {
            a_torn_state_becomes_a_trial(torn, true, true);
            a_torn_state_becomes_a_trial(torn, true, false);
            a_torn_state_becomes_a_trial(torn, false, true);
        }
    }
}

/* What is confirmed, or was never nanoOta's trial, is left as it is. */
static void a_confirmed_entry_is_left_alone(void)
{
    static const uint32_t states[] = {ESP_OTA_IMG_VALID, ESP_OTA_IMG_UNDEFINED};
    for (size_t i = 0; i < 2; i++)
    {
        manufacture(s_two_slots);
        memcpy(device_slot(NEW), s_images[NEW], s_lengths[NEW]);

        /* A cable wrote the slot and its entry anew; the note is of a trial before that. */
        ota_boot_note_trial(device_find(ESP_PARTITION_TYPE_APP, 0x11, NULL));
        device_put_entry(1, 2, states[i], true);
        nor_reset_counters();
        CHECK_EQUAL(NEW, chip_start());
        CHECK_EQUAL(0, nor_operations());
        device_destroy();
    }
}

static void a_sleeper_writes_nothing_by_waking(void)
{
    confirm_new();
    CHECK_EQUAL(NEW, crash_and_start());
    tell(OTA_TELL_SLEEP, 0);
    nor_reset_counters();
    for (int i = 0; i < 1000; i++)
    {
        device_reset_by(ESP_RST_DEEPSLEEP);
        CHECK_EQUAL(NEW, chip_start());
        CHECK(!load());
        CHECK_EQUAL(OTA_REASON_WAKE_UP, status_at(1));
        tell(OTA_TELL_SLEEP, 0);
    }

    CHECK_EQUAL(0, nor_operations());

    /* RTC memory holds anything when the power comes on, and an announcement is for one sleep. */
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(OTA_REASON_POWER_ON, status_at(1));
    device_reset_by(ESP_RST_DEEPSLEEP);
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(OTA_REASON_UNDECLARED_WAKE_UP, status_at(1));
    CHECK_EQUAL(1, status_at(5));
    device_destroy();
}

static void a_start_that_lives_costs_two_notes(void)
{
    confirm_new();
    tell(OTA_TELL_LIFE, 0);
    nor_reset_counters();
    CHECK_EQUAL(NEW, crash_and_start());
    tell(OTA_TELL_LIFE, 0);
    tell(OTA_TELL_LIFE, 0);
    CHECK_EQUAL(2, nor_operations());
    nor_reset_counters();
    CHECK_EQUAL(NEW, chip_start());
    tell(OTA_TELL_LIFE, 0);
    CHECK_EQUAL(0, nor_operations());
    device_destroy();
}

static void a_restart_that_asks_runs_the_boot_part(void)
{
    confirm_new();
    tell(OTA_TELL_RESTART_TO_ASK, 0);
    CHECK(chip_run(restart));
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_LIFE, 0));

    /* From the asking itself: the boot part runs once more. */
    tell(OTA_TELL_SIGN, 0);
    tell(OTA_TELL_RESTART_TO_ASK, 0);
    CHECK(chip_run(restart));
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_LIFE, 0));
    CHECK_EQUAL(NEW, ask_and_start(true));
    CHECK(!load());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_ANSWERED, 0));
    device_destroy();
}

static void a_board_with_a_deployment_is_never_asked(void)
{
    manufacture((device_options){.slots = 2, .rollback = true, .has_deployment = true});
    memcpy(device_deployment(), "NFMRK1\0", 8);
    for (int i = 0; i < 20; i++)
    {
        CHECK_EQUAL(OLD, crash_and_start());
        const esp_partition_t *found = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, (esp_partition_subtype_t)0x84, NULL);
        CHECK(found == device_find(ESP_PARTITION_TYPE_DATA, 0x84, NULL));
        CHECK_EQUAL(OTA_REGION_DEPLOYMENT, status_at(0));
    }

    CHECK_EQUAL(0, status_at(5));
    device_destroy();
}

static void an_image_without_an_application_is_its_boot_part(void)
{
    static uint8_t description[1024];
    static uint8_t attached[600];
    static uint8_t boot[512];
    size_t length = image_assembly(boot, '1', 300, 1);
    image_segment segments[2] = {
        {IMAGE_DROM + 0x20, description, image_description(description, "1.0.0.0", 600)},
        {0, attached, image_attached(attached, boot, length, boot, 0)},
    };
    device_create(s_two_slots);
    image_build(device_slot(OLD), DEVICE_SLOT_SIZE, segments, 2);
    CHECK_EQUAL(OLD, chip_start());
    CHECK(load());
    device_destroy();
}

static void flash_that_cannot_be_read_decides_nothing(void)
{
    confirm_new();
    for (int i = 0; i < 6; i++)
    {
        CHECK_EQUAL(NEW, crash_and_start());
    }

    device_reset_by(ESP_RST_PANIC);
    CHECK_EQUAL(NEW, device_boot());
    nor_reset_counters();
    nor_fail_reads(true);
    CHECK_EQUAL(ESP_OK, nvs_flash_init());
    nor_fail_reads(false);
    CHECK_EQUAL(0, nor_operations());
    CHECK_EQUAL(OTA_PLAN_APPLICATION, status_at(2));
    CHECK_EQUAL(OTA_PHASE_STARTING, status_at(13));
    device_destroy();
}

static int record_errors(void)
{
    return (status_at(9) & OTA_FLAG_RECORD_ERRORS) / OTA_FLAG_RECORD_ERROR;
}

static void starts_with_one_error_of_the_record_are_counted_to_three(void)
{
    confirm_new();
    CHECK_EQUAL(0, record_errors());
    for (int i = 1; i <= 4; i++)
    {
        tell(OTA_TELL_RECORD_READ, 1);
        CHECK_EQUAL(i < 3 ? i : 3, record_errors());
    }

    tell(OTA_TELL_RECORD_READ, 2);
    CHECK_EQUAL(1, record_errors());
    tell(OTA_TELL_RECORD_READ, 2);
    CHECK_EQUAL(2, record_errors());
    tell(OTA_TELL_RECORD_READ, 1);
    CHECK_EQUAL(1, record_errors());
    tell(OTA_TELL_RECORD_READ, 0);
    CHECK_EQUAL(0, status_at(9));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_RECORD_READ, 3));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_RECORD_READ, -1));
    device_destroy();
}

static void every_event_and_status_is_checked(void)
{
    uint8_t status[OTA_STATUS_SIZE];
    confirm_new();
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(0, 0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(11, 0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(INT32_MIN, INT32_MAX));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_tell(OTA_TELL_WAY_BACK, 2));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_get_status(NULL, OTA_STATUS_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_boot_get_status(status, OTA_STATUS_SIZE - 1));
    CHECK_EQUAL(1, status_at(12));
    tell(OTA_TELL_WAY_BACK, 0);
    CHECK_EQUAL(0, status_at(12));
    tell(OTA_TELL_WAY_BACK, 1);
    CHECK_EQUAL(1, status_at(12));
    nor_fail_at(1);
    CHECK_EQUAL(OTA_RESULT_OK, ota_boot_tell(OTA_TELL_WAY_BACK, 0));
    device_destroy();
}

/* 700 notes go round both sectors; each is read back by the next start. */
static void notes_go_round_their_two_sectors(void)
{
    manufacture(s_two_slots);
    nor_reset_counters();
    for (int i = 0; i < 700; i++)
    {
        tell(OTA_TELL_WAY_BACK, i % 2);
        device_reset_by(ESP_RST_DEEPSLEEP);
        ota_chip_leave_message(OTA_MESSAGE_SLEEP);
        CHECK_EQUAL(OLD, chip_start());
        CHECK_EQUAL(i % 2 == 0 ? OTA_FLAG_NO_WAY_BACK : 0, status_at(9));
    }

    CHECK_EQUAL(3, nor_erases());
    device_destroy();
}

static void a_partition_without_room_for_notes_keeps_nothing(void)
{
    manufacture((device_options){.slots = 2, .rollback = true, .has_small_record = true});
    CHECK_EQUAL(OTA_NOTES_ABSENT, status_at(11));
    tell(OTA_TELL_LIFE, 0);
    stage_and_choose();
    device_reset_by(ESP_RST_SW);
    CHECK_EQUAL(NEW, chip_start());
    CHECK_EQUAL(OLD, hang_and_start());
    for (int i = 0; i < 20; i++)
    {
        CHECK_EQUAL(OLD, crash_and_start());
        CHECK(!load());
    }

    device_destroy();
}

/* Power cuts. */

static const struct
{
    cut_moment moment;
    unsigned torn_eighths;
} s_kinds[] = {{CUT_BEFORE, 0}, {CUT_TORN, 0}, {CUT_TORN, 1}, {CUT_TORN, 4}, {CUT_TORN, 7}, {CUT_SCATTERED, 5}, {CUT_SCATTERED, 16}, {CUT_AFTER, 0}};

#define KINDS (sizeof s_kinds / sizeof s_kinds[0])

static unsigned s_cuts;

/* Runs a step with the power cut at one of its operations. True: the power was cut. */
static bool is_cut(void (*step)(void), uint32_t operation, size_t kind)
{
    nor_cut_at(operation, s_kinds[kind].moment, s_kinds[kind].torn_eighths);
    if (setjmp(nor_power) != 0)
    {
        s_cuts++;
        return true;
    }

    (void)chip_run(step);
    nor_cut_at(0, CUT_BEFORE, 0);
    return false;
}

static void confirm(void)
{
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
}

/* From the moment that the confirmation is in the notes, no cut undoes it. */
static void a_cut_in_the_confirmation_does_not_undo_it(void)
{
    for (uint32_t operation = 1;; operation++)
    {
        for (size_t kind = 0; kind < KINDS; kind++)
        {
            begin_trial(s_two_slots);
            bool was_cut = is_cut(confirm, operation, kind);
            if (!was_cut)
            {
                CHECK(operation > 3);
                device_destroy();
                return;
            }

            int slot = chip_start();
            bool was_decided = operation > 1 || s_kinds[kind].moment == CUT_AFTER;
            CHECK_EQUAL(was_decided ? NEW : OLD, slot);
            CHECK_EQUAL(was_decided ? ESP_OTA_IMG_VALID : ESP_OTA_IMG_ABORTED, ota_core_get_state(0x11));
            CHECK_EQUAL(slot, chip_start());
            CHECK_EQUAL(slot, crash_and_start());
            device_destroy();
        }
    }
}

static int s_slot;

static void start_chip(void)
{
    s_slot = chip_start();
}

/* The start that goes back: cut anywhere, and again anywhere in the start behind it, the old release runs in the end. */
static void a_cut_while_going_back_ends_there_all_the_same(void)
{
    for (uint32_t operation = 1;; operation++)
    {
        for (size_t kind = 0; kind < KINDS; kind++)
        {
            confirm_new();
            for (int starts = 1; starts <= 10; starts++)
            {
                device_reset_by(ESP_RST_PANIC);
                CHECK_EQUAL(NEW, chip_start());
                (void)load();
            }

            device_reset_by(ESP_RST_PANIC);
            bool was_cut = is_cut(start_chip, operation, kind);
            if (!was_cut)
            {
                CHECK_EQUAL(OLD, s_slot);
                CHECK(operation > 3);
                device_destroy();
                return;
            }

            device_reset_by(ESP_RST_PANIC);
            (void)is_cut(start_chip, 1 + operation % 3, (kind + operation) % KINDS);
            device_reset_by(ESP_RST_PANIC);
            CHECK_EQUAL(OLD, chip_start());
            CHECK_EQUAL(OTA_WORD_LEFT, status_at(3));
            CHECK_EQUAL(OLD, crash_and_start());
            device_destroy();
        }
    }
}

static void declare_restart(void)
{
    CHECK_EQUAL(OTA_RESULT_OK, ota_boot_tell(OTA_TELL_RESTART, 0));
}

/* A whole release runs, and the trial is not confirmed by it. */
static void a_cut_in_a_declared_restart_leaves_a_whole_release(void)
{
    for (uint32_t operation = 1;; operation++)
    {
        for (size_t kind = 0; kind < KINDS; kind++)
        {
            begin_trial(s_two_slots);
            bool was_cut = is_cut(declare_restart, operation, kind);
            int slot = chip_start();
            CHECK(slot == OLD || slot == NEW);
            CHECK(ota_core_get_state(0x11) != ESP_OTA_IMG_VALID);
            CHECK_EQUAL(OLD, crash_and_start());
            device_destroy();
            if (!was_cut)
            {
                CHECK_EQUAL(NEW, slot);
                return;
            }
        }
    }
}

/* Each start of a crash loop, cut at its note: the count goes on, and is never lost. */
static void a_cut_while_a_start_is_counted_leaves_the_count(void)
{
    for (size_t kind = 0; kind < KINDS; kind++)
    {
        confirm_new();
        int last = 0;
        for (int i = 0; i < 600; i++)
        {
            device_reset_by(ESP_RST_PANIC);
            (void)is_cut(start_chip, 1 + (uint32_t)i % 2, kind);
            device_reset_by(ESP_RST_PANIC);
            CHECK_EQUAL(NEW, chip_start());
            int starts = status_at(5);
            CHECK(starts > last);
            last = starts;
            if (starts > 6)
            {
                if (status_at(2) == OTA_PLAN_ASK)
                {
                    CHECK_EQUAL(NEW, ask_and_start(false));
                }

                tell(OTA_TELL_LIFE, 0);
                last = 0;
            }
        }

        device_destroy();
    }
}

int main(void)
{
    device_at_reset(chip_forgets);
    make_images();
    a_trial_that_never_starts_managed_code_ends();
    managed_code_sets_the_trials_window_once();
    the_timer_waits_for_life_and_then_for_signs();
    a_confirmed_firmware_that_never_starts_managed_code_is_left();
    an_application_that_crashes_at_every_start_is_left_when_the_server_answers();
    no_outage_leads_to_another_release();
    without_a_way_back_nothing_is_left();
    a_declared_restart_goes_on_with_the_trial();
    a_declared_restart_that_does_not_come_leaves_the_trial_to_be_confirmed();
    a_torn_state_is_a_trial_again();
    a_confirmed_entry_is_left_alone();
    a_sleeper_writes_nothing_by_waking();
    a_start_that_lives_costs_two_notes();
    a_restart_that_asks_runs_the_boot_part();
    a_board_with_a_deployment_is_never_asked();
    an_image_without_an_application_is_its_boot_part();
    flash_that_cannot_be_read_decides_nothing();
    starts_with_one_error_of_the_record_are_counted_to_three();
    every_event_and_status_is_checked();
    notes_go_round_their_two_sectors();
    a_partition_without_room_for_notes_keeps_nothing();
    a_cut_in_the_confirmation_does_not_undo_it();
    a_cut_while_going_back_ends_there_all_the_same();
    a_cut_in_a_declared_restart_leaves_a_whole_release();
    a_cut_while_a_start_is_counted_leaves_the_count();
    CHECK(s_cuts > 100);
    printf("boot: 24 tests, %u cuts\n", s_cuts);
    return 0;
}
