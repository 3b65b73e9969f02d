/* The part of ESP-IDF's header of this name that the native half uses. */

#ifndef FAKE_SOC_RTC_H
#define FAKE_SOC_RTC_H

#include <stdint.h>

#ifdef __cplusplus
extern "C"
{
#endif

uint32_t rtc_clk_slow_freq_get_hz(void);

#ifdef __cplusplus
}
#endif

#endif
