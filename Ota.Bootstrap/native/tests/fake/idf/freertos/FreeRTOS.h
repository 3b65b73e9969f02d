/* The part of FreeRTOS that the native half uses. */

#ifndef FAKE_FREERTOS_H
#define FAKE_FREERTOS_H

#include <stdint.h>

typedef uint32_t TickType_t;

#endif
