#!/bin/sh
# Compiles the C sources of the native half against the headers of a real ESP-IDF, for an ESP32-C3, without writing anything: names,
# types and signatures of the calls are those of the checkout. IDF_PATH names the checkout; without one the exit code is 77 (skipped).
#   IDF_PATH=~/esp-idf sh Ota.Bootstrap/native/tests/idf/compile.sh

here=$(cd "$(dirname "$0")" && pwd)
components="$IDF_PATH/components"
chip=esp32c3
compiler=${CC:-cc}

if [ -z "$IDF_PATH" ] || [ ! -f "$components/app_update/include/esp_ota_ops.h" ]; then
    echo "skipped: IDF_PATH names no checkout of ESP-IDF"
    exit 77
fi

if ! echo '#include <stdint.h>' | "$compiler" -m32 -xc -fsyntax-only - 2>/dev/null; then
    echo "skipped: $compiler has no 32-bit headers (Debian: apt-get install gcc-multilib)"
    exit 77
fi

kernel=freertos/FreeRTOS-Kernel
set --
for folder in \
    app_update/include bootloader_support/include bootloader_support/bootloader_flash/include esp_app_format/include \
    esp_bootloader_format/include esp_blockdev/include esp_partition/include esp_common/include esp_timer/include \
    esp_system/include esp_system/port/include/riscv esp_hw_support/include esp_hw_support/include/soc esp_hw_support/etm/include \
    esp_hw_support/port/$chip/include esp_hw_support/port/$chip esp_hw_support/port/$chip/private_include \
    esp_rom/include esp_rom/$chip esp_rom/$chip/include esp_rom/$chip/include/$chip \
    freertos/config/include freertos/config/include/freertos freertos/config/riscv/include freertos/esp_additions/include \
    $kernel/include $kernel/portable/riscv/include $kernel/portable/riscv/include/freertos \
    hal/include hal/$chip/include hal/platform_port/include log/include nvs_flash/include riscv/include \
    soc/include soc/$chip/include soc/$chip/register soc/$chip spi_flash/include heap/include
do
    set -- "$@" -isystem "$components/$folder"
done

# From version 6 on the layers above the registers are components of their own.
for folder in "$components"/esp_hal_*/include "$components"/esp_hal_*/$chip/include; do
    set -- "$@" -isystem "$folder"
done

# The C library is the PC's; what ESP-IDF adds to newlib comes behind.
set -- "$@" -idirafter "$components/newlib/platform_include" -idirafter "$components/esp_libc/platform_include"
set -- "$@" -idirafter "$here/toolchain"

status=0
compiled=0
for source in "$here"/../../Ota.Esp32/*.c; do
    "$compiler" -m32 -std=gnu17 -fsyntax-only -Wall -Wextra -Wshadow -Werror -DESP_PLATFORM -D__riscv -D__riscv_xlen=32 \
        -isystem "$here" "$@" "$source" || status=1
    compiled=$((compiled + 1))
done

version=$(sed -n 's/^set(IDF_VERSION_[A-Z]* \([0-9]*\)).*/\1/p' "$IDF_PATH/tools/cmake/version.cmake" 2>/dev/null | paste -sd. -)
echo "$compiled sources compiled against ESP-IDF ${version:-(no version file)}"
exit $status
