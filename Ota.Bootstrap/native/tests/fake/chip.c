/* esp_system.h, esp_timer.h and the RTC watchdog over a clock that a test moves. */

#include "device.h"

#include <stdio.h>
#include <stdlib.h>

#include "idf/esp_timer.h"
#include "idf/hal/wdt_hal.h"
#include "idf/soc/rtc.h"

#define SLOW_HZ 150000u

struct esp_timer
{
    esp_timer_cb_t callback;
    void *argument;
    bool runs;
    int64_t at;
};

static struct esp_timer s_timer;
static int64_t s_now;
static esp_reset_reason_t s_reason;
static esp_reset_reason_t s_next_reason = ESP_RST_POWERON;
static bool s_hangs_in_shutdown;
static bool s_is_unlocked;
static uint32_t s_watchdog_ticks;
static bool s_watchdog_runs;

static void give_up(const char *what)
{
    fprintf(stderr, "chip: %s\n", what);
    abort();
}

void chip_starts(void)
{
    s_reason = s_next_reason;
    s_next_reason = ESP_RST_POWERON;
    s_now = 0;
    s_timer = (struct esp_timer){0};
    s_watchdog_runs = false;
    s_watchdog_ticks = 0;
}

void device_reset_by(esp_reset_reason_t reason)
{
    s_next_reason = reason;
}

void device_hang_in_shutdown(bool hangs)
{
    s_hangs_in_shutdown = hangs;
}

esp_reset_reason_t esp_reset_reason(void)
{
    return s_reason;
}

void chip_restarts(void)
{
    s_next_reason = ESP_RST_SW;
    longjmp(device_restart, 1);
}

void esp_restart(void)
{
    if (!s_hangs_in_shutdown)
    {
        chip_restarts();
    }

    if (!s_watchdog_runs)
    {
        give_up("a restart hangs, and no watchdog ends it");
    }

    s_next_reason = ESP_RST_WDT;
    longjmp(device_restart, 1);
}

void device_let_pass(uint32_t seconds)
{
    int64_t end = s_now + (int64_t)seconds * 1000000;
    while (s_timer.runs && s_timer.at <= end)
    {
        s_now = s_timer.at;
        s_timer.runs = false;
        s_timer.callback(s_timer.argument);
    }

    s_now = end;
}

esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args, esp_timer_handle_t *out_handle)
{
    if (s_timer.callback != NULL)
    {
        give_up("a second timer");
    }

    s_timer.callback = create_args->callback;
    s_timer.argument = create_args->arg;
    *out_handle = &s_timer;
    return ESP_OK;
}

esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us)
{
    if (timer->runs)
    {
        return ESP_ERR_INVALID_STATE;
    }

    timer->runs = true;
    timer->at = s_now + (int64_t)timeout_us;
    return ESP_OK;
}

esp_err_t esp_timer_stop(esp_timer_handle_t timer)
{
    bool ran = timer->runs;
    timer->runs = false;
    return ran ? ESP_OK : ESP_ERR_INVALID_STATE;
}

int64_t esp_timer_get_time(void)
{
    return s_now;
}

void wdt_hal_init(wdt_hal_context_t *hal, wdt_inst_t wdt_inst, uint32_t prescaler, bool enable_intr)
{
    (void)prescaler;
    (void)enable_intr;
    hal->inst = wdt_inst;
    s_is_unlocked = false;
}

void wdt_hal_write_protect_disable(wdt_hal_context_t *hal)
{
    (void)hal;
    s_is_unlocked = true;
}

void wdt_hal_write_protect_enable(wdt_hal_context_t *hal)
{
    (void)hal;
    s_is_unlocked = false;
}

void wdt_hal_config_stage(wdt_hal_context_t *hal, wdt_stage_t stage, uint32_t timeout, wdt_stage_action_t behavior)
{
    if (!s_is_unlocked || hal->inst != WDT_RWDT || stage != WDT_STAGE0 || behavior != WDT_STAGE_ACTION_RESET_RTC)
    {
        give_up("a watchdog that would not reset the chip");
    }

    s_watchdog_ticks = timeout;
}

void wdt_hal_enable(wdt_hal_context_t *hal)
{
    (void)hal;
    s_watchdog_runs = s_is_unlocked && s_watchdog_ticks >= SLOW_HZ && s_watchdog_ticks <= 60 * SLOW_HZ;
}

uint32_t rtc_clk_slow_freq_get_hz(void)
{
    return SLOW_HZ;
}
