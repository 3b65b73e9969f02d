/*
 * The two calls of ESP-IDF that the linker sends here first (--wrap, FindINTEROP-Ota.Esp32.cmake), without a change of nf-interpreter's
 * files. Every other caller of esp_partition_find_first gets the real answer.
 */

#include <stdbool.h>
#include <stddef.h>

#include <esp_err.h>
#include <esp_partition.h>
#include <nvs.h>
#include <nvs_flash.h>

#include "ota_boot.h"
#include "ota_region.h"

/* The linker's names for the function that was wrapped and for the one that is called instead. */
const esp_partition_t *__real_esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype, const char *label);
const esp_partition_t *__wrap_esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype, const char *label);
esp_err_t __real_nvs_flash_init(void);
esp_err_t __wrap_nvs_flash_init(void);

const esp_partition_t *ota_region_deployment(void)
{
    return __real_esp_partition_find_first(ESP_PARTITION_TYPE_DATA, (esp_partition_subtype_t)OTA_DEPLOYMENT_SUBTYPE, NULL);
}

const esp_partition_t *__wrap_esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype, const char *label)
{
    bool is_nanoclr = type == ESP_PARTITION_TYPE_DATA && (int)subtype == OTA_DEPLOYMENT_SUBTYPE && label == NULL;
    if (!is_nanoclr)
    {
        return __real_esp_partition_find_first(type, subtype, label);
    }

    ota_boot_run();
    return ota_region_answer();
}

/*
 * The first call of app_main: the guard runs here. app_main ends the chip's start on any error, whatever slot runs. So a full NVS, or one of a later
 * version, would stop every release. Its content is lost then: Wi-Fi calibration and what the application kept there.
 */
esp_err_t __wrap_nvs_flash_init(void)
{
    ota_boot_run();
    esp_err_t error = __real_nvs_flash_init();
    if (error == ESP_ERR_NVS_NO_FREE_PAGES || error == ESP_ERR_NVS_NEW_VERSION_FOUND)
    {
        esp_err_t erased = nvs_flash_erase();
        error = erased == ESP_OK ? __real_nvs_flash_init() : erased;
    }

    return error;
}
