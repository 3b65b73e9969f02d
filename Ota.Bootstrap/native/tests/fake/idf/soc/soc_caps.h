/* The part of ESP-IDF's header of this name that the native half uses. */

#ifndef FAKE_SOC_CAPS_H
#define FAKE_SOC_CAPS_H

/* The ESP32-C61 has none. */
#ifndef FAKE_WITHOUT_RTC_MEMORY
#define SOC_RTC_MEM_SUPPORTED 1
#endif

#endif
