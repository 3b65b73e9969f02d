/* The guard on a chip whose RAM keeps nothing over a deep sleep (ESP32-C61): the sources are compiled for it. */

#include "check.h"
#include "chip.h"
#include "fake/nor_flash.h"
#include "ota_boot.h"
#include "ota_chip.h"

static uint8_t reason(void)
{
    uint8_t status[OTA_STATUS_SIZE];
    CHECK_EQUAL(OTA_RESULT_OK, ota_boot_get_status(status, sizeof status));
    return status[1];
}

static void a_sleep_that_was_announced_is_known_by_a_note(void)
{
    for (int i = 0; i < 600; i++)
    {
        CHECK_EQUAL(OTA_RESULT_OK, ota_boot_tell(OTA_TELL_SLEEP, 0));
        device_reset_by(ESP_RST_DEEPSLEEP);
        CHECK_EQUAL(0, chip_start());
        CHECK_EQUAL(OTA_REASON_WAKE_UP, reason());
    }
}

static void a_sleep_that_nobody_announced_is_an_end(void)
{
    device_reset_by(ESP_RST_DEEPSLEEP);
    CHECK_EQUAL(0, chip_start());
    CHECK_EQUAL(OTA_REASON_UNDECLARED_WAKE_UP, reason());
}

int main(void)
{
    CHECK(!ota_chip_keeps_over_sleep());
    device_at_reset(chip_forgets);
    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(0, "1.0.0.0", 500);
    device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
    CHECK_EQUAL(0, chip_start());
    a_sleep_that_was_announced_is_known_by_a_note();
    a_sleep_that_nobody_announced_is_an_end();
    device_destroy();
    puts("no RTC memory: 2 tests");
    return 0;
}
