/* The part of FreeRTOS that the native half uses. */

#ifndef FAKE_FREERTOS_TASK_H
#define FAKE_FREERTOS_TASK_H

#include "FreeRTOS.h"

#ifdef __cplusplus
extern "C"
{
#endif

void vTaskDelay(const TickType_t xTicksToDelay);

#ifdef __cplusplus
}
#endif

#endif
