#include "ota_timer.h"

static void give(ota_timer *timer, ota_phase phase, uint32_t seconds, uint32_t now)
{
    timer->deadline = now + seconds;
    timer->phase = (uint8_t)phase;
}

void ota_timer_start(ota_timer *timer, ota_phase phase, uint32_t now)
{
    timer->has_window = false;
    give(timer, phase, phase == OTA_PHASE_TRIAL ? OTA_TRIAL_SECONDS : OTA_START_SECONDS, now);
}

bool ota_timer_set_window(ota_timer *timer, uint32_t seconds, uint32_t now)
{
    bool shortens = now + seconds <= timer->deadline;
    if (timer->phase != OTA_PHASE_TRIAL || seconds == 0 || seconds > OTA_LONGEST_WINDOW_SECONDS || (timer->has_window && !shortens))
    {
        return false;
    }

    timer->has_window = true;
    timer->deadline = now + seconds;
    return true;
}

void ota_timer_confirm(ota_timer *timer, uint32_t now)
{
    if (timer->phase == OTA_PHASE_TRIAL)
    {
        give(timer, OTA_PHASE_STARTING, OTA_START_SECONDS, now);
    }
}

void ota_timer_live(ota_timer *timer, uint32_t now)
{
    if (timer->phase == OTA_PHASE_STARTING || timer->phase == OTA_PHASE_ALIVE)
    {
        give(timer, OTA_PHASE_ALIVE, OTA_SIGN_SECONDS, now);
    }
}

void ota_timer_sign(ota_timer *timer, uint32_t now)
{
    if (timer->phase == OTA_PHASE_ALIVE)
    {
        give(timer, OTA_PHASE_ALIVE, OTA_SIGN_SECONDS, now);
    }
    else if (timer->phase == OTA_PHASE_UPDATER)
    {
        give(timer, OTA_PHASE_UPDATER, OTA_START_SECONDS, now);
    }
}

uint32_t ota_timer_left(const ota_timer *timer, uint32_t now)
{
    return timer->phase == OTA_PHASE_OFF ? UINT32_MAX : timer->deadline > now ? timer->deadline - now : 0;
}
