# Adds the native half of Ota.Esp32 to a nanoCLR build. Goes to CMake/Modules of nf-interpreter, the folder Ota.Esp32 to its
# InteropAssemblies; NF_INTEROP_ASSEMBLIES names the assembly. nf-interpreter reads Ota.Esp32_INCLUDE_DIRS and Ota.Esp32_SOURCES.

set(BASE_PATH_FOR_THIS_MODULE ${PROJECT_SOURCE_DIR}/InteropAssemblies/Ota.Esp32)

list(APPEND Ota.Esp32_INCLUDE_DIRS
    ${BASE_PATH_FOR_THIS_MODULE}
    ${PROJECT_SOURCE_DIR}/src/CLR/Core
    ${PROJECT_SOURCE_DIR}/src/CLR/Include
    ${PROJECT_SOURCE_DIR}/src/HAL/Include
    ${PROJECT_SOURCE_DIR}/src/PAL/Include

    # esp_ota_ops.h and what it includes; nf-interpreter's own list of ESP-IDF folders does not have them.
    ${IDF_PATH_CMAKED}/components/app_update/include
    ${IDF_PATH_CMAKED}/components/bootloader_support/include
    ${IDF_PATH_CMAKED}/components/esp_app_format/include
    ${IDF_PATH_CMAKED}/components/esp_bootloader_format/include)

foreach(SRC_FILE
    Ota_Esp32.cpp
    Ota_Esp32_NanoOta_EspOta.cpp
    Ota_Esp32_NanoOta_FlashRecordMedium.cpp
    ota_core.c
    ota_record.c)

    if(NOT EXISTS ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE})
        message(FATAL_ERROR "Ota.Esp32: ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE} is not there")
    endif()

    list(APPEND Ota.Esp32_SOURCES ${BASE_PATH_FOR_THIS_MODULE}/${SRC_FILE})
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-Ota.Esp32 DEFAULT_MSG Ota.Esp32_INCLUDE_DIRS Ota.Esp32_SOURCES)
