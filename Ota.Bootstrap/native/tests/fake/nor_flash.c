#define _POSIX_C_SOURCE 200809L

#include "nor_flash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

jmp_buf nor_power;

static uint8_t *s_bytes;
static uint32_t s_size;
static uint32_t s_operations;
static uint32_t s_erases;
static uint32_t s_cut_at;
static cut_moment s_moment;
static unsigned s_torn_eighths;
static uint32_t s_fail_at;
static bool s_fail_reads;
static unsigned s_reads_to_fail;
static uint32_t s_erases_since_sleep;
static uint32_t s_most_erases_without_sleep;

static void breach(const char *what, uint32_t address)
{
    fprintf(stderr, "flash contract broken at 0x%x: %s\n", (unsigned)address, what);
    abort();
}

void nor_open(uint32_t size)
{
    FILE *file = tmpfile();
    if (file == NULL || ftruncate(fileno(file), (off_t)size) != 0)
    {
        perror("flash file");
        abort();
    }

    s_bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    fclose(file);
    if (s_bytes == MAP_FAILED)
    {
        perror("flash file");
        abort();
    }

    s_size = size;
    memset(s_bytes, 0xFF, size);
    nor_reset_counters();
    nor_cut_at(0, CUT_BEFORE, 0);
    nor_fail_at(0);
    nor_fail_reads(false);
}

void nor_close(void)
{
    munmap(s_bytes, s_size);
    s_bytes = NULL;
}

uint8_t *nor_bytes(void)
{
    return s_bytes;
}

uint32_t nor_size(void)
{
    return s_size;
}

uint32_t nor_operations(void)
{
    return s_operations;
}

uint32_t nor_erases(void)
{
    return s_erases;
}

void nor_reset_counters(void)
{
    s_operations = 0;
    s_erases = 0;
    s_erases_since_sleep = 0;
    s_most_erases_without_sleep = 0;
}

void nor_cut_at(uint32_t operation, cut_moment moment, unsigned torn_eighths)
{
    s_cut_at = operation == 0 ? 0 : s_operations + operation;
    s_moment = moment;
    s_torn_eighths = torn_eighths;
}

void nor_fail_at(uint32_t operation)
{
    s_fail_at = operation == 0 ? 0 : s_operations + operation;
}

void nor_fail_reads(bool fail)
{
    s_fail_reads = fail;
    s_reads_to_fail = 0;
}

void nor_fail_next_reads(unsigned reads)
{
    s_reads_to_fail = reads;
}

uint32_t nor_erases_since_sleep(void)
{
    return s_erases_since_sleep;
}

uint32_t nor_most_erases_without_sleep(void)
{
    return s_most_erases_without_sleep;
}

void nor_slept(void)
{
    s_erases_since_sleep = 0;
}

static void check_range(uint32_t address, size_t count)
{
    if (s_bytes == NULL || address > s_size || count > s_size - address)
    {
        breach("outside the flash", address);
    }
}

/* Source NULL: an erase. */
static void apply(uint8_t *target, const uint8_t *source, size_t count)
{
    for (size_t i = 0; i < count; i++)
    {
        target[i] = source == NULL ? 0xFF : source[i];
    }
}

/* One bit in 2^n of those that would change stays as it was; n is 1 to 6. */
static void scatter(uint8_t *target, const uint8_t *source, size_t count, uint32_t seed)
{
    uint32_t noise = seed * 2654435761u | 1;
    uint32_t mask = (1u << (1 + seed % 6)) - 1;
    for (size_t bit = 0; bit < 8 * count; bit++)
    {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        uint8_t one = (uint8_t)(1u << bit % 8);
        bool is_done = (noise >> 8 & mask) != 0;
        if (is_done)
        {
            uint8_t wanted = source == NULL ? 0xFF : source[bit / 8];
            target[bit / 8] = (uint8_t)((target[bit / 8] & ~one) | (wanted & one));
        }
    }
}

static bool operate(uint32_t address, const uint8_t *source, size_t count)
{
    uint8_t *target = s_bytes + address;
    s_operations++;
    if (s_operations == s_fail_at)
    {
        return false;
    }

    if (s_operations != s_cut_at)
    {
        apply(target, source, count);
        return true;
    }

    if (s_moment == CUT_AFTER)
    {
        apply(target, source, count);
    }
    else if (s_moment == CUT_SCATTERED)
    {
        scatter(target, source, count, s_torn_eighths);
    }
    else if (s_moment == CUT_TORN)
    {
        size_t done = count * s_torn_eighths / 8;
        apply(target, source, done);
        if (done < count)
        {
            target[done] = (uint8_t)(source == NULL ? target[done] | 0x5A : target[done] & (source[done] | 0x5A));
        }
    }

    s_cut_at = 0;
    longjmp(nor_power, 1);
}

bool nor_read(uint32_t address, void *target, size_t count)
{
    check_range(address, count);
    if (s_fail_reads || s_reads_to_fail > 0)
    {
        s_reads_to_fail -= s_reads_to_fail > 0;
        return false;
    }

    memcpy(target, s_bytes + address, count);
    return true;
}

bool nor_write(uint32_t address, const void *source, size_t count)
{
    const uint8_t *bytes = source;
    check_range(address, count);
    if (count == 0)
    {
        breach("a write of nothing", address);
    }

    for (size_t i = 0; i < count; i++)
    {
        if ((s_bytes[address + i] & bytes[i]) != bytes[i])
        {
            breach("a write would set bits", address + (uint32_t)i);
        }
    }

    return operate(address, bytes, count);
}

bool nor_erase_sector(uint32_t address)
{
    check_range(address, NOR_SECTOR);
    if (address % NOR_SECTOR != 0)
    {
        breach("an erase that is not of a sector", address);
    }

    s_erases++;
    s_erases_since_sleep++;
    if (s_erases_since_sleep > s_most_erases_without_sleep)
    {
        s_most_erases_without_sleep = s_erases_since_sleep;
    }

    return operate(address, NULL, NOR_SECTOR);
}
