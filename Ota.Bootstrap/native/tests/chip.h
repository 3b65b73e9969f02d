/* A start of the chip for the code under test: its RAM is zero again. */

#ifndef CHIP_H
#define CHIP_H

#include <string.h>

#include "fake/device.h"
#include "ota_ram.h"

static inline void chip_forgets(void)
{
    memset(&g_ota_ram, 0, sizeof g_ota_ram);
}

#endif
