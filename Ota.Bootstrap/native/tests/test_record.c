/* ota_record.h: two copies in flash, of which a power cut takes at most the one being written. */

#include <string.h>

#include "check.h"
#include "chip.h"
#include "fake/device.h"
#include "fake/nor_flash.h"
#include "ota_record.h"

#define RECORD 0xB000u

static void arguments_are_checked(void)
{
    uint8_t buffer[4200] = {0};
    CHECK_EQUAL(4088, ota_record_get_copy_size());
    CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, ota_record_read(2, buffer, 1));
    CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, ota_record_read(-1, buffer, 1));
    CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, ota_record_read(0, NULL, 1));
    CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, ota_record_read(0, buffer, -1));
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(2, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(-1, buffer, 1));
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(0, NULL, 1));
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(0, buffer, -1));
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(0, buffer, 4089));
    CHECK_EQUAL(0, nor_operations());
}

static void a_copy_is_read_as_it_was_written(void)
{
    /* u32 length, u32 complement, bytes: what the C# virtual device writes, too. */
    static const uint8_t in_flash[] = {3, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF, 'a', 'b', 'c', 0xFF};
    uint8_t buffer[4088];
    CHECK_EQUAL(0, ota_record_read(1, buffer, sizeof buffer));
    CHECK_EQUAL(OTA_RESULT_OK, ota_record_write(1, (const uint8_t *)"abc", 3));
    CHECK(memcmp(nor_bytes() + RECORD + NOR_SECTOR, in_flash, sizeof in_flash) == 0);
    CHECK_EQUAL(3, ota_record_read(1, buffer, sizeof buffer));
    CHECK(memcmp("abc", buffer, 3) == 0);
    CHECK_EQUAL(2, ota_record_read(1, buffer, 2));
    CHECK_EQUAL(0, ota_record_read(0, buffer, sizeof buffer));
    memset(buffer, 0x11, sizeof buffer);
    CHECK_EQUAL(OTA_RESULT_OK, ota_record_write(0, buffer, sizeof buffer));
    CHECK_EQUAL(4088, ota_record_read(0, buffer, sizeof buffer));
    CHECK_EQUAL(OTA_RESULT_OK, ota_record_write(0, buffer, 0));
    CHECK_EQUAL(0, ota_record_read(0, buffer, sizeof buffer));
}

static void flash_that_fails_or_lies_is_found_out(void)
{
    uint8_t buffer[16];
    for (uint32_t operation = 1; operation <= 3; operation++)
    {
        nor_fail_at(operation);
        CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(0, (const uint8_t *)"abc", 3));
    }

    nor_fail_at(0);
    nor_fail_reads(true);
    CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, ota_record_write(0, (const uint8_t *)"abc", 3));
    CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, ota_record_read(0, buffer, sizeof buffer));
    nor_fail_reads(false);
}

/* Apart, so that no variable lives over the jump. */
static void write_until_the_cut(void)
{
    if (setjmp(nor_power) == 0)
    {
        ota_record_write(1, (const uint8_t *)"new one", 7);
        CHECK(!"the power was not cut");
    }
}

static unsigned a_cut_leaves_the_other_copy(void)
{
    static const cut_moment moments[] = {CUT_BEFORE, CUT_TORN, CUT_AFTER};
    uint8_t buffer[16];
    unsigned cuts = 0;
    for (uint32_t operation = 1; operation <= 3; operation++)
    {
        for (size_t moment = 0; moment < 3; moment++)
        {
            CHECK_EQUAL(OTA_RESULT_OK, ota_record_write(0, (const uint8_t *)"old", 3));
            nor_cut_at(operation, moments[moment], 3);
            write_until_the_cut();
            cuts++;
            CHECK_EQUAL(3, ota_record_read(0, buffer, sizeof buffer));
            CHECK(memcmp("old", buffer, 3) == 0);
            CHECK(ota_record_read(1, buffer, sizeof buffer) >= 0);
        }
    }

    return cuts;
}

int main(void)
{
    device_at_reset(chip_forgets);
    device_create((device_options){.slots = 2, .rollback = true});
    arguments_are_checked();
    a_copy_is_read_as_it_was_written();
    flash_that_fails_or_lies_is_found_out();
    printf("record: 4 tests, %u cuts\n", a_cut_leaves_the_other_copy());
    device_destroy();
    return 0;
}
