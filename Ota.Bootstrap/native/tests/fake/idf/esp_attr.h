/* The part of ESP-IDF's header of this name that the native half uses. */

#ifndef FAKE_ESP_ATTR_H
#define FAKE_ESP_ATTR_H

#define RTC_NOINIT_ATTR
#define __NOINIT_ATTR

#endif
