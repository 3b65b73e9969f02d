#include "chip.h"

#include <string.h>

#include <nvs_flash.h>

#include "check.h"
#include "fake/nor_flash.h"
#include "ota_chip.h"

#define MOST_RESTARTS 4

extern uint32_t g_ota_message[2];

void chip_forgets(void)
{
    memset(&g_ota_ram, 0, sizeof g_ota_ram);
    bool loses_memory = esp_reset_reason() == ESP_RST_DEEPSLEEP && !ota_chip_keeps_over_sleep();
    if (esp_reset_reason() == ESP_RST_POWERON || loses_memory)
    {
        memset(g_ota_message, 0xA5, sizeof g_ota_message);
    }
}

static void run_guard(void)
{
    CHECK_EQUAL(ESP_OK, nvs_flash_init());
}

bool chip_run(void (*program)(void))
{
    if (setjmp(device_restart) != 0)
    {
        return true;
    }

    program();
    return false;
}

int chip_start(void)
{
    for (int restarts = 0; restarts < MOST_RESTARTS; restarts++)
    {
        int slot = device_boot();
        if (slot == DEVICE_NOTHING || !chip_run(run_guard))
        {
            return slot;
        }
    }

    CHECK(!"the guard restarts for ever");
    return DEVICE_NOTHING;
}
