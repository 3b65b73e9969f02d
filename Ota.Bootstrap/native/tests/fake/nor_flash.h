/*
 * NOR flash in a file, mapped into memory: an erase sets a 4096-byte sector to FF, a write only clears bits; whoever breaks that, or
 * leaves the flash, ends the test. Power can be cut before, in the middle of, or behind any one operation.
 */

#ifndef NOR_FLASH_H
#define NOR_FLASH_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOR_SECTOR 4096u

typedef enum
{
    CUT_BEFORE,

    /* Eighths of the operation's bytes are done (torn_eighths), of the next byte some bits. */
    CUT_TORN,

    /*
     * Most bits of the operation are done, and some anywhere in it are not: a chip programs all cells of a page at once. torn_eighths is the
     * seed of which ones.
     */
    CUT_SCATTERED,
    CUT_AFTER
} cut_moment;

/* Where a cut goes; set by setjmp before power is switched on. */
extern jmp_buf nor_power;

void nor_open(uint32_t size);
void nor_close(void);

/* Whole content, for tests to look at and to program without counting. */
uint8_t *nor_bytes(void);
uint32_t nor_size(void);

/* Operations (sector erases and writes) so far, and the same of erases. */
uint32_t nor_operations(void);
uint32_t nor_erases(void);
void nor_reset_counters(void);

/* Cuts the power at an operation, counted from 1 from now on; 0 for never. */
void nor_cut_at(uint32_t operation, cut_moment moment, unsigned torn_eighths);

/* Lets an operation, counted from 1 from now on, fail without doing anything; 0 for never. Reads: every one, while on. */
void nor_fail_at(uint32_t operation);
void nor_fail_reads(bool fail);
void nor_fail_next_reads(unsigned reads);

bool nor_read(uint32_t address, void *target, size_t count);
bool nor_write(uint32_t address, const void *source, size_t count);
bool nor_erase_sector(uint32_t address);

/* Sector erases since the task last slept: what a watchdog would see. */
uint32_t nor_erases_since_sleep(void);
uint32_t nor_most_erases_without_sleep(void);
void nor_slept(void);

#endif
