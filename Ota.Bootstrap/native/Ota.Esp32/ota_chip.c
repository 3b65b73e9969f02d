#include "ota_chip.h"

#include <stddef.h>

#include <esp_attr.h>
#include <esp_system.h>
#include <esp_timer.h>
#include <hal/wdt_hal.h>
#include <soc/rtc.h>
#include <soc/soc_caps.h>

#include "ota_ram.h"

/* Time for ESP-IDF's shutdown handlers: Wi-Fi takes some hundred milliseconds. */
#define SHUTDOWN_MILLISECONDS 10000ull

/* RTC memory holds anything when the power comes on, so a message has its complement as a neighbour. */
#define MESSAGE_MARK 0x4F544100u

/* The ESP32-C61 has no RTC memory. Its RAM keeps a message over a restart by software, and not over a sleep. */
#ifdef SOC_RTC_MEM_SUPPORTED
#define MESSAGE_ATTRIBUTE RTC_NOINIT_ATTR
#define KEEPS_OVER_SLEEP true
#else
#define MESSAGE_ATTRIBUTE __NOINIT_ATTR
#define KEEPS_OVER_SLEEP false
#endif

MESSAGE_ATTRIBUTE uint32_t g_ota_message[2];

bool ota_chip_keeps_over_sleep(void)
{
    return KEEPS_OVER_SLEEP;
}

static ota_message take_message(void)
{
    uint32_t first = g_ota_message[0];
    bool is_message = first == ~g_ota_message[1] && (first & 0xFFFFFF00u) == MESSAGE_MARK;
    g_ota_message[0] = 0;
    g_ota_message[1] = 0;
    return is_message ? (ota_message)(first & 0xFF) : OTA_MESSAGE_NONE;
}

void ota_chip_leave_message(ota_message message)
{
    g_ota_message[0] = MESSAGE_MARK | (uint32_t)message;
    g_ota_message[1] = ~g_ota_message[0];
}

ota_reason ota_chip_reason(bool was_declared)
{
    ota_message message = take_message();
    switch (esp_reset_reason())
    {
        /* The reset pin and the cable are somebody's hand. */
        case ESP_RST_POWERON:
        case ESP_RST_EXT:
        case ESP_RST_USB:
        case ESP_RST_JTAG:
            return OTA_REASON_POWER_ON;
        case ESP_RST_BROWNOUT:
        case ESP_RST_PWR_GLITCH:
            return OTA_REASON_BROWNOUT;
        case ESP_RST_SW:
            return message == OTA_MESSAGE_TIMER ? OTA_REASON_WATCHDOG
                : was_declared                  ? OTA_REASON_DECLARED
                                                : OTA_REASON_SOFTWARE;
        case ESP_RST_PANIC:
        case ESP_RST_CPU_LOCKUP:
            return OTA_REASON_CRASH;
        case ESP_RST_INT_WDT:
        case ESP_RST_TASK_WDT:
        case ESP_RST_WDT:
            return OTA_REASON_WATCHDOG;
        case ESP_RST_DEEPSLEEP:
            return message == OTA_MESSAGE_SLEEP || (was_declared && !ota_chip_keeps_over_sleep()) ? OTA_REASON_WAKE_UP
                                                                                                  : OTA_REASON_UNDECLARED_WAKE_UP;
        default:
            return OTA_REASON_UNKNOWN;
    }
}

uint32_t ota_chip_seconds(void)
{
    return (uint32_t)(esp_timer_get_time() / 1000000);
}

void ota_chip_call_in(uint32_t seconds, void (*callback)(void *))
{
    static const uint64_t microseconds = 1000000;
    if (g_ota_ram.timer_handle == NULL)
    {
        const esp_timer_create_args_t arguments = {.callback = callback, .dispatch_method = ESP_TIMER_TASK, .name = "nanoota"};
        if (esp_timer_create(&arguments, &g_ota_ram.timer_handle) != ESP_OK)
        {
            g_ota_ram.timer_handle = NULL;
            return;
        }
    }

    /* An error means that the timer was not running. */
    (void)esp_timer_stop(g_ota_ram.timer_handle);
    (void)esp_timer_start_once(g_ota_ram.timer_handle, seconds * microseconds);
}

void ota_chip_restart(void)
{
    wdt_hal_context_t watchdog;
    wdt_hal_init(&watchdog, WDT_RWDT, 0, false);
    uint32_t ticks = (uint32_t)(SHUTDOWN_MILLISECONDS * rtc_clk_slow_freq_get_hz() / 1000);
    wdt_hal_write_protect_disable(&watchdog);
    wdt_hal_config_stage(&watchdog, WDT_STAGE0, ticks, WDT_STAGE_ACTION_RESET_RTC);
    wdt_hal_enable(&watchdog);
    wdt_hal_write_protect_enable(&watchdog);
    esp_restart();
}
