/* The part of ESP-IDF's header of this name that the native half uses, written from its documentation (v5.5). */

#ifndef FAKE_NVS_FLASH_H
#define FAKE_NVS_FLASH_H

#include "esp_err.h"

#ifdef __cplusplus
extern "C"
{
#endif

esp_err_t nvs_flash_init(void);
esp_err_t nvs_flash_erase(void);

#ifdef __cplusplus
}
#endif

#endif
