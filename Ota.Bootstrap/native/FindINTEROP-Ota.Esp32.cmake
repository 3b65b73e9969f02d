# Adds the native half of Ota.Esp32 to a nanoCLR build. Goes to CMake/Modules of nf-interpreter, the folder Ota.Esp32 to its
# InteropAssemblies; NF_INTEROP_ASSEMBLIES names the assembly. nf-interpreter reads Ota.Esp32_INCLUDE_DIRS and Ota.Esp32_SOURCES.

set(BASE_PATH_FOR_THIS_MODULE ${PROJECT_SOURCE_DIR}/InteropAssemblies/Ota.Esp32)

list(APPEND Ota.Esp32_INCLUDE_DIRS
    ${BASE_PATH_FOR_THIS_MODULE}
    ${PROJECT_SOURCE_DIR}/src/CLR/Core
    ${PROJECT_SOURCE_DIR}/src/CLR/Include
    ${PROJECT_SOURCE_DIR}/src/HAL/Include
    ${PROJECT_SOURCE_DIR}/src/PAL/Include

    # esp_ota_ops.h, hal/wdt_hal.h, soc/rtc.h and what they include; nf-interpreter's own list of ESP-IDF folders does not have all of
    # them. Folders that a version of ESP-IDF does not have are harmless.
    ${IDF_PATH_CMAKED}/components/app_update/include
    ${IDF_PATH_CMAKED}/components/bootloader_support/include
    ${IDF_PATH_CMAKED}/components/esp_app_format/include
    ${IDF_PATH_CMAKED}/components/esp_bootloader_format/include
    ${IDF_PATH_CMAKED}/components/esp_hw_support/port/${TARGET_SERIES_SHORT}/include
    ${IDF_PATH_CMAKED}/components/esp_hal_wdt/include
    ${IDF_PATH_CMAKED}/components/esp_hal_wdt/${TARGET_SERIES_SHORT}/include)

foreach(SRC_FILE
    Ota_Esp32.cpp
    Ota_Esp32_NanoOta_EspGuard.cpp
    Ota_Esp32_NanoOta_EspOta.cpp
    Ota_Esp32_NanoOta_FlashRecordMedium.cpp
    ota_boot.c
    ota_chip.c
    ota_core.c
    ota_crc32.c
    ota_guard.c
    ota_image.c
    ota_notes.c
    ota_otadata.c
    ota_ram.c
    ota_record.c
    ota_region.c
    ota_segment.c
    ota_timer.c
    ota_wrap.c)

    if(NOT EXISTS ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE})
        message(FATAL_ERROR "Ota.Esp32: ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE} is not there")
    endif()

    list(APPEND Ota.Esp32_SOURCES ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE})
endforeach()

# Two calls go to ota_wrap.c first: the search for the deployment, which the running image's own segment answers, and the start of NVS,
# whose failure would end the start of every slot. ESP-IDF hands these options to the linker in idf_build_executable, which comes later.
if(COMMAND idf_build_set_property)
    idf_build_set_property(LINK_OPTIONS "-Wl,--wrap=esp_partition_find_first" APPEND)
    idf_build_set_property(LINK_OPTIONS "-Wl,--wrap=nvs_flash_init" APPEND)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-Ota.Esp32 DEFAULT_MSG Ota.Esp32_INCLUDE_DIRS Ota.Esp32_SOURCES)
