/*
 * A virtual ESP32 in C: partitions on the flash, images, ESP-IDF's bootloader (rules 1 to 5, without anti-rollback) and its OTA calls.
 * Written from documented behaviour of ESP-IDF v5.5; the C# virtual device (tools/Ota.VirtualDevice) was written apart from it, and
 * Ota.Tests/Vectors/otadata/native.txt holds the two together.
 */

#ifndef DEVICE_H
#define DEVICE_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "idf/esp_ota_ops.h"
#include "idf/esp_system.h"

#ifdef __cplusplus
extern "C"
{
#endif

#define DEVICE_SLOT_SIZE 0x10000u
#define DEVICE_FACTORY (-1)
#define DEVICE_NOTHING (-2)

typedef struct
{
    int slots;
    bool has_factory;
    bool rollback;

    /* A partition for a deployment from Visual Studio, behind the slots. */
    bool has_deployment;

    /* Flash encryption: slots and otadata take whole blocks of 16 bytes only. */
    bool encrypted;

    /* The partition of the state record has its two copies only. */
    bool has_small_record;
} device_options;

#define DEVICE_DEPLOYMENT 0x84

/* Where esp_restart goes; set by setjmp before an app runs. */
extern jmp_buf device_restart;

void device_create(device_options options);

/* What a start of the chip does to the variables of the code under test. */
void device_at_reset(void (*forget)(void));
void device_destroy(void);

/* A sound image of a version; data is the size of what follows its description, at most what the slot holds. Its length. */
size_t device_build_image(uint8_t *target, const char *version, size_t data);

/* Programs an image without counting operations; slot or DEVICE_FACTORY. */
void device_put_image(int slot, const char *version, size_t data);

/* Programs an entry of otadata; a wrong CRC if asked. */
void device_put_entry(int index, uint32_t sequence, uint32_t state, bool right_crc);

/* The 32 bytes of an entry, and the rest of its sector. */
const uint8_t *device_entry(int index);

/* First byte of a partition in flash. */
uint8_t *device_slot(int slot);

/* First byte of the partition for a deployment. */
uint8_t *device_deployment(void);

/* What nvs_flash_init answers from now on, and how often NVS was erased. */
void device_break_nvs(esp_err_t error);
int device_nvs_erases(void);

/* Why the next start comes; the power comes on if nothing is said. Restarts by software say it themselves. */
void device_reset_by(esp_reset_reason_t reason);

/* Whether ESP-IDF's shutdown handlers hang in a restart. */
void device_hang_in_shutdown(bool hangs);

/* Time passes while an app runs; timers fire. */
void device_let_pass(uint32_t seconds);

/* The bootloader, from reset. Slot that runs, DEVICE_FACTORY or DEVICE_NOTHING. What RAM held is lost. */
int device_boot(void);

/* Version of the image that the last boot chose. */
const char *device_version(void);

/* The image in a partition verifies, as the application is told. */
bool device_verifies(const esp_partition_t *partition);

/* For the other files of the fake. */
const esp_partition_t *device_find(esp_partition_type_t type, int subtype, const char *label);
int device_slot_count(void);
bool device_has_rollback(void);
const esp_partition_t *device_running(void);
void device_check_range(const esp_partition_t *partition, size_t offset, size_t size, const char *call);

void chip_starts(void);
void chip_restarts(void) __attribute__((noreturn));

/* otadata. */
typedef struct
{
    uint32_t sequence;
    uint8_t label[20];
    uint32_t state;
    uint32_t crc;
} otadata_entry;

typedef struct
{
    otadata_entry entry[2];
} otadata;

bool otadata_read(otadata *data);
bool otadata_write(const otadata *data, int index);
bool otadata_erase(int index);
uint32_t otadata_crc(uint32_t sequence);
bool otadata_is_invalid(const otadata_entry *entry);
bool otadata_is_valid(const otadata_entry *entry);
int otadata_active(const otadata *data);

#ifdef __cplusplus
}
#endif

#endif
