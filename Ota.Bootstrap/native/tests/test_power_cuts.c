/*
 * The power is cut at every flash operation of an update, before, in and behind it, also in the bootloader; then once more at every
 * operation of what follows. Every start must find a whole image, the old or the new one, and the update must still come through.
 */

#include <string.h>

#include "check.h"
#include "chip.h"
#include "fake/device.h"
#include "fake/nor_flash.h"
#include "ota_core.h"

#define DATA 5200
#define ANCIENT "0.9.0.0"
#define OLD "1.0.0.0"
#define NEW "2.0.0.0"

/* One life of a device: from here to a power cut or to the end of the update. */
typedef struct
{
    uint32_t operation;
    cut_moment moment;
    unsigned torn_eighths;
} cut;

static const cut s_kinds[] = {
    {0, CUT_BEFORE, 0},
    {0, CUT_TORN, 0},
    {0, CUT_TORN, 1},
    {0, CUT_TORN, 4},
    {0, CUT_TORN, 7},
    {0, CUT_SCATTERED, 11},
    {0, CUT_AFTER, 0},
};

#define KINDS (sizeof s_kinds / sizeof s_kinds[0])

static uint8_t s_image[DEVICE_SLOT_SIZE];
static size_t s_length;
static int s_old_slot;
static unsigned s_cuts;
static unsigned s_starts;

static int other_slot(void)
{
    return 1 - s_old_slot;
}

static void manufacture(void)
{
    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(s_old_slot, OLD, DATA + 900);

    /* What an update finds in its slot: the image before the last, longer than the new one. */
    device_put_image(other_slot(), ANCIENT, DATA + 9000);
    if (s_old_slot == 1)
    {
        device_put_entry(0, 1, ESP_OTA_IMG_ABORTED, true);
        device_put_entry(1, 2, ESP_OTA_IMG_VALID, true);
    }
}

/* The updater resumes as the library does: behind the last sector that is as it should be. */
static int32_t first_wrong_sector(void)
{
    uint8_t sector[OTA_SECTOR_SIZE];
    int32_t offset = 0;
    while (offset + OTA_SECTOR_SIZE < (int32_t)s_length)
    {
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_read(OTA_PARTITION_NEXT_UPDATE, offset, sector, OTA_SECTOR_SIZE));
        if (memcmp(sector, s_image + offset, OTA_SECTOR_SIZE) != 0)
        {
            break;
        }

        offset += OTA_SECTOR_SIZE;
    }

    return offset;
}

static void stage_and_choose(void)
{
    int32_t offset = first_wrong_sector();
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(offset));
    while (offset < (int32_t)s_length)
    {
        int32_t count = (int32_t)s_length - offset < 1500 ? (int32_t)s_length - offset : 1500;
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image + offset, count));
        offset += count;
    }

    CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
    CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
}

static void check_start(int slot)
{
    s_starts++;
    bool is_old = slot == s_old_slot && strcmp(device_version(), OLD) == 0;
    bool is_new = slot == other_slot() && strcmp(device_version(), NEW) == 0;
    CHECK(is_old || is_new);
    if (is_new)
    {
        CHECK(memcmp(device_slot(slot), s_image, s_length) == 0);
    }
}

/* Starts until the new image is confirmed. False: the power was cut. */
static bool live(cut planned)
{
    nor_reset_counters();
    nor_cut_at(planned.operation, planned.moment, planned.torn_eighths);
    if (setjmp(nor_power) != 0)
    {
        s_cuts++;
        ota_core_abort();
        return false;
    }

    for (int starts = 0; starts < 6; starts++)
    {
        int slot = chip_start();
        check_start(slot);
        if (slot == other_slot())
        {
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_mark_valid());
            CHECK_EQUAL(slot, chip_start());
            nor_cut_at(0, CUT_BEFORE, 0);
            return true;
        }

        stage_and_choose();
    }

    CHECK(!"the update does not come through");
    return false;
}

/* As live, but the new image gives itself up. */
static bool live_and_give_up(cut planned)
{
    nor_reset_counters();
    nor_cut_at(planned.operation, planned.moment, planned.torn_eighths);
    if (setjmp(nor_power) != 0)
    {
        s_cuts++;
        ota_core_abort();
        return false;
    }

    check_start(chip_start());
    stage_and_choose();
    CHECK_EQUAL(other_slot(), chip_start());
    if (setjmp(device_restart) == 0)
    {
        ota_core_mark_invalid_and_restart();
        CHECK(!"it came back");
    }

    CHECK_EQUAL(s_old_slot, chip_start());
    nor_cut_at(0, CUT_BEFORE, 0);
    return true;
}

static const cut s_never = {0, CUT_BEFORE, 0};

static cut at(uint32_t operation, size_t kind)
{
    cut planned = s_kinds[kind];
    planned.operation = operation;
    return planned;
}

static void finish(void)
{
    CHECK(live(s_never));
    device_destroy();
}

/* Every cut, and behind it every other cut of the next life. */
static void sweep(void)
{
    for (uint32_t operation = 1;; operation++)
    {
        for (size_t kind = 0; kind < KINDS; kind++)
        {
            manufacture();
            if (live(at(operation, kind)))
            {
                device_destroy();
                return;
            }

            finish();
            for (uint32_t second = 1 + operation % 2;; second += 2)
            {
                manufacture();
                CHECK(!live(at(operation, kind)));
                bool came_through = live(at(second, (operation + second) % KINDS));
                if (came_through)
                {
                    device_destroy();
                    break;
                }

                finish();
            }
        }
    }
}

static void sweep_of_giving_up(void)
{
    for (uint32_t operation = 1;; operation++)
    {
        for (size_t kind = 0; kind < KINDS; kind++)
        {
            manufacture();
            if (live_and_give_up(at(operation, kind)))
            {
                device_destroy();
                return;
            }

            finish();
        }
    }
}

static bool s_was_cut;

static void choose_until_the_cut(cut planned)
{
    s_was_cut = true;
    nor_cut_at(planned.operation, planned.moment, planned.torn_eighths);
    if (setjmp(nor_power) == 0)
    {
        CHECK_EQUAL(OTA_RESULT_OK, ota_core_set_boot());
        s_was_cut = false;
        nor_cut_at(0, CUT_BEFORE, 0);
    }
}

/* However the choice is torn: the bootloader alone, without a guard, starts the new image on trial or not at all. */
static unsigned a_torn_choice_is_no_choice(void)
{
    unsigned torn = 0;
    for (uint32_t operation = 1;; operation++)
    {
        for (unsigned seed = 0; seed < 120; seed++)
        {
            manufacture();
            CHECK_EQUAL(s_old_slot, chip_start());
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_begin(0));
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_write(s_image, (int32_t)s_length));
            CHECK_EQUAL(OTA_RESULT_OK, ota_core_end());
            choose_until_the_cut((cut){operation, CUT_SCATTERED, seed});
            if (!s_was_cut)
            {
                device_destroy();
                return torn;
            }

            torn++;
            if (device_boot() == other_slot())
            {
                CHECK_EQUAL(ESP_OTA_IMG_PENDING_VERIFY, ota_core_get_state(0x10 + other_slot()));
            }

            CHECK_EQUAL(s_old_slot, device_boot());
            device_destroy();
        }
    }
}

int main(void)
{
    device_at_reset(chip_forgets);
    s_length = device_build_image(s_image, NEW, DATA);
    for (s_old_slot = 0; s_old_slot < 2; s_old_slot++)
    {
        sweep();
        sweep_of_giving_up();
        s_cuts += a_torn_choice_is_no_choice();
    }

    CHECK(s_cuts > 1000);
    printf("power: %u cuts, %u starts of a whole image\n", s_cuts, s_starts);
    return 0;
}
