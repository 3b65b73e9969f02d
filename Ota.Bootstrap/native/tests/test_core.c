/* ota_core.h, call by call: what it does, what it refuses, what it makes of ESP-IDF's errors. */

#include <string.h>

#include "check.h"
#include "chip.h"
#include "fake/device.h"
#include "fake/nor_flash.h"
#include "ota_boot.h"
#include "ota_core.h"

#define DATA 9000

static uint8_t s_image[DEVICE_SLOT_SIZE];
static size_t s_length;

/* Version 1 runs from ota_0, confirmed; version 2 waits in memory. */
static void start(void)
{
    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(0, "1.0.0.0", DATA);
    device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
    s_length = device_build_image(s_image, "2.0.0.0", DATA);
    CHECK_EQUAL(0, device_boot());
    nor_reset_counters();
}

static void stop(void)
{
    ota_core_abort();
    device_destroy();
}

static void stage(void)
{
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, (int32_t)s_length));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
}

static void slots_are_found_and_sized(void)
{
    start();
    CHECK_EQUAL(0x10, ota_core_get_subtype(OTA_PARTITION_RUNNING));
    CHECK_EQUAL(0x10, ota_core_get_subtype(OTA_PARTITION_BOOT));
    CHECK_EQUAL(0x11, ota_core_get_subtype(OTA_PARTITION_NEXT_UPDATE));
    CHECK_EQUAL(DEVICE_SLOT_SIZE, ota_core_get_size(OTA_PARTITION_NEXT_UPDATE));
    CHECK_EQUAL(-1, ota_core_get_subtype(3));
    CHECK_EQUAL(-1, ota_core_get_subtype(-1));
    CHECK_EQUAL(0, ota_core_get_size(3));
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x11));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x12));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(-1));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x20));
    stop();

    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(1, "1.0.0.0", DATA);
    device_put_entry(0, 2, ESP_OTA_IMG_UNDEFINED, true);
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(-1, ota_core_get_state(0x11));
    stop();
}

static void an_update_is_staged_chosen_tried_and_confirmed(void)
{
    start();
    stage();
    CHECK(memcmp(device_slot(1), s_image, s_length) == 0);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(0x11, ota_core_get_subtype(OTA_PARTITION_BOOT));
    CHECK_EQUAL(1, device_boot());
    CHECK(strcmp("2.0.0.0", device_version()) == 0);
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
    CHECK_EQUAL(OTA_RESULT_SLOT_ON_TRIAL, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ON_TRIAL, ota_core_begin(OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x11));
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    stop();
}

static void an_update_that_is_not_confirmed_goes_back(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(0, device_boot());
    CHECK_EQUAL(ESP_OTA_IMG_ABORTED, ota_core_get_state(0x11));
    stop();
}

static void an_update_that_gives_itself_up_restarts_into_the_old_image(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(1, device_boot());
    if (setjmp(device_restart) == 0)
    {
        ota_core_mark_invalid_and_restart();
        CHECK(!"it came back");
    }

    CHECK_EQUAL(0, device_boot());
    CHECK_EQUAL(ESP_OTA_IMG_INVALID, ota_core_get_state(0x11));
    CHECK_EQUAL(OTA_RESULT_ROLL_BACK_IMPOSSIBLE, ota_core_mark_invalid_and_restart());
    stop();
}

static void every_argument_is_checked(void)
{
    uint8_t buffer[OTA_DESCRIPTION_SIZE];
    const int32_t size = (int32_t)DEVICE_SLOT_SIZE;
    start();
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, 0, NULL, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, -1, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, 0, buffer, -1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, size - 1, buffer, 2));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, size + 1, buffer, 0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(OTA_PARTITION_RUNNING, INT32_MAX, buffer, INT32_MAX));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(-1, 0, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read(3, 0, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_read(OTA_PARTITION_RUNNING, size, buffer, 0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_read(OTA_PARTITION_RUNNING, size - 1, buffer, 1));

    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_begin(-OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_begin(1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_begin(size + OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_end());
    ota_core_abort();

    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(size - OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(NULL, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, -1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, OTA_SECTOR_SIZE + 1));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, 0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 1));

    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read_description(OTA_PARTITION_RUNNING, NULL, OTA_DESCRIPTION_SIZE));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read_description(OTA_PARTITION_RUNNING, buffer, OTA_DESCRIPTION_SIZE - 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_read_description(-1, buffer, OTA_DESCRIPTION_SIZE));
    stop();
}

static void a_slot_without_an_image_does_not_end_and_a_foreign_first_byte_is_refused_before_an_erase(void)
{
    uint8_t foreign[2] = {0x50, 0x4B};
    start();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_IMAGE_INVALID, ota_core_end());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_IMAGE_INVALID, ota_core_write(foreign, 2));
    CHECK_EQUAL(0, nor_operations());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, (int32_t)s_length));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    stop();
}

static void resuming_leaves_what_lies_before_the_offset(void)
{
    start();
    memcpy(device_slot(1), s_image, OTA_SECTOR_SIZE);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + OTA_SECTOR_SIZE, (int32_t)s_length - OTA_SECTOR_SIZE));
    CHECK_EQUAL(2, nor_erases());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK(memcmp(device_slot(1), s_image, s_length) == 0);
    stop();
}

static void beginning_again_goes_on_at_another_sector(void)
{
    start();
    memcpy(device_slot(1) + OTA_SECTOR_SIZE, s_image + OTA_SECTOR_SIZE, OTA_SECTOR_SIZE);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(2 * OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + 2 * OTA_SECTOR_SIZE, (int32_t)s_length - 2 * OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK_EQUAL(2, nor_erases());
    CHECK(memcmp(device_slot(1), s_image, s_length) == 0);

    /* A begin that is refused leaves no update open. */
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_begin(7));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 1));
    stop();
}

static void a_slot_that_is_right_already_is_verified_and_not_written(void)
{
    start();
    memcpy(device_slot(1), s_image, s_length);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK_EQUAL(0, nor_operations());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(1, device_boot());
    stop();
}

/* The first step of staging: no entry leads to a slot whose bytes change, and the running image keeps one. */
static void the_slots_old_entry_goes_before_its_first_byte(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x10));
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x11));
    nor_reset_counters();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(0, nor_operations());
    stop();
}

/* The bootloader fell back to ota_1, whose own entry is gone: without one, the new image would be started without a trial. */
static void an_image_that_runs_without_an_entry_gets_one_before_the_slot_changes(void)
{
    start();
    device_put_entry(0, 3, ESP_OTA_IMG_VALID, true);
    device_put_image(1, "1.1.0.0", DATA);
    device_slot(0)[0] = 0;
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x11));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x10));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, (int32_t)s_length));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(0, device_boot());
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x10));
    CHECK_EQUAL(1, device_boot());
    stop();
}

static void under_flash_encryption_whole_blocks_are_written(void)
{
    static const int32_t pieces[] = {1, 15, 16, 17, 700, 4096, 5000};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
    {
        device_create((device_options){.slots = 2, .rollback = true, .encrypted = true});
        device_put_image(0, "1.0.0.0", DATA);
        device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
        s_length = device_build_image(s_image, "2.0.0.0", DATA);
        CHECK_EQUAL(0, device_boot());
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
        for (int32_t done = 0; done < (int32_t)s_length - 5; done += pieces[i])
        {
            int32_t left = (int32_t)s_length - 5 - done;
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + done, left < pieces[i] ? left : pieces[i]));
        }

        CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + s_length - 5, 5));
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
        CHECK_EQUAL(1, device_boot());
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
        CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x11));
        stop();
    }
}

static void only_a_choice_that_is_new_stands(void)
{
    static const uint32_t states[] = {ESP_OTA_IMG_UNDEFINED, ESP_OTA_IMG_VALID, 5, 0x10};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
    {
        start();
        device_put_image(1, "2.0.0.0", DATA);
        device_put_entry(1, 2, states[i], true);
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
        CHECK_EQUAL(ESP_OTA_IMG_NEW, ota_core_get_state(0x11));
        CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
        CHECK_EQUAL(1, device_boot());
        CHECK_EQUAL(0, device_boot());
        stop();
    }
}

/* A torn NEW reads like a confirmation; the mark in seq_label says that nobody confirmed it. */
static void a_torn_state_is_no_confirmation(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    for (uint32_t state = 2; state < 8; state++)
    {
        uint8_t *torn = nor_bytes() + (device_entry(1) - nor_bytes()) + 24;
        *torn = (uint8_t)state;
        bool is_rejected = state == ESP_OTA_IMG_INVALID || state == ESP_OTA_IMG_ABORTED;
        CHECK_EQUAL(is_rejected ? (long)state : OTA_STATE_UNDEFINED, ota_core_get_state(0x11));
    }

    stop();
}

static void no_sequence_is_left(void)
{
    start();
    stage();
    device_put_entry(0, 0xFFFFFFFD, ESP_OTA_IMG_VALID, true);
    CHECK_EQUAL(OTA_RESULT_ACTIVATE_FAILED, ota_core_set_boot());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK_EQUAL(OTA_STATE_NONE, ota_core_get_state(0x11));
    stop();
}

static void no_call_erases_two_sectors_without_sleeping_in_between(void)
{
    static const int32_t pieces[] = {1, 700, 4095, 4096, 4097, 20000};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
    {
        start();
        memset(device_slot(1), 0, DEVICE_SLOT_SIZE);
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
        CHECK_EQUAL(0, nor_erases());
        for (int32_t done = 0; done < (int32_t)s_length; done += pieces[i])
        {
            int32_t left = (int32_t)s_length - done;
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + done, left < pieces[i] ? left : pieces[i]));
        }

        CHECK_EQUAL((s_length + OTA_SECTOR_SIZE - 1) / OTA_SECTOR_SIZE, nor_erases());
        CHECK_EQUAL(1, nor_most_erases_without_sleep());
        CHECK_EQUAL(0, nor_erases_since_sleep());
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
        stop();
    }
}

static void a_damaged_image_neither_ends_nor_is_chosen(void)
{
    start();
    s_image[5000] ^= 1;
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, (int32_t)s_length));
    CHECK_EQUAL(OTA_RESULT_SLOT_IMAGE_INVALID, ota_core_end());
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_end());
    CHECK_EQUAL(OTA_RESULT_SLOT_IMAGE_INVALID, ota_core_set_boot());
    CHECK_EQUAL(0, device_boot());
    stop();
}

static void the_description_is_the_images(void)
{
    uint8_t description[1 + OTA_DESCRIPTION_SIZE];
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_read_description(OTA_PARTITION_NEXT_UPDATE, description + 1, OTA_DESCRIPTION_SIZE));
    CHECK(memcmp(s_image + 32, description + 1, OTA_DESCRIPTION_SIZE) == 0);
    device_slot(1)[32] = 0;
    CHECK_EQUAL(
        OTA_RESULT_SLOT_IMAGE_INVALID,
        ota_core_read_description(OTA_PARTITION_NEXT_UPDATE, description, OTA_DESCRIPTION_SIZE));
    stop();
}

static void errors_of_the_flash_have_their_codes(void)
{
    uint8_t buffer[OTA_DESCRIPTION_SIZE];
    start();
    nor_fail_reads(true);
    CHECK_EQUAL(OTA_RESULT_SLOT_READ_FAILED, ota_core_read(OTA_PARTITION_RUNNING, 0, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_SLOT_READ_FAILED, ota_core_read_description(OTA_PARTITION_RUNNING, buffer, sizeof buffer));
    nor_fail_reads(false);

    /* The second sector's erase, then its write: the update is closed, and begins again behind the first. */
    for (uint32_t operation = 3; operation <= 4; operation++)
    {
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
        nor_fail_at(operation);
        CHECK_EQUAL(
            operation == 3 ? OTA_RESULT_SLOT_ERASE_FAILED : OTA_RESULT_SLOT_WRITE_FAILED,
            ota_core_write(s_image, (int32_t)s_length));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 1));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_end());
    }

    nor_fail_at(0);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + OTA_SECTOR_SIZE, (int32_t)s_length - OTA_SECTOR_SIZE));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());

    /* The commit's erase, first bytes and last four bytes; the note of the trial is written already. */
    ota_boot_note_trial(device_find(ESP_PARTITION_TYPE_APP, 0x11, NULL));
    for (uint32_t operation = 1; operation <= 3; operation++)
    {
        nor_fail_at(operation);
        CHECK_EQUAL(OTA_RESULT_ACTIVATE_FAILED, ota_core_set_boot());
        CHECK_EQUAL(0x10, ota_core_get_subtype(OTA_PARTITION_BOOT));
    }

    nor_fail_at(0);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(1, device_boot());

    /* Behind the note: the entry's erase. */
    nor_fail_at(2);
    CHECK_EQUAL(OTA_RESULT_CONFIRM_FAILED, ota_core_mark_valid());
    nor_fail_at(2);
    CHECK_EQUAL(OTA_RESULT_ROLL_BACK_IMPOSSIBLE, ota_core_mark_invalid_and_restart());

    /* The slot's old entry cannot be erased: nothing of the slot changes. */
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
    CHECK_EQUAL(1, device_boot());
    nor_fail_at(1);
    CHECK_EQUAL(OTA_RESULT_SLOT_ERASE_FAILED, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 1));
    nor_fail_reads(true);
    CHECK_EQUAL(OTA_RESULT_SLOT_UNAVAILABLE, ota_core_begin(0));
    nor_fail_reads(false);
    stop();
}

static void without_a_second_slot_there_is_nothing_to_update(void)
{
    for (int slots = 0; slots <= 1; slots++)
    {
        device_create((device_options){.slots = slots, .has_factory = slots == 0, .rollback = true});
        device_put_image(slots == 0 ? DEVICE_FACTORY : 0, "1.0.0.0", DATA);
        CHECK_EQUAL(slots == 0 ? DEVICE_FACTORY : 0, device_boot());
        CHECK_EQUAL(OTA_RESULT_SLOT_UNAVAILABLE, ota_core_begin(0));
        CHECK_EQUAL(OTA_RESULT_SLOT_UNAVAILABLE, ota_core_set_boot());
        CHECK_EQUAL(slots == 0 ? -1 : 0x10, ota_core_get_subtype(OTA_PARTITION_NEXT_UPDATE));
        stop();
    }

    /* L18: an update from the factory app into the only slot would be the last one. */
    device_create((device_options){.slots = 1, .has_factory = true, .rollback = true});
    device_put_image(DEVICE_FACTORY, "1.0.0.0", DATA);
    CHECK_EQUAL(DEVICE_FACTORY, device_boot());
    CHECK_EQUAL(OTA_RESULT_SLOT_UNAVAILABLE, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_UNAVAILABLE, ota_core_set_boot());
    stop();
}

static void choosing_twice_keeps_the_way_back(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    nor_reset_counters();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(0, nor_operations());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(0, device_boot());
    stop();
}

static void choosing_a_slot_again_whose_image_did_not_load_keeps_the_way_back(void)
{
    start();
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    device_slot(1)[0] = 0;
    CHECK_EQUAL(0, device_boot());
    CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x11));
    stage();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    CHECK_EQUAL(1, device_boot());
    CHECK_EQUAL(0, device_boot());
    CHECK_EQUAL(ESP_OTA_IMG_VALID, ota_core_get_state(0x10));
    stop();
}

/* A deployment from Visual Studio would run in place of the update, on whatever slot. */
static void beside_a_deployment_no_update_is_taken_and_nothing_is_written(void)
{
    device_create((device_options){.slots = 2, .rollback = true, .has_deployment = true});
    device_put_image(0, "1.0.0.0", DATA);
    device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
    device_put_entry(1, 2, ESP_OTA_IMG_ABORTED, true);
    s_length = device_build_image(s_image, "2.0.0.0", DATA);
    CHECK_EQUAL(0, device_boot());

    /* Deployed while the chip runs, before the commit. */
    stage();
    memcpy(device_deployment(), "NFMRK1\0", 8);
    nor_reset_counters();
    CHECK_EQUAL(OTA_RESULT_DEPLOYMENT_WINS, ota_core_set_boot());
    CHECK_EQUAL(OTA_RESULT_DEPLOYMENT_WINS, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, ota_core_write(s_image, 16));
    CHECK_EQUAL(0, nor_operations());

    /* Erased by cable. */
    memset(device_deployment(), 0xFF, 8);
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
    stop();
}

int main(void)
{
    device_at_reset(chip_forgets);
    slots_are_found_and_sized();
    an_update_is_staged_chosen_tried_and_confirmed();
    an_update_that_is_not_confirmed_goes_back();
    an_update_that_gives_itself_up_restarts_into_the_old_image();
    every_argument_is_checked();
    a_slot_without_an_image_does_not_end_and_a_foreign_first_byte_is_refused_before_an_erase();
    resuming_leaves_what_lies_before_the_offset();
    beginning_again_goes_on_at_another_sector();
    a_slot_that_is_right_already_is_verified_and_not_written();
    the_slots_old_entry_goes_before_its_first_byte();
    an_image_that_runs_without_an_entry_gets_one_before_the_slot_changes();
    under_flash_encryption_whole_blocks_are_written();
    only_a_choice_that_is_new_stands();
    a_torn_state_is_no_confirmation();
    no_sequence_is_left();
    no_call_erases_two_sectors_without_sleeping_in_between();
    a_damaged_image_neither_ends_nor_is_chosen();
    the_description_is_the_images();
    errors_of_the_flash_have_their_codes();
    without_a_second_slot_there_is_nothing_to_update();
    choosing_twice_keeps_the_way_back();
    choosing_a_slot_again_whose_image_did_not_load_keeps_the_way_back();
    beside_a_deployment_no_update_is_taken_and_nothing_is_written();
    puts("core: 23 tests");
    return 0;
}
