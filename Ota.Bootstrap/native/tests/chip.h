/* Starts of the chip for the code under test. */

#ifndef CHIP_H
#define CHIP_H

#include "fake/device.h"
#include "ota_ram.h"

#ifdef __cplusplus
extern "C"
{
#endif

/* RAM is zero again; RTC memory holds anything when the power came on. Goes to device_at_reset. */
void chip_forgets(void);

/*
 * The bootloader, then app_main's first call, in which the guard runs; again if the guard restarts. Slot that runs, or DEVICE_NOTHING.
 * The test ends if the guard restarts for ever.
 */
int chip_start(void);

/* What a program's life does to the chip: runs it, and starts the chip again if it restarts. True: it restarted. */
bool chip_run(void (*program)(void));

#ifdef __cplusplus
}
#endif

#endif
