/* The part of ESP-IDF's header of this name that the native half uses, written from its documentation (v5.5). */

#ifndef FAKE_ESP_ERR_H
#define FAKE_ESP_ERR_H

typedef int esp_err_t;

#define ESP_OK 0
#define ESP_FAIL (-1)
#define ESP_ERR_NO_MEM 0x101
#define ESP_ERR_INVALID_ARG 0x102
#define ESP_ERR_INVALID_STATE 0x103
#define ESP_ERR_INVALID_SIZE 0x104
#define ESP_ERR_NOT_FOUND 0x105
#define ESP_ERR_NOT_SUPPORTED 0x106
#define ESP_ERR_NOT_ALLOWED 0x10D
#define ESP_ERR_FLASH_OP_FAIL 0x6001

#endif
