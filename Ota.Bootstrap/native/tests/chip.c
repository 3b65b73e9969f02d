#include "chip.h"

#include <string.h>

#include <nvs_flash.h>

#include "check.h"
#include "fake/nor_flash.h"

#define MOST_RESTARTS 4

extern uint32_t g_ota_message[2];

void chip_forgets(void)
{
    memset(&g_ota_ram, 0, sizeof g_ota_ram);
    if (esp_reset_reason() == ESP_RST_POWERON)
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
